using SecretsKit.Core.Errors;
using SecretsKit.Platform;

namespace SecretsKit.Cli.Secrets;

/// <summary>Who encrypts and decrypts (spec helm-secrets.md part 6).</summary>
internal static class SecretBackend
{
    public const string Sops = "sops";
    public const string Vals = "vals";

    /// <summary>Takes every file for encrypted and copies it.</summary>
    public const string Noop = "noop";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Sops, Vals, Noop];

    /// <summary>The name, if it may be used.</summary>
    /// <exception cref="SecretsKitException">It is unknown, forbidden, or the file of a shell backend.</exception>
    public static string Checked(HostEnvironment environment, string name)
    {
        if (environment.Variable("HELM_SECRETS_ALLOWED_BACKENDS") is { Length: > 0 } allowed && !allowed.Split(',').Contains(name))
        {
            throw HelmSecretsFailure.Of(ErrorCode.Usage, $"secret backend '{name}' not allowed");
        }

        if (Names.Contains(name))
        {
            return name;
        }

        // The reference runs such a file as code, whoever named it.
        throw HelmSecretsFailure.Of(ErrorCode.Usage, File.Exists(environment.ResolvePath(name))
            ? $"secret backend '{name}' is a shell file; only {string.Join(", ", Names)} are served"
            : $"Can't find secret backend: {name}");
    }

    /// <summary>What a vals backend would have to do.</summary>
    public static SecretsKitException ValsIsMissing(string what) =>
        HelmSecretsFailure.Of(ErrorCode.General, $"vals references (ref+...) are not resolved by this version: {what}");
}
