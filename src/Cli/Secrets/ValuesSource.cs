using SecretsKit.Core.Errors;
using SecretsKit.Platform;

namespace SecretsKit.Cli.Secrets;

/// <summary>One file of values as an argument names it: <c>[?][BACKEND!]PATH</c> (spec helm-secrets.md parts 3 and 4).</summary>
/// <param name="Path">A path, or a URL.</param>
/// <param name="Backend">Who decrypts it.</param>
/// <param name="MayBeMissing">Whether a missing file counts as an empty one.</param>
internal sealed record ValuesSource(string Path, string Backend, bool MayBeMissing)
{
    /// <summary>Reads an argument of a Helm command. A prefix that is no backend belongs to the path.</summary>
    /// <exception cref="SecretsKitException">The backend may not be used.</exception>
    public static ValuesSource OfArgument(HostEnvironment environment, HelmSecretsOptions options, string text)
    {
        var (rest, missing) = Optional(options, text);
        var mark = rest.IndexOf('!', StringComparison.Ordinal);
        return mark > 0 && (SecretBackend.Names.Contains(rest[..mark]) || File.Exists(environment.ResolvePath(rest[..mark])))
            ? new(rest[(mark + 1)..], SecretBackend.Checked(environment, rest[..mark]), missing)
            : new(rest, options.Backend, missing);
    }

    /// <summary>
    /// Reads what follows the scheme of a URL: everything before the first <c>!</c> is a backend, and nothing before it keeps the default.
    /// </summary>
    /// <exception cref="SecretsKitException">The backend is unknown, or may not be used.</exception>
    public static ValuesSource OfUrl(HostEnvironment environment, HelmSecretsOptions options, string text)
    {
        var (rest, missing) = Optional(options, text);
        var mark = rest.IndexOf('!', StringComparison.Ordinal);
        return mark switch
        {
            < 0 => new(rest, options.Backend, missing),
            0 => new(rest[1..], options.Backend, missing),
            _ => new(rest[(mark + 1)..], SecretBackend.Checked(environment, rest[..mark]), missing),
        };
    }

    // The reference tolerates all later files of the run, too; here the mark is for its own file.
    private static (string Place, bool MayBeMissing) Optional(HelmSecretsOptions options, string text) =>
        text.StartsWith('?') ? (text[1..], true) : (text, options.IgnoreMissing);
}
