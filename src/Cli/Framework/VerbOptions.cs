using System.CommandLine;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Config;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Framework;

/// <summary>Words that several verbs have.</summary>
internal static class VerbOptions
{
    /// <summary>One or more files.</summary>
    public static Argument<string[]> Files(string about) => new("FILE") { Arity = ArgumentArity.OneOrMore, Description = about };

    /// <summary>One file.</summary>
    public static Argument<string> File(string about) => new("FILE") { Description = about };

    /// <summary>Files, and folders that stand for the encrypted files in them.</summary>
    public static Argument<string[]> Paths() => new("PATH")
    {
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => ["."],
        Description = "Encrypted files, or folders: then all encrypted files below that git does not ignore, symbolic links left out. " +
            "Default: this folder.",
    };

    /// <summary>Asks for output that programs read.</summary>
    public static Option<string?> OutputFormat() =>
        Choice(
            "--output",
            "FORMAT",
            "'json' prints one object for each file, on a line of its own; 'text' is the default.",
            ["text", "json"],
            "-o");

    /// <summary>Whether <see cref="OutputFormat"/> asks for JSON.</summary>
    public static bool WantsJson(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) == "json";

    /// <summary>Overrides the format of the file's name.</summary>
    public static Option<string?> InputType()
    {
        var option = new Option<string?>("--input-type")
        {
            HelpName = "TYPE",
            Description = "Format of the file, if its name does not tell: yaml, json, dotenv, ini or binary.",
        };
        AcceptFormats(option);
        return option;
    }

    /// <summary>Makes an option take the name of a format alone.</summary>
    public static void AcceptFormats(Option<string?> option) => Accept(option, FileFormat.Names);

    /// <summary>Names the configuration.</summary>
    public static Option<string?> Config() => new("--config")
    {
        HelpName = "FILE",
        Description = "The .sops.yaml to use, instead of searching from the file's folder upward. [$SOPS_CONFIG]",
    };

    /// <summary>Names the list of signers.</summary>
    public static Option<string?> Signers() => Text(
        "--signers", "FILE", $"The list of allowed signers to use, instead of searching {SignaturePolicy.FileName} from the file's " +
        $"folder upward. [${SignaturePolicy.Variable}]");

    /// <summary>A switch.</summary>
    public static Option<bool> Switch(string name, string about, params string[] aliases) => new(name, aliases) { Description = about };

    /// <summary>Asks for <see cref="FileWriteMode.InPlace"/>.</summary>
    public static Option<bool> WriteOver() => Switch(
        "--write-over", "Write over the file itself instead of replacing it: for mounted files, and folders that may not be written. A " +
        "crash can damage it then.");

    /// <summary>The switch that goes on without asking, the same in all verbs.</summary>
    public const string IgnoreRuleName = "--ignore-rule";

    /// <summary>Accepts files that give more away than their rules allow.</summary>
    public static Option<bool> IgnoreRule() => Switch(
        IgnoreRuleName, "Do not ask where others can decrypt the file, or less of it is encrypted, than its rule in .sops.yaml says; " +
            "without a terminal it is refused else.");

    /// <summary>The mode that the switch asks for.</summary>
    public static FileWriteMode Mode(bool writeOver) => writeOver ? FileWriteMode.InPlace : FileWriteMode.Replace;

    /// <summary>Asks for what <see cref="KeepLayout"/> does, in all verbs.</summary>
    public const string KeepLayoutVariable = "SECRETSKIT_KEEP_LAYOUT";

    /// <summary>Keeps the layout of YAML files.</summary>
    public static Option<bool> KeepLayout() => Switch(
        "--keep-layout", $"Keep the indentation, styles, empty lines and first --- of a YAML file; sops itself drops them. " +
            $"[${KeepLayoutVariable}]");

    /// <summary>An option with a value.</summary>
    public static Option<string?> Text(string name, string value, string about, params string[] aliases) => new(name, aliases)
    {
        HelpName = value,
        Description = about,
    };

    /// <summary>An option that may be repeated.</summary>
    public static Option<string[]> Many(string name, string value, string about, params string[] aliases) => new(name, aliases)
    {
        HelpName = value,
        Description = about,
    };

    /// <summary>An option whose value is one of some words.</summary>
    public static Option<string?> Choice(string name, string value, string about, string[] words, params string[] aliases)
    {
        var option = Text(name, value, about, aliases);
        Accept(option, words);
        return option;
    }

    /// <summary>The value of <see cref="Config"/> or its variable.</summary>
    public static string? ConfigPath(ParseResult parsed, Option<string?> option, HostEnvironment environment) =>
        parsed.GetValue(option) ?? (environment.Variable("SOPS_CONFIG") is { Length: > 0 } path ? path : null);

    private static void Accept(Option<string?> option, string[] words)
    {
        option.CompletionSources.Add(_ => words.Select(word => new System.CommandLine.Completions.CompletionItem(word)));
        option.Validators.Add(given =>
        {
            foreach (var token in given.Tokens.Where(token => !words.Contains(token.Value)))
            {
                given.AddError($"{option.Name} takes {string.Join(", ", words[..^1])} or {words[^1]}, not \"{token.Value}\"");
            }
        });
    }
}

/// <summary>The options that name recipients, with sops's variables as their defaults.</summary>
internal sealed class RecipientOptions
{
    private readonly List<(KeyType Type, Option<string[]> Option, string Variable)> _rows =
    [
        Row(
            KeyType.Age,
            "--age",
            "RECIPIENT",
            "age public key (age1... or ssh-...) that shall be able to decrypt; may be repeated.",
            "SOPS_AGE_RECIPIENTS"),
        Row(KeyType.Pgp, "--pgp", "FINGERPRINT", "PGP key.", "SOPS_PGP_FP"),
        Row(KeyType.AwsKms, "--kms", "ARN", "AWS KMS key.", "SOPS_KMS_ARN"),
        Row(KeyType.GcpKms, "--gcp-kms", "ID", "Google Cloud KMS key.", "SOPS_GCP_KMS_IDS"),
        Row(KeyType.AzureKeyVault, "--azure-kv", "URL", "Azure Key Vault key.", "SOPS_AZURE_KEYVAULT_URLS"),
        Row(KeyType.VaultTransit, "--hc-vault-transit", "URI", "Vault transit key.", "SOPS_VAULT_URIS"),
        Row(KeyType.HuaweiKms, "--hckms", "ID", "Huawei Cloud KMS key.", "SOPS_HUAWEICLOUD_KMS_IDS"),
    ];

    private readonly AwsKeyOptions _aws = new();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var (_, option, _) in _rows)
        {
            command.Add(option);
        }

        _aws.AddTo(command);
    }

    /// <summary>What was given.</summary>
    public RecipientChoice Read(ParseResult parsed, HostEnvironment environment) => _aws.Apply(parsed, new(
    [
        .. _rows.Select(row => KeyValuePair.Create(
            row.Type,
            parsed.GetValue(row.Option) is { Length: > 0 } given ? string.Join(',', given) : environment.Variable(row.Variable) ?? "")),
    ]));

    private static (KeyType, Option<string[]>, string) Row(KeyType type, string name, string value, string about, string variable) =>
        (type, new Option<string[]>(name) { HelpName = value, Description = $"{about} [${variable}]" }, variable);
}
