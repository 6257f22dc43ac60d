namespace SecretsKit.Releases.Records.Model;

/// <summary>States as records and labels name them.</summary>
public static class ReleaseStatusText
{
    private static readonly string[] Words =
    [
        "unknown", "deployed", "uninstalled", "superseded", "failed", "uninstalling",
        "pending-install", "pending-upgrade", "pending-rollback",
    ];

    /// <summary>The word of a state.</summary>
    public static string Of(ReleaseStatus status) => Words[(int)status];

    /// <summary>The state of a word; <see cref="ReleaseStatus.Unknown"/> for words that are none.</summary>
    public static ReleaseStatus Parse(string word) => (ReleaseStatus)Math.Max(0, Array.IndexOf(Words, word));

    /// <summary>Whether an operation is under way, or was left so.</summary>
    public static bool IsPending(this ReleaseStatus status) =>
        status is ReleaseStatus.PendingInstall or ReleaseStatus.PendingUpgrade or ReleaseStatus.PendingRollback;
}
