using System.Collections.Concurrent;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Caching;

/// <summary>The objects of a kind as a watch has them, and who wants to know what happens to them. Safe on all threads.</summary>
/// <param name="resource">The kind.</param>
/// <param name="namespace">Empty for all namespaces.</param>
/// <param name="mayBeMissing">Whether a server without the kind is no failure.</param>
internal sealed class ObjectCache(ApiResource resource, string @namespace, bool mayBeMissing)
    : WatchedObjects(new(resource, @namespace) { Options = new() { PageSize = PageSize }, MayBeMissing = mayBeMissing })
{
    // A page is in memory at once, as a tree.
    private const int PageSize = 100;

    private readonly ConcurrentDictionary<ObjectKey, KeptObject> _objects = new();
    private readonly List<Action<ObjectKey, MapValue?, MapValue?>> _listeners = [];

    /// <summary>The kind.</summary>
    public ApiResource Resource { get; } = resource;

    /// <summary>How many there are.</summary>
    public int Count => _objects.Count;

    /// <summary>All names, without reading the objects.</summary>
    public IEnumerable<ObjectKey> Keys => _objects.Select(entry => entry.Key);

    /// <summary>All objects; each is read when it is taken.</summary>
    public IEnumerable<KeyValuePair<ObjectKey, MapValue>> All => Read(_objects);

    /// <summary>The objects of one namespace; each is read when it is taken, and no other.</summary>
    public IEnumerable<KeyValuePair<ObjectKey, MapValue>> In(string ns) => Read(_objects.Where(entry => entry.Key.Namespace == ns));

    /// <summary>
    /// Calls for each object as it was and as it is; null for what is not there. Before the cache runs; the first that asked is called
    /// first.
    /// </summary>
    public void Listen(Action<ObjectKey, MapValue?, MapValue?> changed) => _listeners.Add(changed);

    /// <summary>An object, or null: a copy of the caller's own.</summary>
    public MapValue? Find(ObjectKey key) => _objects.TryGetValue(key, out var kept) ? kept.Read() : null;

    /// <summary>Takes what the server answered to a write, unless the watch is ahead already.</summary>
    public void Put(MapValue tree)
    {
        var head = new ObjectHead(tree);
        var key = ObjectKey.Of(head);
        if (_objects.TryGetValue(key, out var known) && ObjectChange.IsNewer(head, known.Uid, known.Version))
        {
            _objects[key] = new(tree);
        }
    }

    /// <inheritdoc/>
    protected override void Take(MapValue tree, bool isGone)
    {
        var head = new ObjectHead(tree);
        var key = ObjectKey.Of(head);
        var known = _objects.GetValueOrDefault(key);
        var old = known?.Read();
        if (isGone)
        {
            _objects.TryRemove(key, out _);
            Announce(key, old ?? tree, null);
            return;
        }

        if (known is null || ObjectChange.IsNewer(head, known.Uid, known.Version))
        {
            _objects[key] = new(tree);
        }

        Announce(key, old, tree);
    }

    private static IEnumerable<KeyValuePair<ObjectKey, MapValue>> Read(IEnumerable<KeyValuePair<ObjectKey, KeptObject>> kept) =>
        kept.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Read()));

    private void Announce(ObjectKey key, MapValue? old, MapValue? now)
    {
        foreach (var listener in _listeners)
        {
            listener(key, old, now);
        }
    }
}
