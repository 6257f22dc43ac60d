using System.Collections.Concurrent;
using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Watching;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Running;

/// <summary>The objects of a kind as a watch has them, and who wants to know what happens to them. Safe on all threads.</summary>
/// <param name="resource">The kind.</param>
/// <param name="namespace">Empty for all namespaces.</param>
/// <param name="options">Which objects.</param>
internal sealed class ObjectCache(ApiResource resource, string @namespace, ListOptions options)
{
    private readonly ConcurrentDictionary<ObjectKey, MapValue> _objects = new();
    private readonly TaskCompletionSource _isListed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets each object as it was and as it is; null for what is not there.</summary>
    public Action<ObjectKey, MapValue?, MapValue?>? Changed { get; set; }

    /// <summary>Ends when all objects were listed.</summary>
    public Task Listed => _isListed.Task;

    /// <summary>All objects.</summary>
    public IEnumerable<KeyValuePair<ObjectKey, MapValue>> All => _objects;

    /// <summary>An object, or null. It must not be changed.</summary>
    public MapValue? Find(ObjectKey key) => _objects.GetValueOrDefault(key);

    /// <summary>Takes what the server answered to a write, unless the watch is ahead already.</summary>
    public void Put(MapValue tree)
    {
        var head = new ObjectHead(tree);
        var key = new ObjectKey(head.Namespace, head.Name);
        if (_objects.TryGetValue(key, out var known) && IsNewer(head, new ObjectHead(known)))
        {
            _objects[key] = tree;
        }
    }

    /// <summary>Follows the objects until the token fires.</summary>
    public async Task RunAsync(ObjectWatch watch, CancellationToken ct)
    {
        await foreach (var happened in watch.RunAsync(new(resource, @namespace) { Options = options }, ct))
        {
            if (happened.Kind == WatchEventKind.Listed)
            {
                _isListed.TrySetResult();
                continue;
            }

            if (happened.Object.AsMap is { } tree)
            {
                Take(tree, happened.Kind == WatchEventKind.Deleted);
            }
        }
    }

    private void Take(MapValue tree, bool isGone)
    {
        var head = new ObjectHead(tree);
        var key = new ObjectKey(head.Namespace, head.Name);
        var old = _objects.GetValueOrDefault(key);
        if (isGone)
        {
            _objects.TryRemove(key, out _);
            Changed?.Invoke(key, old ?? tree, null);
            return;
        }

        if (old is null || IsNewer(head, new ObjectHead(old)))
        {
            _objects[key] = tree;
        }

        Changed?.Invoke(key, old, tree);
    }

    private static bool IsNewer(ObjectHead head, ObjectHead known) => head.Uid != known.Uid
        || !long.TryParse(head.ResourceVersion, CultureInfo.InvariantCulture, out var version)
        || !long.TryParse(known.ResourceVersion, CultureInfo.InvariantCulture, out var old)
        || version > old;
}
