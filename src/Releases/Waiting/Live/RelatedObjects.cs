namespace SecretsKit.Releases.Waiting.Live;

/// <summary>Objects that controllers made, found by the object that they were made for. Not safe on several threads at once.</summary>
public sealed class RelatedObjects
{
    private readonly Dictionary<string, LiveObject> _byUid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _owned = new(StringComparer.Ordinal);

    /// <summary>Kinds that the user may not list.</summary>
    public ISet<string> Forbidden { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Adds an object, or replaces an earlier state of it.</summary>
    public void Set(LiveObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Remove(item.Uid);
        _byUid[item.Uid] = item;
        if (item.OwnerUid is { Length: > 0 } owner)
        {
            if (!_owned.TryGetValue(owner, out var owned))
            {
                _owned[owner] = owned = new(StringComparer.Ordinal);
            }

            owned.Add(item.Uid);
        }
    }

    /// <summary>Removes an object.</summary>
    public void Remove(string uid)
    {
        if (_byUid.Remove(uid, out var item) && _owned.TryGetValue(item.OwnerUid, out var owned))
        {
            owned.Remove(uid);
        }
    }

    /// <summary>The objects of a kind that were made for an object directly.</summary>
    public IEnumerable<LiveObject> Of(LiveObject owner, string kind)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return _owned.TryGetValue(owner.Uid, out var owned)
            ? owned.Select(uid => _byUid[uid]).Where(item => item.Kind == kind)
            : [];
    }

    /// <summary>The pods that were made for an object, also by way of a ReplicaSet or a Job.</summary>
    public IEnumerable<LiveObject> PodsOf(LiveObject owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return _owned.TryGetValue(owner.Uid, out var owned)
            ? owned.Select(uid => _byUid[uid]).SelectMany(item => item.Kind == "Pod" ? [item] : Of(item, "Pod"))
            : [];
    }

    /// <summary>The identifiers of the objects that an object was made for, the nearest first.</summary>
    public IEnumerable<string> OwnersOf(LiveObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return OwnersFrom(item.OwnerUid);
    }

    /// <summary>The same for an object by its identifier; none if it was not added.</summary>
    public IEnumerable<string> OwnersOf(string uid) => _byUid.TryGetValue(uid, out var item) ? OwnersFrom(item.OwnerUid) : [];

    private IEnumerable<string> OwnersFrom(string first)
    {
        for (var (uid, depth) = (first, 0); uid.Length > 0 && depth < MaxDepth; depth++)
        {
            yield return uid;
            uid = _byUid.TryGetValue(uid, out var owner) ? owner.OwnerUid : "";
        }
    }

    // A CronJob, its Job, its pod: there are no longer chains.
    private const int MaxDepth = 4;
}
