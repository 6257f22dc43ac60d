using SecretsKit.Charts.Model;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Helm.Deploys;
using SecretsKit.CommandLine;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Time;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Plans;

/// <summary>The flags of <c>plan</c>: those of the helm command whose plan is made, and where the plan goes.</summary>
internal static class PlanFlags
{
    public static readonly Flag Output = new(FlagKind.Text, "output", "The file that the plan is written to, encrypted.")
    {
        Aliases = ["o"],
        TakesFile = true,
    };

    public static readonly Flag Expires = new(
        FlagKind.Duration, "expires", "How long the plan can be applied, such as 24h; unless given, as long as nothing changes.");

    public static readonly Flag Config = new(
        FlagKind.Text, "config", "The .sops.yaml to use, instead of searching from the plan's folder upward.")
    {
        TakesFile = true,
        Variable = "SOPS_CONFIG",
    };

    private static readonly (KeyType Type, Flag Flag)[] Recipients =
    [
        (KeyType.Age, Row("age", "age public key that shall be able to apply the plan; may be repeated.", "SOPS_AGE_RECIPIENTS")),
        (KeyType.Pgp, Row("pgp", "PGP key.", "SOPS_PGP_FP")),
        (KeyType.AwsKms, Row("kms", "AWS KMS key.", "SOPS_KMS_ARN")),
        (KeyType.GcpKms, Row("gcp-kms", "Google Cloud KMS key.", "SOPS_GCP_KMS_IDS")),
        (KeyType.AzureKeyVault, Row("azure-kv", "Azure Key Vault key.", "SOPS_AZURE_KEYVAULT_URLS")),
        (KeyType.VaultTransit, Row("hc-vault-transit", "Vault transit key.", "SOPS_VAULT_URIS")),
    ];

    // Nothing is rehearsed or locked while a plan is made.
    private static readonly string[] LeftOut =
        [HelmFlags.DryRun.Name, HelmFlags.HideSecret.Name, LockFlags.Lock.Name, TrackFlags.Track.Name];

    /// <summary>Those of a helm command and those of plans.</summary>
    public static FlagTable Of(HelmCommand command, HelmGeneration generation) => new(
    [
        Output, Expires, Config, .. Recipients.Select(row => row.Flag),
        .. command.Flags(generation).Flags.Where(flag => !LeftOut.Contains(flag.Name) && flag.Name != Output.Name),
    ]);

    /// <summary>The flags of <c>plan apply</c>.</summary>
    public static FlagTable OfApply() => HelmFlags.With(LockFlags.Lock, TrackFlags.Track);

    /// <summary>Who can apply the plan, where the command line or a variable says so.</summary>
    public static RecipientChoice Choice(ParsedFlags flags) =>
        new([.. Recipients.Select(row => KeyValuePair.Create(row.Type, string.Join(',', flags.List(row.Flag))))]);

    /// <summary>When a plan that is made now expires; null for never.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: the time is 0 or less.</exception>
    public static DateTimeOffset? ExpiryOf(ParsedFlags flags, DateTimeOffset now)
    {
        if (flags.Text(Expires) is not { Length: > 0 } text)
        {
            return null;
        }

        return GoDuration.TryParse(text, out var duration) && duration > TimeSpan.Zero
            ? now + duration
            : throw new SecretsKitException(ErrorCode.Usage, $"--expires takes a time, not \"{text}\"")
            {
                Hint = "write for instance --expires 24h",
            };
    }

    private static Flag Row(string name, string help, string variable) => new(FlagKind.CommaList, name, help) { Variable = variable };
}
