using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Patches;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Planning;

/// <summary>Plans for targets that are there (spec external-secrets.md 2.7).</summary>
internal static class ExistingTargets
{
    /// <summary>It is replaced if anything of it changes.</summary>
    public static SyncPlan Update(TargetRead read, MapValue wanted)
    {
        var (words, events) = (new TargetWords(read.Request.Mapping.Target), read.Read.Events);
        var isSame = TreeEquality.AreEqual(Value.Of(read.Request.Existing!), Value.Of(wanted));
        return read.Write(
            isSame ? TargetAction.None : TargetAction.Update,
            wanted,
            read.Outcome.Synced(
                "Synced", "secret synced", isSame ? events : [.. events, SyncEvent.Normal("Updated", words.Updated)], words.Bound),
            failure => NotUpdated(read, words, failure));
    }

    /// <summary>For an immutable Secret: it gets its metadata; a change of its content is refused.</summary>
    public static SyncPlan Frozen(TargetRead read, MapValue wanted)
    {
        var existing = read.Request.Existing!;
        var isRefused = !TreeEquality.AreEqual(DataOf(existing), DataOf(wanted)) || existing.Text("type") != wanted.Text("type");
        if (!isRefused)
        {
            return Update(read, wanted);
        }

        var words = new TargetWords(read.Request.Mapping.Target);
        var kept = wanted.Copy().With("data", existing.Field("data")).With("type", existing.Field("type"));
        return read.Write(
            TreeEquality.AreEqual(Value.Of(existing), Value.Of(kept)) ? TargetAction.None : TargetAction.Update,
            kept,
            NotUpdated(read, words, new(SyncFault.Immutable, "secret is immutable")),
            failure => NotUpdated(read, words, failure));
    }

    private static SyncResult NotUpdated(TargetRead read, TargetWords words, SyncException failure) => read.Outcome.Failed(
        failure.Fault == SyncFault.OrphanDeletion
            ? failure
            : new(failure.Fault, $"unable to update {words.Subject}: {failure.Message}", failure),
        read.Read.Events,
        words.Bound);

    private static Value DataOf(MapValue secret) => Value.Of(secret.Child("data") ?? new MapValue());

    /// <summary>
    /// Whether Secrets of earlier names have to go: the status names the target of the last sync, and agents see the labels of all Secrets
    /// that they manage.
    /// </summary>
    public static bool HasOrphans(SyncRequest request) => request.Mapping is { Target: { Creation: CreationPolicy.Owner } target } mapping
        && ((mapping.Status.BoundSecret.Length > 0 && mapping.Status.BoundSecret != target.Name)
            || (request.HasOtherTargets && !target.IsGeneric));
}
