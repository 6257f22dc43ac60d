using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.Pushing;

/// <summary>How it ended.</summary>
/// <param name="Status">The status of the PushSecret.</param>
/// <param name="Event">The event about it.</param>
/// <param name="Requeue">When it is looked at again.</param>
internal sealed record PushResult(PushStatus Status, SyncEvent Event, Requeue Requeue);

/// <summary>Makes statuses and events of what happened to a PushSecret (spec external-secrets.md 4.2).</summary>
/// <param name="push">The manifest.</param>
/// <param name="now">When it began.</param>
internal sealed class PushOutcome(PushSecret push, DateTimeOffset now)
{
    private const string Ready = "Ready";

    /// <summary>All was written.</summary>
    public PushResult Synced(PushedRows rows)
    {
        var message = push.KeepsExisting
            ? "PushSecret synced successfully. Existing secrets in providers unchanged."
            : "PushSecret synced successfully";
        return Ended("True", "Synced", message, rows);
    }

    /// <summary>The source is gone, and what was written is deleted.</summary>
    public PushResult SourceDeleted() => Ended("False", "SourceDeleted", "source secret deleted; provider secrets cleaned up", new());

    /// <summary>Something went wrong.</summary>
    /// <param name="message">What.</param>
    /// <param name="rows">What is at the stores; null if nothing was tried.</param>
    public PushResult Failed(string message, PushedRows? rows)
    {
        var common = push.Status.Common.With(Ready, "False", "Errored", message, now);
        return new(new(common, rows ?? push.Status.Pushed), SyncEvent.Warning("Errored", message), Requeue.Backoff);
    }

    private PushResult Ended(string status, string reason, string message, PushedRows rows)
    {
        var common = push.Status.Common.With(Ready, status, reason, message, now) with
        {
            Refreshed = now,
            SyncedVersion = RefreshDecision.VersionOf(push.Head),
        };
        return new(
            new(common, rows), SyncEvent.Normal(reason, message), Requeue.After(PushPlanner.NextLook(push, now, now)));
    }
}
