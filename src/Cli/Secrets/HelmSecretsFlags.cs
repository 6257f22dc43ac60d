using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Secrets;

/// <summary>
/// The options of the helm-secrets command line (spec helm-secrets.md part 2): parsing, help and completion come from these rows.
/// </summary>
internal static class HelmSecretsFlags
{
    private static readonly string[] OnOff = ["true", "false"];

    public static readonly Flag Backend = new(FlagKind.Text, "backend", "who decrypts: sops, vals or noop (default: sops)")
    {
        Aliases = ["b"],
        Variable = "HELM_SECRETS_BACKEND",
        Values = SecretBackend.Names,
    };

    public static readonly Flag BackendArguments = new(FlagKind.Text, "backend-args", "words put before those of each sops command")
    {
        Aliases = ["a"],
        Variable = "HELM_SECRETS_BACKEND_ARGS",
    };
    public static readonly Flag Quiet = new(FlagKind.Switch, "quiet", "no lines that tell what is done (default: only under Argo CD)")
    {
        Aliases = ["q"],
        Variable = "HELM_SECRETS_QUIET",
    };

    public static readonly Flag IgnoreMissing = new(
        FlagKind.Switch, "ignore-missing-values", "a missing file of values counts as an empty one")
    {
        Variable = "HELM_SECRETS_IGNORE_MISSING_VALUES",
        Values = OnOff,
    };

    public static readonly Flag EvaluateTemplates = new(
        FlagKind.Switch, "evaluate-templates", "resolve vals references in what Helm renders")
    {
        Variable = "HELM_SECRETS_EVALUATE_TEMPLATES",
        Values = OnOff,
    };

    public static readonly Flag DecodeSecrets = new(
        FlagKind.Switch, "evaluate-templates-decode-secrets", "look inside the base64 of Secrets, too")
    {
        Variable = "HELM_SECRETS_EVALUATE_TEMPLATES_DECODE_SECRETS",
        Values = OnOff,
    };

    public static readonly Flag InTemporaryFolder = new(
        FlagKind.Switch, "decrypt-secrets-in-tmp-dir", "accepted; values are decrypted in memory")
    {
        Variable = "HELM_SECRETS_DECRYPT_SECRETS_IN_TMP_DIR",
        Values = OnOff,
    };

    public static readonly Flag SkipDecrypt = new(FlagKind.Switch, "skip-decrypt", "hand on encrypted files and values as they are")
    {
        Variable = "HELM_SECRETS_SKIP_DECRYPT",
        Values = OnOff,
    };

    public static readonly Flag Version = new(FlagKind.Switch, "version", "print the version") { Aliases = ["v"] };
    public static readonly Flag Help = new(FlagKind.Switch, "help", "print this help") { Aliases = ["h"] };

    /// <summary>What may stand before the command.</summary>
    public static readonly FlagTable Global =
        new(
            Backend,
            BackendArguments,
            Quiet,
            IgnoreMissing,
            EvaluateTemplates,
            DecodeSecrets,
            InTemporaryFolder,
            SkipDecrypt,
            Version,
            Help);

    public static readonly Flag InPlace = new(FlagKind.Switch, "inline", "write the result back to the file") { Aliases = ["i"] };
    public static readonly Flag Terraform = new(
        FlagKind.Switch, "terraform", "print {\"content_base64\":\"...\"}, as a Terraform external data source");
}
