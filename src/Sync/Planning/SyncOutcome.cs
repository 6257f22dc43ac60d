using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Planning;

/// <summary>Makes statuses and events of what happened (spec external-secrets.md 2.8).</summary>
/// <param name="mapping">The mapping.</param>
/// <param name="now">When the sync began.</param>
internal sealed class SyncOutcome(ExternalSecret mapping, DateTimeOffset now)
{
    private const string Ready = "Ready";
    private readonly TargetWords _words = new(mapping.Target);

    /// <summary>The stores were read and the target is as it should be.</summary>
    /// <param name="reason">What became of it: the reason without the word for the target.</param>
    /// <param name="message">The same as a sentence.</param>
    /// <param name="events">Events about the mapping.</param>
    /// <param name="bound">The Secret that was written; empty if none was.</param>
    public SyncResult Synced(string reason, string message, IReadOnlyList<SyncEvent> events, string bound)
    {
        var status = mapping.Status.With(Ready, "True", _words.Prefix + reason, message, now) with
        {
            Refreshed = now,
            SyncedVersion = RefreshDecision.VersionOf(mapping.Head),
        };
        return new(
            bound.Length > 0 ? status with { BoundSecret = bound } : status,
            events,
            Requeue.After(RefreshDecision.NextLook(mapping, now, now)));
    }

    /// <summary>Something failed.</summary>
    public SyncResult Failed(SyncException failure, IReadOnlyList<SyncEvent> events, string bound)
    {
        // Targets that are switched off have the reason of Secrets.
        var prefix = failure.Fault == SyncFault.GenericTarget ? "Secret" : _words.Prefix;
        var status = mapping.Status.With(Ready, "False", $"{prefix}SyncedError", MessageOf(failure.Fault), now);
        return new(
            bound.Length > 0 ? status with { BoundSecret = bound } : status,
            [.. events, SyncEvent.Warning("UpdateFailed", failure.Message)],
            IsFinal(failure.Fault) ? Requeue.None : Requeue.Backoff)
        {
            Failure = failure,
        };
    }

    /// <summary>Nothing has to be done.</summary>
    public SyncResult Skipped() =>
        new(null, [], Requeue.After(RefreshDecision.NextLook(mapping, mapping.Status.Refreshed, now)));

    // What only a change of the mapping or of the target can mend.
    private static bool IsFinal(SyncFault fault) => fault is SyncFault.Ownership or SyncFault.OwnedByAnother or SyncFault.Immutable
        or SyncFault.GenericTarget or SyncFault.DeletionRefused;

    private static string MessageOf(SyncFault fault) => fault switch
    {
        SyncFault.ProviderData => "could not get secret data from provider",
        SyncFault.Ownership => "failed to take ownership of target secret",
        SyncFault.OwnedByAnother => "target is owned by another ExternalSecret",
        SyncFault.Immutable => "could not update secret, target is immutable",
        SyncFault.DeletionRefused or SyncFault.DeletionFailed => "could not delete secret",
        SyncFault.OrphanDeletion => "could not delete orphaned secrets",
        SyncFault.GenericTarget => "invalid generic target",
        _ => "could not update secret",
    };
}
