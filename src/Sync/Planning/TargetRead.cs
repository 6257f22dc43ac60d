using SecretsKit.Core.Data;
using SecretsKit.Sync.Assembling;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.Planning;

/// <summary>A sync whose stores were read, before what becomes of its target. Not a record: it holds secrets.</summary>
/// <param name="request">What is synced.</param>
/// <param name="reason">Why the stores were read.</param>
/// <param name="outcome">Says how it ends.</param>
/// <param name="read">What they gave.</param>
internal sealed class TargetRead(SyncRequest request, RefreshReason reason, SyncOutcome outcome, AssembledData read)
{
    /// <summary>What is synced.</summary>
    public SyncRequest Request => request;

    /// <summary>Says how it ends.</summary>
    public SyncOutcome Outcome => outcome;

    /// <summary>What the stores gave.</summary>
    public AssembledData Read => read;

    /// <summary>The same with a target that was read meanwhile.</summary>
    public TargetRead With(MapValue? existing) => new(request with { Existing = existing }, reason, outcome, read);

    /// <summary>The plan that writes nothing.</summary>
    public SyncPlan Ended(SyncResult done) => new() { Reason = reason, Origins = read.Origins, Data = read.Data, Done = done };

    /// <summary>The plan that brings the target to what it should be, and deletes targets of earlier names before.</summary>
    /// <param name="action">What is done to the target.</param>
    /// <param name="wanted">As it should be; null where that cannot be said.</param>
    /// <param name="done">How it ends if the target can be written, or nothing has to be.</param>
    /// <param name="failed">How it ends if the target cannot be written.</param>
    public SyncPlan Write(TargetAction action, MapValue? wanted, SyncResult done, Func<SyncException, SyncResult> failed) => new()
    {
        Action = action,
        Wanted = wanted,
        DeletesOrphans = ExistingTargets.HasOrphans(request),
        Reason = reason,
        Origins = read.Origins,
        Data = read.Data,
        Done = done,
        Failed = failed,
    };
}
