using SecretsKit.Cli.Checking.Rules;
using SecretsKit.Cli.Checking.Rules.Deploys;
using SecretsKit.Cli.Reporting;
using SecretsKit.Core.Detection;

namespace SecretsKit.Cli.Checking;

/// <summary>All rules. A new one is one line here.</summary>
internal static class CheckRules
{
    private const string Remedy = "move it into an encrypted file ('secretskit enc'), and change the secret if it was committed; a " +
        "comment 'secretskit:allow' accepts it";

    /// <summary>Rules for one file.</summary>
    public static IReadOnlyList<IFileRule> OfFiles { get; } =
    [
        new DetectedSecretRule(
            new("plaintext-secret", CheckLevel.Error, "a secret is in plain text", Remedy) { Alias = "K-069" },
            SecretKind.NamedValue,
            "is in plain text"),
        new DetectedSecretRule(
            new("private-key", CheckLevel.Error, "a private key is in plain text", Remedy), SecretKind.PrivateKey, "is in plain text"),
        new DetectedSecretRule(
            new("known-token", CheckLevel.Error, "a provider's token is in plain text", Remedy), SecretKind.Token, "is in plain text"),
        new DetectedSecretRule(
            new("connection-string", CheckLevel.Error, "a connection string holds a password", Remedy),
            SecretKind.ConnectionString,
            "holds a password in plain text"),
        new DetectedSecretRule(
            new("secret-manifest", CheckLevel.Error, "a Kubernetes Secret is in plain text", Remedy),
            SecretKind.ManifestValue,
            "of a Kubernetes Secret is in plain text"),
        new DetectedSecretRule(
            new(
                "random-value",
                CheckLevel.Warning,
                "a value looks like a secret",
                "if it is one, move it into an encrypted file ('secretskit enc'); if not, a comment 'secretskit:allow' says so"),
            SecretKind.RandomValue,
            "looks drawn at random"),
        new DetectedSecretRule(
            new(
                "default-password",
                CheckLevel.Note,
                "a password that everybody knows",
                "make sure that every deployment sets another one, from an encrypted file"),
            SecretKind.DefaultPassword,
            "is set"),
        new UnencryptedValueRule(),
        new DecryptedFileRule(),
        new PlaintextFileRule(),
        new ConflictRule(),
        new UnresolvedConflictRule(),
        new MetadataRule(),
        new MissingMacRule(),
        new SelectionPatternRule(),
        new RecipientDriftRule(),
        new ThresholdDriftRule(),
        new SelectionDriftRule(),
        new NoRuleRule(),
        new OldFormatRule(),
        .. DeployCommandRules.All,
    ];

    /// <summary>Rules for the repository.</summary>
    public static IReadOnlyList<IRepositoryRule> OfRepository { get; } =
    [
        new ConfigRule(),
        new UnreadFieldRule(),
        new ShadowedRuleRule(),
        new UnusedRuleRule(),
        new IgnorePatternRule(),
        new AbandonedFileRule(),
    ];

    /// <summary>A file could not be read.</summary>
    public static CheckRule Unreadable { get; } = new(
        "unreadable-file", CheckLevel.Warning, "a file cannot be read", "'ls -l FILE' shows who may read it");

    /// <summary>A file is too large to be read.</summary>
    public static CheckRule TooLarge { get; } = new(
        "too-large-file", CheckLevel.Warning, "a file is too large to be searched for secrets",
            "look through it yourself; a line 'too-large-file FILE' in .secretskit-allow accepts it");

    /// <summary>A step of the check failed on a file.</summary>
    public static CheckRule NotChecked { get; } = new(
        "not-checked", CheckLevel.Error, "a file could not be checked",
            "look through it yourself, and compare it with an earlier version (git log -p FILE)");

    /// <summary>An entry of the allow list covers nothing.</summary>
    public static CheckRule UnusedAllowEntry { get; } = new(
        "unused-allow-entry", CheckLevel.Note, "an entry of the allow list covers nothing", "remove the line");

    /// <summary>What they look for, in the order of reports.</summary>
    public static IReadOnlyList<CheckRule> All { get; } =
    [
        .. OfFiles.Select(rule => rule.About), .. OfRepository.Select(
            rule => rule.About), MacCheck.Mismatch, MacCheck.Undecryptable, MacCheck.Unverified,
        .. SignatureCheck.Rules, Unreadable, TooLarge, NotChecked, UnusedAllowEntry,
    ];

    /// <summary>The rules of an id or alias; empty for an unknown one.</summary>
    public static IEnumerable<CheckRule> Find(string id) => All.Where(rule => rule.Id == id || rule.Alias == id);
}
