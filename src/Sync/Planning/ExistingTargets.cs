using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Patches;
using SecretsKit.Sync.Assembling;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Planning;

/// <summary>Plans for targets that are there (spec external-secrets.md 2.7).</summary>
internal static class ExistingTargets
{
    /// <summary>It is replaced if anything of it changes.</summary>
    public static SyncPlan Update(SyncRequest request, RefreshReason reason, SyncOutcome outcome, AssembledData read, MapValue wanted)
    {
        var words = new TargetWords(request.Mapping.Target);
        var isSame = TreeEquality.AreEqual(Value.Of(request.Existing!), Value.Of(wanted));
        return new()
        {
            Action = isSame ? TargetAction.None : TargetAction.Update,
            Wanted = wanted,
            DeletesOrphans = HasOrphans(request),
            Reason = reason,
            Origins = read.Origins,
            Data = read.Data,
            Done = outcome.Synced(
                "Synced", "secret synced",
                isSame ? read.Events : [.. read.Events, SyncEvent.Normal("Updated", words.Updated)], words.Bound),
            Failed = failure => outcome.Failed(NotUpdated(words, failure), read.Events, words.Bound),
        };
    }

    /// <summary>For an immutable Secret: it gets its metadata; a change of its content is refused.</summary>
    public static SyncPlan Frozen(SyncRequest request, RefreshReason reason, SyncOutcome outcome, AssembledData read, MapValue wanted)
    {
        var existing = request.Existing!;
        var isRefused = !TreeEquality.AreEqual(DataOf(existing), DataOf(wanted)) || existing.Text("type") != wanted.Text("type");
        if (!isRefused)
        {
            return Update(request, reason, outcome, read, wanted);
        }

        var words = new TargetWords(request.Mapping.Target);
        var kept = wanted.Copy().With("data", existing.Field("data")).With("type", existing.Field("type"));
        var refused = outcome.Failed(
            NotUpdated(words, new(SyncFault.Immutable, "secret is immutable")), read.Events, words.Bound);
        return new()
        {
            Action = TreeEquality.AreEqual(Value.Of(existing), Value.Of(kept)) ? TargetAction.None : TargetAction.Update,
            Wanted = kept,
            DeletesOrphans = HasOrphans(request),
            Reason = reason,
            Origins = read.Origins,
            Data = read.Data,
            Done = refused,
            Failed = failure => outcome.Failed(NotUpdated(words, failure), read.Events, words.Bound),
        };
    }

    private static SyncException NotUpdated(TargetWords words, SyncException failure) => failure.Fault == SyncFault.OrphanDeletion ? failure
        : new(failure.Fault, $"unable to update {words.Subject}: {failure.Message}", failure);

    private static Value DataOf(MapValue secret) => Value.Of(secret.Child("data") ?? new MapValue());

    /// <summary>
    /// Whether Secrets of earlier names have to go: the status names the target of the last sync, and agents see the labels of all Secrets
    /// that they manage.
    /// </summary>
    public static bool HasOrphans(SyncRequest request) => request.Mapping is { Target: { Creation: CreationPolicy.Owner } target } mapping
        && ((mapping.Status.BoundSecret.Length > 0 && mapping.Status.BoundSecret != target.Name)
            || (request.HasOtherTargets && !target.IsGeneric));
}
