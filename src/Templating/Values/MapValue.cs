using System.Runtime.InteropServices;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Values;

/// <summary>
/// A Go map from strings. Has no order of its own; <see cref="SortedKeys"/> gives Go's, bytewise ascending. Functions such as <c>set</c>
/// change it in place and every holder sees that. Not safe for concurrent use.
/// </summary>
public sealed class MapValue
{
    private readonly Dictionary<ByteString, Value> _entries;
    private ByteString[]? _sortedKeys;

    /// <param name="type">The map type, <c>map[string]interface {}</c> if null.</param>
    /// <param name="capacity">How many entries to expect.</param>
    public MapValue(GoType? type = null, int capacity = 0) => (_entries, Type) = (new(capacity), type ?? GoType.AnyMap);

    private MapValue(Dictionary<ByteString, Value> entries, GoType type, bool isNil) => (_entries, Type, IsNil) = (entries, type, isNil);

    /// <summary>A nil map: reads as empty, emits <c>null</c>, refuses entries.</summary>
    public static MapValue NilOf(GoType type) => new([], type, isNil: true);

    /// <summary>The map type.</summary>
    public GoType Type { get; }

    /// <summary>Whether this is Go's nil map.</summary>
    public bool IsNil { get; }

    /// <summary>How many entries.</summary>
    public int Count => _entries.Count;

    /// <summary>The keys, bytewise ascending. Remembered until the set of keys changes; a loop over it is a snapshot, as Go's range is.</summary>
    public ReadOnlySpan<ByteString> SortedKeys
    {
        get
        {
            if (_sortedKeys is null)
            {
                var keys = _entries.Keys.ToArray();
                Array.Sort(keys, static (a, b) => a.Span.SequenceCompareTo(b.Span));
                _sortedKeys = keys;
            }

            return _sortedKeys;
        }
    }

    /// <summary>The entries in no promised order; the map must not change meanwhile.</summary>
    public IReadOnlyCollection<KeyValuePair<ByteString, Value>> Entries => _entries;

    /// <summary>The value of a key; a missing key gives nil and false, whatever the element type.</summary>
    public bool TryGet(ByteString key, out Value value) => _entries.TryGetValue(key, out value);

    /// <summary>The value of a key, or nil.</summary>
    public Value this[ByteString key]
    {
        get => _entries.GetValueOrDefault(key);
        set => Set(key, value);
    }

    /// <summary>Whether there is such a key, its value nil or not.</summary>
    public bool Contains(ByteString key) => _entries.ContainsKey(key);

    /// <summary>Adds or replaces.</summary>
    /// <exception cref="InvalidOperationException">The map is nil.</exception>
    public void Set(ByteString key, Value value)
    {
        if (IsNil)
        {
            throw new InvalidOperationException("assignment to entry in nil map");
        }

        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out var existed);
        place = value;
        if (!existed)
        {
            _sortedKeys = null;
        }
    }

    /// <summary>Removes, if there.</summary>
    public void Remove(ByteString key)
    {
        if (_entries.Remove(key))
        {
            _sortedKeys = null;
        }
    }

    /// <summary>A map of the same entries (the values are shared), of the same or another type.</summary>
    public MapValue ShallowCopy(GoType? type = null) => new(new(_entries), type ?? Type, isNil: false) { _sortedKeys = _sortedKeys };
}
