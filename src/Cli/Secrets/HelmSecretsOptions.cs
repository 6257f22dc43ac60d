using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Secrets;

/// <summary>What stands before the command, or in variables (spec helm-secrets.md parts 2 and 6).</summary>
internal sealed class HelmSecretsOptions
{
    private const string Sops = "sops";
    private static readonly string[] Backends = [Sops, "vals", "noop"];

    // With the word behind it: true or false, or nothing.
    private static readonly string[] Switches =
        ["--ignore-missing-values", "--evaluate-templates", "--evaluate-templates-decode-secrets", "--decrypt-secrets-in-tmp-dir"];

    private HelmSecretsOptions()
    {
    }

    /// <summary>Who encrypts and decrypts: sops, vals or noop.</summary>
    public string Backend { get; private set; } = Sops;

    /// <summary>Words put before those of each call of sops.</summary>
    public IReadOnlyList<string> BackendArguments { get; private set; } = [];

    /// <summary>Whether the lines that tell what is done are left out.</summary>
    public bool Quiet { get; private set; }

    /// <summary>Whether help is asked for.</summary>
    public bool Help { get; private set; }

    /// <summary>Whether the version is asked for.</summary>
    public bool Version { get; private set; }

    /// <summary>The command and what follows.</summary>
    public IReadOnlyList<string> Rest { get; private set; } = [];

    /// <summary>Reads them.</summary>
    /// <exception cref="SecretsKitException">An unknown or forbidden backend, an option without its value.</exception>
    public static HelmSecretsOptions Parse(HostEnvironment environment, IReadOnlyList<string> words)
    {
        var options = new HelmSecretsOptions
        {
            Quiet = environment.Variable("HELM_SECRETS_QUIET") is { Length: > 0 } quiet ? quiet == "true" : environment.Variable("ARGOCD_APP_NAME") is { Length: > 0 },
        };
        var backend = environment.Variable("HELM_SECRETS_BACKEND") is { Length: > 0 } set ? set : Sops;
        var arguments = environment.Variable("HELM_SECRETS_BACKEND_ARGS") ?? "";
        var at = 0;
        for (; at < words.Count; at++)
        {
            switch (words[at])
            {
                case "-b" or "--backend":
                    backend = ValueOf(words, ref at);
                    continue;
                case "-a" or "--backend-args":
                    arguments = ValueOf(words, ref at);
                    continue;
                case "-q" or "--quiet":
                    options.Quiet = true;
                    continue;
                case "-h" or "--help" or "help":
                    options.Help = true;
                    return options;
                case "-v" or "--version":
                    options.Version = true;
                    return options;
                case var word when Switches.Contains(word):
                    at += at + 1 < words.Count && words[at + 1] is "true" or "false" ? 1 : 0;
                    continue;
            }

            break;
        }

        options.Backend = Checked(environment, backend);
        options.BackendArguments = WordSplitter.Split(arguments);
        options.Rest = [.. words.Skip(at)];
        return options;
    }

    private static string Checked(HostEnvironment environment, string backend)
    {
        if (environment.Variable("HELM_SECRETS_ALLOWED_BACKENDS") is { Length: > 0 } allowed && !allowed.Split(',').Contains(backend))
        {
            throw HelmSecretsFailure.Of(ErrorCode.Usage, $"secret backend '{backend}' not allowed");
        }

        return Backends.Contains(backend) ? backend : throw HelmSecretsFailure.Of(ErrorCode.Usage, $"Can't find secret backend: {backend}");
    }

    private static string ValueOf(IReadOnlyList<string> words, ref int at) =>
        ++at < words.Count ? words[at] : throw HelmSecretsFailure.Of(ErrorCode.Usage, $"{words[at - 1]} needs a value");
}
