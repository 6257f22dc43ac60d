using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.ClusterWide;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Queueing;

namespace SecretsKit.Sync.Running;

/// <summary>The queues of the kinds beside mappings and stores, and what makes their objects be looked at.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="clock">Times and waits.</param>
internal sealed class KindQueues(ObjectClient objects, TimeProvider clock)
{
    private readonly List<Func<CancellationToken, Task>> _tasks = [];

    /// <summary>Starts to work on all of them.</summary>
    public IEnumerable<Task> Run(CancellationToken ct) => _tasks.Select(task => task(ct));

    /// <summary>Something else that goes on as long as the agent does.</summary>
    public void AddTask(Func<CancellationToken, Task> task) => _tasks.Add(task);

    /// <summary>PushSecrets, and the stores that they keep from being deleted.</summary>
    public void AddPushes(ObjectCache pushes, PushLoop loop, ObjectCache stores, ObjectCache clusterStores)
    {
        var queue = Add(loop.ReconcileAsync, 4);
        pushes.Changed += (key, old, now) => OnObject(queue, key, old, now);
        Protect("SecretStore", stores, pushes);
        Protect("ClusterSecretStore", clusterStores, pushes);
    }

    /// <summary>Objects of the whole cluster that make others in namespaces.</summary>
    public void AddClusterWide(ClusterWideKind kind, ObjectCache parents, ObjectCache children, ObjectCache namespaces)
    {
        var loop = new ClusterWideLoop(objects, kind, parents, children, namespaces, clock);
        var queue = Add(loop.ReconcileAsync, 2);
        parents.Changed += (key, old, now) => OnObject(queue, key, old, now);
        children.Changed += (_, old, now) =>
        {
            if (loop.ParentOf(now ?? old!) is { } parent
                && (now is null || (old is not null && ObjectChange.IsOfMapping(new(old), new(now)))))
            {
                queue.Add(parent);
            }
        };
        namespaces.Changed += (_, old, now) =>
        {
            if (old is not null && now is not null && !ObjectChange.IsOfMapping(new(old), new(now)))
            {
                return;
            }

            // One that it selected before counts too.
            foreach (var parent in ((MapValue?[])[old, now]).OfType<MapValue>().SelectMany(loop.ParentsOf).Distinct())
            {
                queue.Add(parent);
            }
        };
    }

    private void Protect(string kind, ObjectCache stores, ObjectCache pushes)
    {
        var protection = new StoreProtection(objects, stores, kind, pushes);
        var queue = Add(protection.ReconcileAsync, 1);
        stores.Changed += (key, old, now) => OnObject(queue, key, old, now);
        pushes.Changed += (_, old, now) =>
        {
            foreach (var store in ((MapValue?[])[old, now]).OfType<MapValue>().SelectMany(protection.StoresOf).Distinct())
            {
                queue.Add(store);
            }
        };
    }

    private WorkQueue<ObjectKey> Add(Func<ObjectKey, DateTimeOffset, CancellationToken, Task<Scheduling.Requeue>> work, int workers)
    {
        var queue = new WorkQueue<ObjectKey>(clock, work);
        _tasks.Add(ct => queue.RunAsync(workers, ct));
        return queue;
    }

    private static void OnObject(WorkQueue<ObjectKey> queue, ObjectKey key, MapValue? old, MapValue? now)
    {
        if (now is null)
        {
            queue.Forget(key);
        }
        else if (old is null || ObjectChange.IsOfMapping(new(old), new(now)))
        {
            queue.Add(key);
        }
    }
}
