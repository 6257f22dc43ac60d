using SecretsKit.Core.Data;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Queueing;

namespace SecretsKit.Sync.Running;

/// <summary>What makes mappings be looked at (spec external-secrets.md 2.1), stores that became ready included.</summary>
/// <param name="mappings">The mappings.</param>
/// <param name="queue">Where they are looked at.</param>
/// <param name="gone">Gets those whose targets went; null where that does not count.</param>
internal sealed class MappingTriggers(ObjectCache mappings, WorkQueue<ObjectKey> queue, GoneTargets? gone = null)
{
    private readonly Lock _lock = new();
    
    // Nearly each target has one mapping: an array of one is a fraction of a set.
    private readonly Dictionary<ObjectKey, ObjectKey[]> _byTarget = [];

    /// <summary>Listens to all of them.</summary>
    public void Listen(AgentCaches caches)
    {
        mappings.Listen(OnMapping);
        caches.Targets.Listen(key => OnTarget(key, caches.Targets.Find(key) is null));
        caches.Stores.Listen((key, old, now) => OnStore("SecretStore", key, old, now));
        caches.ClusterStores.Listen((key, old, now) => OnStore("ClusterSecretStore", key, old, now));
    }

    private void OnMapping(ObjectKey key, MapValue? old, MapValue? now)
    {
        ObjectKey? before = old is null ? null : TargetOf(old);
        ObjectKey? after = now is null ? null : TargetOf(now);
        lock (_lock)
        {
            if (before is { } former && before != after && _byTarget.TryGetValue(former, out var known))
            {
                var others = known.Where(one => one != key).ToArray();
                if (others.Length == 0)
                {
                    _byTarget.Remove(former);
                }
                else
                {
                    _byTarget[former] = others;
                }
            }

            if (after is { } target)
            {
                var keys = _byTarget.GetValueOrDefault(target) ?? [];
                if (!keys.Contains(key))
                {
                    _byTarget[target] = [.. keys, key];
                }
            }
        }
    }

    private void OnTarget(ObjectKey key, bool isGone)
    {
        List<ObjectKey> found;
        lock (_lock)
        {
            found = _byTarget.TryGetValue(key, out var keys) ? [.. keys] : [];
        }

        foreach (var mapping in found)
        {
            if (isGone)
            {
                gone?.Add(mapping);
            }

            queue.Add(mapping);
        }
    }

    private void OnStore(string kind, ObjectKey key, MapValue? old, MapValue? now)
    {
        if (now is null || !IsReady(now) || (old is not null && IsReady(old)))
        {
            return;
        }

        foreach (var (mapping, tree) in key.Namespace.Length == 0 ? mappings.All : mappings.In(key.Namespace))
        {
            var read = new ExternalSecret(tree);
            if (!read.Status.IsReady && read.Stores.Any(store => store.Kind == kind && store.Name == key.Name))
            {
                queue.Add(mapping);
            }
        }
    }

    private static bool IsReady(MapValue store) => SyncStatus.Read(store.Child("status")).IsReady;

    private static ObjectKey TargetOf(MapValue mapping)
    {
        var head = new ObjectHead(mapping);
        var named = mapping.Child("spec")?.Child("target")?.Text("name") ?? "";
        return new(head.Namespace, named.Length > 0 ? named : head.Name);
    }
}
