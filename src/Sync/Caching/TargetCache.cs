using System.Collections.Concurrent;
using SecretsKit.Core.Data;
using SecretsKit.Sync.Hashing;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Caching;

/// <summary>What is kept of a target: never its content.</summary>
/// <param name="Uid">Its identifier.</param>
/// <param name="Version">Its state.</param>
/// <param name="IsIntact">Whether its content has the mark that the last sync left.</param>
internal sealed record TargetHead(string Uid, string Version, bool IsIntact);

/// <summary>
/// The Secrets with the managed label, as a watch has them: their heads alone. Whether somebody changed the content is worked out when an
/// object comes; then it is forgotten. Safe on all threads.
/// </summary>
/// <param name="namespace">Empty for all namespaces.</param>
internal sealed class TargetCache(string @namespace)
    : WatchedObjects(new(new("", "v1", "Secret", "secrets") { IsNamespaced = true }, @namespace)
    {
        Options = new() { LabelSelector = $"{TargetNames.ManagedLabel}=true", PageSize = PageSize },
    })
{
    // Secrets are up to a megabyte each, and a page is in memory at once.
    private const int PageSize = 100;

    private readonly ConcurrentDictionary<ObjectKey, TargetHead> _heads = new();
    private readonly List<Action<ObjectKey>> _listeners = [];

    /// <summary>How many there are.</summary>
    public int Count => _heads.Count;

    /// <summary>Calls for each target that changed or went, but for changes that were noted as our own. Before the cache runs.</summary>
    public void Listen(Action<ObjectKey> changed) => _listeners.Add(changed);

    /// <summary>What is known of a target; null if no Secret of the name has the label.</summary>
    public TargetHead? Find(ObjectKey key) => _heads.GetValueOrDefault(key);

    /// <summary>Takes what the server answered to a write of ours, whose event is no news then.</summary>
    public TargetHead Put(MapValue written)
    {
        var head = new ObjectHead(written);
        return _heads[ObjectKey.Of(head)] = HeadOf(head, written);
    }

    /// <inheritdoc/>
    protected override void Take(MapValue tree, bool isGone)
    {
        var head = new ObjectHead(tree);
        var key = ObjectKey.Of(head);
        if (isGone)
        {
            _heads.TryRemove(key, out _);
        }
        else if (_heads.TryGetValue(key, out var known) && !ObjectChange.IsNewer(head, known.Uid, known.Version))
        {
            // We wrote it, or something later.
            return;
        }
        else
        {
            _heads[key] = HeadOf(head, tree);
        }

        foreach (var listener in _listeners)
        {
            listener(key);
        }
    }

    private static TargetHead HeadOf(ObjectHead head, MapValue tree) => new(
        head.Uid, head.ResourceVersion,
        head.Labels.GetValueOrDefault(TargetNames.ManagedLabel) == "true"
            && head.Annotations.GetValueOrDefault(TargetNames.HashAnnotation) == GoHash.OfSecretData(tree.Child("data")));
}
