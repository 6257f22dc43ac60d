using System.Collections.Concurrent;
using SecretsKit.Sync.Assembling;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Running;

/// <summary>
/// What an agent remembers of the last sync of each mapping, so that one that changes nothing costs no request. It is lost with the agent:
/// then targets are read once and compared. Safe on all threads.
/// </summary>
/// <param name="targets">What is known of the targets.</param>
internal sealed class SyncMemory(TargetCache targets)
{
    private readonly ConcurrentDictionary<ObjectKey, LastSync> _syncs = new();
    private readonly ConcurrentDictionary<ObjectKey, bool> _doubted = new();
    private readonly DataFingerprint _fingerprint = new();

    /// <summary>The mapping with the time of its last refresh as the agent knows it.</summary>
    public ExternalSecret WithRefresh(ExternalSecret mapping) =>
        Find(mapping) is { } last && last.Refreshed > (mapping.Status.Refreshed ?? DateTimeOffset.MinValue)
            && mapping.Status.SyncedVersion == last.Version
            ? new(mapping.Tree) { Status = mapping.Status with { Refreshed = last.Refreshed } }
            : mapping;

    /// <summary>When the values of its last sync were all read; null if that is not known.</summary>
    public DateTimeOffset? Consumed(ExternalSecret mapping) => Find(mapping)?.Consumed;

    /// <summary>
    /// Whether the target of a new mapping is made without a look at whether it is there: no watch has shown it. If it is there after all,
    /// the server refuses, and <see cref="Doubt"/> is called.
    /// </summary>
    public bool MayMake(ExternalSecret mapping) => mapping.Status is { SyncedVersion.Length: 0, BoundSecret.Length: 0 }
        && mapping.Target.Creation is CreationPolicy.Owner or CreationPolicy.Orphan or CreationPolicy.CreateOrMerge
        && targets.Find(TargetOf(mapping)) is null && !_doubted.ContainsKey(KeyOf(mapping));

    /// <summary>From now on, until the next sync, the target is read.</summary>
    public void Doubt(ObjectKey key)
    {
        _doubted[key] = true;
        _syncs.TryRemove(key, out _);
    }

    /// <summary>Whether the target is as the last sync of this very state of the mapping left it.</summary>
    public bool IsUntouched(ExternalSecret mapping) => targets.Find(TargetOf(mapping)) is { IsIntact: true } head
        && (Find(mapping) is { } last
            ? last.TargetVersion == head.Version && last.Version == RefreshDecision.VersionOf(mapping.Head)
            : RefreshDecision.VersionOf(mapping.Head) == mapping.Status.SyncedVersion);

    /// <summary>Whether the target holds what would be made of values.</summary>
    public bool Holds(ExternalSecret mapping, AssembledData read) => read.Data.Count > 0 && read.Events.Count == 0
        && Find(mapping) is { Fingerprint: { } known } && known == _fingerprint.Of(read.Data);

    /// <summary>Takes how a sync ended.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="plan">What was done.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="began">When it began.</param>
    /// <param name="ended">When it ended.</param>
    /// <param name="isSkipped">Whether the target held the values already and was not looked at.</param>
    public void Note(
        ExternalSecret mapping, SyncPlan plan, SyncResult result, DateTimeOffset began, DateTimeOffset ended, bool isSkipped)
    {
        var key = KeyOf(mapping);
        if (result.Status is null)
        {
            return;
        }

        _doubted.TryRemove(key, out _);
        if (result.Failure is not null)
        {
            // The last success counts until the next one; the target may have been changed half.
            if (_syncs.TryGetValue(key, out var last))
            {
                _syncs[key] = last with { Fingerprint = null };
            }

            return;
        }

        var head = targets.Find(TargetOf(mapping));
        if (isSkipped && Find(mapping) is { } same)
        {
            _syncs[key] = same with { Refreshed = began, Consumed = ended };
            return;
        }

        var fingerprint = head is { IsIntact: true } && plan.Data is { } data && RepeatableTemplates.AreIn(mapping)
            ? _fingerprint.Of(data) : (UInt128?)null;
        _syncs[key] = new(
            mapping.Head.Uid, RefreshDecision.VersionOf(mapping.Head), began, ended, head?.Version ?? "", fingerprint);
    }

    /// <summary>Forgets a mapping that is gone.</summary>
    public void Forget(ObjectKey key)
    {
        _syncs.TryRemove(key, out _);
        _doubted.TryRemove(key, out _);
    }

    private LastSync? Find(ExternalSecret mapping) =>
        _syncs.TryGetValue(KeyOf(mapping), out var last) && last.Uid == mapping.Head.Uid ? last : null;

    private static ObjectKey KeyOf(ExternalSecret mapping) => new(mapping.Head.Namespace, mapping.Head.Name);

    private static ObjectKey TargetOf(ExternalSecret mapping) => new(mapping.Head.Namespace, mapping.Target.Name);

    private sealed record LastSync(
        string Uid, string Version, DateTimeOffset Refreshed, DateTimeOffset Consumed, string TargetVersion, UInt128? Fingerprint);
}
