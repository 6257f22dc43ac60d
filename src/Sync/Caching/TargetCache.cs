using System.Collections.Concurrent;
using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Sync.Hashing;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Caching;

/// <summary>What is kept of a target: never its content.</summary>
/// <param name="Uid">Its identifier.</param>
/// <param name="Version">Its state.</param>
/// <param name="IsIntact">Whether its content has the mark that the last sync left.</param>
/// <param name="Owner">The start of its owner label; 0 for none.</param>
internal sealed record TargetHead(string Uid, string Version, bool IsIntact, ulong Owner);

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
    private const int MarkLength = 16;

    private readonly ConcurrentDictionary<ObjectKey, TargetHead> _heads = new();
    private readonly Dictionary<(string Namespace, ulong Owner), int> _owned = [];
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
        var made = HeadOf(head, written);
        Set(ObjectKey.Of(head), made);
        return made;
    }

    /// <summary>Whether other Secrets of the namespace than a target have an owner label.</summary>
    public bool HasOthers(ObjectKey target, string owner)
    {
        var mark = MarkOf(owner);
        lock (_owned)
        {
            return _owned.GetValueOrDefault((target.Namespace, mark)) > (Find(target)?.Owner == mark ? 1 : 0);
        }
    }

    /// <inheritdoc/>
    protected override void Take(MapValue tree, bool isGone)
    {
        var head = new ObjectHead(tree);
        var key = ObjectKey.Of(head);
        if (isGone)
        {
            Set(key, null);
        }
        else if (_heads.TryGetValue(key, out var known) && !ObjectChange.IsNewer(head, known.Uid, known.Version))
        {
            // We wrote it, or something later.
            return;
        }
        else
        {
            Set(key, HeadOf(head, tree));
        }

        foreach (var listener in _listeners)
        {
            listener(key);
        }
    }

    private void Set(ObjectKey key, TargetHead? head)
    {
        lock (_owned)
        {
            Tally(key.Namespace, _heads.GetValueOrDefault(key)?.Owner ?? 0, -1);
            Tally(key.Namespace, head?.Owner ?? 0, 1);
            if (head is null)
            {
                _heads.TryRemove(key, out _);
            }
            else
            {
                _heads[key] = head;
            }
        }
    }

    private void Tally(string ns, ulong owner, int change)
    {
        if (owner == 0)
        {
            return;
        }

        var count = _owned.GetValueOrDefault((ns, owner)) + change;
        if (count > 0)
        {
            _owned[(ns, owner)] = count;
        }
        else
        {
            _owned.Remove((ns, owner));
        }
    }

    private static TargetHead HeadOf(ObjectHead head, MapValue tree)
    {
        var labels = head.Labels;
        return new(
            head.Uid, head.ResourceVersion,
            labels.GetValueOrDefault(TargetNames.ManagedLabel) == TargetNames.Managed
                && head.Annotations.GetValueOrDefault(TargetNames.HashAnnotation) == GoHash.OfSecretData(tree.Child("data")),
            MarkOf(labels.GetValueOrDefault(TargetNames.OwnerLabel) ?? ""));
    }

    // The label is a hash: its start tells owners apart.
    private static ulong MarkOf(string owner) => owner.Length >= MarkLength
        && ulong.TryParse(owner.AsSpan(0, MarkLength), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mark)
            ? mark : 0;
}
