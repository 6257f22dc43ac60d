using System.Collections.Concurrent;
using SecretsKit.Sync.Caching;

namespace SecretsKit.Sync.Running;

/// <summary>
/// Mappings whose target went from the watch of managed Secrets: it was deleted, or lost its label. Safe on all threads.
/// </summary>
internal sealed class GoneTargets
{
    private readonly ConcurrentDictionary<ObjectKey, bool> _keys = new();

    /// <summary>The target of a mapping went.</summary>
    public void Add(ObjectKey key) => _keys[key] = true;

    /// <summary>Whether it went since the last question.</summary>
    public bool Take(ObjectKey key) => _keys.TryRemove(key, out _);
}
