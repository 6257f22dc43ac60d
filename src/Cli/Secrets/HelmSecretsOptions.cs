using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Secrets;

/// <summary>What is before the command, or in variables (spec helm-secrets.md parts 2 and 6).</summary>
internal sealed class HelmSecretsOptions
{
    private readonly ParsedFlags _flags;

    private HelmSecretsOptions(ParsedFlags flags, string backend) => (_flags, Backend) = (flags, backend);

    /// <summary>Who encrypts and decrypts: one of <see cref="SecretBackend.Names"/>.</summary>
    public string Backend { get; }

    /// <summary>Words put before those of each call of sops.</summary>
    public IReadOnlyList<string> BackendArguments { get; private init; } = [];

    /// <summary>Whether the lines that tell what is done are left out.</summary>
    public bool Quiet { get; private init; }

    /// <summary>Whether a missing file of values counts as an empty one.</summary>
    public bool IgnoreMissing => _flags.IsOn(HelmSecretsFlags.IgnoreMissing);

    /// <summary>Whether vals references in rendered manifests shall be resolved.</summary>
    public bool EvaluateTemplates => _flags.IsOn(HelmSecretsFlags.EvaluateTemplates);

    /// <summary>Whether encrypted files and literals are handed on as they are.</summary>
    public bool SkipDecrypt => _flags.IsOn(HelmSecretsFlags.SkipDecrypt);

    /// <summary>Whether help is asked for.</summary>
    public bool Help => _flags.IsGiven(HelmSecretsFlags.Help);

    /// <summary>Whether the version is asked for.</summary>
    public bool Version => _flags.IsGiven(HelmSecretsFlags.Version);

    /// <summary>The command and what follows.</summary>
    public IReadOnlyList<string> Rest => _flags.Arguments;

    /// <summary>Reads them.</summary>
    /// <exception cref="SecretsKitException">An unknown or forbidden backend, an option without its value.</exception>
    public static HelmSecretsOptions Parse(HostEnvironment environment, IReadOnlyList<string> words)
    {
        // The reference loads the backend of the variable, or its default, before it looks at any
        // option; each option loads its own at its place.
        var backend = environment.Variable("HELM_SECRETS_BACKEND") is { Length: > 0 } named ? named : SecretBackend.Sops;
        SecretBackend.Checked(environment, backend);
        var flags = Read(environment, words);
        return new(flags, flags.Text(HelmSecretsFlags.Backend) is { Length: > 0 } chosen ? chosen : backend)
        {
            Quiet = flags.Text(HelmSecretsFlags.Quiet) is { Length: > 0 }
                ? flags.IsOn(HelmSecretsFlags.Quiet)
                : environment.Variable("ARGOCD_APP_NAME") is { Length: > 0 },
            BackendArguments = WordSplitter.Split(flags.Text(HelmSecretsFlags.BackendArguments)),
        };
    }

    // Not Go's rules: a switch may have its value in the next word, and a word that is no option is the command.
    private static ParsedFlags Read(HostEnvironment environment, IReadOnlyList<string> words)
    {
        var flags = new ParsedFlags(environment.Variable);
        var at = 0;
        for (; at < words.Count && Find(words[at]) is { } flag; at++)
        {
            var value = FlagWord.ValueOf(words[at]);
            if (value is null && flag.Kind == FlagKind.Text)
            {
                value = ++at < words.Count ? words[at] : throw HelmSecretsFailure.Of(ErrorCode.Usage, $"{words[at - 1]} needs a value");
            }
            else if (value is null && at + 1 < words.Count && flag.Values.Contains(words[at + 1]))
            {
                value = words[++at];
            }

            flags.Add(flag, value ?? "true");
            if (flag == HelmSecretsFlags.Backend && value is { Length: > 0 })
            {
                SecretBackend.Checked(environment, value);
            }

            if (flag == HelmSecretsFlags.Help || flag == HelmSecretsFlags.Version)
            {
                return flags;
            }
        }

        flags.Arguments.AddRange(words.Skip(at < words.Count && words[at] == "--" ? at + 1 : at));
        return flags;
    }

    private static Flag? Find(string word) => word == "help" ? HelmSecretsFlags.Help : HelmSecretsFlags.Global.FindWord(word);
}
