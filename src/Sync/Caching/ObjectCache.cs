using System.Collections.Concurrent;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Caching;

/// <summary>The objects of a kind as a watch has them, and who wants to know what happens to them. Safe on all threads.</summary>
/// <param name="resource">The kind.</param>
/// <param name="namespace">Empty for all namespaces.</param>
internal sealed class ObjectCache(ApiResource resource, string @namespace) : IWatchedObjects
{
    // A page is in memory at once, as a tree.
    private const int PageSize = 100;

    private readonly ConcurrentDictionary<ObjectKey, KeptObject> _objects = new();
    private readonly TaskCompletionSource _isListed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Action<ObjectKey, MapValue?, MapValue?>> _listeners = [];

    /// <summary>The kind.</summary>
    public ApiResource Resource { get; } = resource;

    /// <summary>Which of them, by label. Default: all. Set it before the cache runs.</summary>
    public string LabelSelector { get; init; } = "";

    /// <summary>Whether a server without the kind is no failure. Default no. Set it before the cache runs.</summary>
    public bool MayBeMissing { get; init; }

    /// <inheritdoc/>
    public Task Listed => _isListed.Task;

    /// <inheritdoc/>
    public int Count => _objects.Count;

    /// <summary>All objects; each is read when it is taken.</summary>
    public IEnumerable<KeyValuePair<ObjectKey, MapValue>> All =>
        _objects.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Read()));

    /// <summary>
    /// Calls for each object as it was and as it is; null for what is not there. Before the cache runs; the first that asked is called first.
    /// </summary>
    public void Listen(Action<ObjectKey, MapValue?, MapValue?> changed) => _listeners.Add(changed);

    /// <summary>An object, or null: a copy of the caller's own.</summary>
    public MapValue? Find(ObjectKey key) => _objects.TryGetValue(key, out var kept) ? kept.Read() : null;

    /// <summary>Whether there is an object.</summary>
    public bool Contains(ObjectKey key) => _objects.ContainsKey(key);

    /// <summary>Takes what the server answered to a write, unless the watch is ahead already.</summary>
    public void Put(MapValue tree)
    {
        var head = new ObjectHead(tree);
        var key = new ObjectKey(head.Namespace, head.Name);
        if (_objects.TryGetValue(key, out var known) && ObjectChange.IsNewer(head, known.Uid, known.Version))
        {
            _objects[key] = new(tree);
        }
    }

    /// <inheritdoc/>
    public async Task RunAsync(ObjectWatch watch, CancellationToken ct)
    {
        var selection = new WatchSelection(Resource, @namespace)
        {
            Options = new() { LabelSelector = LabelSelector, PageSize = PageSize },
            KeepsObjects = false,
            MayBeMissing = MayBeMissing,
        };
        await foreach (var happened in watch.RunAsync(selection, ct))
        {
            if (happened.Kind == WatchEventKind.Listed)
            {
                _isListed.TrySetResult();
            }
            else if (happened.Object.AsMap is { } tree)
            {
                Take(tree, happened.Kind == WatchEventKind.Deleted);
            }
        }
    }

    private void Take(MapValue tree, bool isGone)
    {
        var head = new ObjectHead(tree);
        var key = new ObjectKey(head.Namespace, head.Name);
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

    private void Announce(ObjectKey key, MapValue? old, MapValue? now)
    {
        foreach (var listener in _listeners)
        {
            listener(key, old, now);
        }
    }
}
