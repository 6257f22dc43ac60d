using System.Collections.Concurrent;
using SecretsKit.Sync.Caching;

namespace SecretsKit.Sync.Running;

/// <summary>Mappings whose stores changed: they are read again before their interval is over. Safe on all threads.</summary>
internal sealed class RefreshDemands
{
    private readonly ConcurrentDictionary<ObjectKey, bool> _keys = new();

    /// <summary>Looks at a mapping now. Set by its queue.</summary>
    public Action<ObjectKey> Ask { get; set; } = static _ => { };

    /// <summary>Demands a refresh.</summary>
    public void Add(ObjectKey key)
    {
        _keys[key] = true;
        Ask(key);
    }

    /// <summary>Whether one is demanded.</summary>
    public bool Has(ObjectKey key) => _keys.ContainsKey(key);

    /// <summary>It was done, or the mapping is gone.</summary>
    public void Remove(ObjectKey key) => _keys.TryRemove(key, out _);
}
