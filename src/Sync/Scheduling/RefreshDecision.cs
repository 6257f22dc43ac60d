using SecretsKit.Sync.Hashing;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Scheduling;

/// <summary>Why a mapping reads its stores now.</summary>
internal enum RefreshReason
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>It never did.</summary>
    First,

    /// <summary>The mapping changed, or somebody asked for it by an annotation.</summary>
    Changed,

    /// <summary>The interval is over.</summary>
    Due,

    /// <summary>The target is missing or was changed.</summary>
    Drift,
}

/// <summary>Whether a mapping reads its stores (spec external-secrets.md 1.7, 2.4), and when it looks again (2.9).</summary>
internal static class RefreshDecision
{
    /// <summary>Which state of a mapping its status speaks of.</summary>
    public static string VersionOf(ObjectHead head) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{head.Generation}-{GoHash.OfMetadata(head.Annotations, head.Labels)}");

    /// <summary>Whether it is due, the target aside.</summary>
    public static RefreshReason Decide(ExternalSecret mapping, DateTimeOffset now)
    {
        var status = mapping.Status;
        var isChanged = VersionOf(mapping.Head) != status.SyncedVersion;
        switch (mapping.Refresh)
        {
            case RefreshPolicy.CreatedOnce:
                return status.SyncedVersion.Length == 0 || status.Refreshed is null ? RefreshReason.First : RefreshReason.None;
            case RefreshPolicy.OnChange:
                return status.SyncedVersion.Length == 0 || status.Refreshed is null ? RefreshReason.First
                    : isChanged ? RefreshReason.Changed : RefreshReason.None;
        }

        if (mapping.Interval <= TimeSpan.Zero && status.SyncedVersion.Length > 0)
        {
            return RefreshReason.None;
        }

        return status.SyncedVersion.Length == 0 || status.Refreshed is not { } refreshed ? RefreshReason.First
            : isChanged ? RefreshReason.Changed
            : refreshed > now ? RefreshReason.Due
            : RefreshPhase.Next(mapping, refreshed) >= now ? RefreshReason.None
            : SyncWindowGate.IsOpen(mapping.Windows, now) ? RefreshReason.Due : RefreshReason.None;
    }

    /// <summary>After a success: how long until it is looked at again; null for never.</summary>
    public static TimeSpan? NextLook(ExternalSecret mapping, DateTimeOffset? refreshed, DateTimeOffset now)
    {
        // The reference polls those that no interval refreshes; nothing can come of it (quirk Q2).
        if (mapping.Interval <= TimeSpan.Zero || mapping.Refresh != RefreshPolicy.Periodic)
        {
            return null;
        }

        var wait = refreshed is not { } time ? mapping.Interval : time > now ? TimeSpan.Zero
            : RefreshPhase.Next(mapping, time) - now;
        var least = SyncWindowGate.IsOpen(mapping.Windows, now) ? TimeSpan.Zero : ClosedWindowLook;
        return wait > least ? wait : least;
    }

    private static readonly TimeSpan ClosedWindowLook = TimeSpan.FromSeconds(30);
}
