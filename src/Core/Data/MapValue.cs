using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data;

/// <summary>
/// A Go map from strings. Has no order of its own; <see cref="SortedKeys"/> gives Go's, bytewise ascending. Functions such as <c>set</c>
/// change it in place and every holder sees that. Not safe for concurrent use, unless nobody changes it.
/// </summary>
public sealed class MapValue
{
    // Most maps are small: looking through a few entries is as quick as hashing the key, and takes half of the memory.
    private const int MostInArray = 8;

    private KeyValuePair<ByteString, Value>[] _few;
    private int _count;
    private Dictionary<ByteString, Value>? _many;
    private ByteString[]? _sortedKeys;

    /// <param name="type">The map type, <c>map[string]interface {}</c> if null.</param>
    /// <param name="capacity">How many entries to expect.</param>
    public MapValue(GoType? type = null, int capacity = 0)
    {
        Type = type ?? GoType.AnyMap;
        _few = capacity is > 0 and <= MostInArray ? new KeyValuePair<ByteString, Value>[capacity] : [];
        _many = capacity > MostInArray ? new(capacity) : null;
    }

    private MapValue(GoType type, bool isNil)
        : this(type) => IsNil = isNil;

    /// <summary>A nil map: reads as empty, emits <c>null</c>, refuses entries.</summary>
    public static MapValue NilOf(GoType type) => new(type, isNil: true);

    /// <summary>The map type.</summary>
    public GoType Type { get; }

    /// <summary>Whether this is Go's nil map.</summary>
    public bool IsNil { get; }

    /// <summary>How many entries.</summary>
    public int Count => _many?.Count ?? _count;

    /// <summary>
    /// The keys, bytewise ascending. Remembered until the set of keys changes; a loop over it is a snapshot, as Go's range is.
    /// </summary>
    public ReadOnlySpan<ByteString> SortedKeys => _sortedKeys ??= SortKeys();

    /// <summary>The entries in no promised order; the map must not change meanwhile.</summary>
    public EntryList Entries => new(this);

    /// <summary>The value of a key; a missing key gives nil and false, whatever the element type.</summary>
    public bool TryGet(ByteString key, out Value value)
    {
        if (_many is not null)
        {
            return _many.TryGetValue(key, out value);
        }

        var place = Find(key);
        value = place < 0 ? default : _few[place].Value;
        return place >= 0;
    }

    /// <summary>The value of a key, or nil.</summary>
    public Value this[ByteString key]
    {
        get => TryGet(key, out var value) ? value : default;
        set => Set(key, value);
    }

    /// <summary>Whether there is such a key, its value nil or not.</summary>
    public bool Contains(ByteString key) => TryGet(key, out _);

    /// <summary>Adds or replaces.</summary>
    /// <exception cref="InvalidOperationException">The map is nil.</exception>
    public void Set(ByteString key, Value value)
    {
        if (IsNil)
        {
            throw new InvalidOperationException("assignment to entry in nil map");
        }

        if (_many is null && Find(key) is var found && found >= 0)
        {
            _few[found] = new(_few[found].Key, value);
            return;
        }

        if (_many is null && _count < MostInArray)
        {
            if (_count == _few.Length)
            {
                Array.Resize(ref _few, _count == 0 ? MostInArray / 2 : MostInArray);
            }

            _few[_count++] = new(key, value);
            _sortedKeys = null;
            return;
        }

        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_many ?? TakeMany(), key, out var existed);
        place = value;
        if (!existed)
        {
            _sortedKeys = null;
        }
    }

    /// <summary>Removes, if there.</summary>
    public void Remove(ByteString key)
    {
        if (_many is not null)
        {
            _sortedKeys = _many.Remove(key) ? null : _sortedKeys;
        }
        else if (Find(key) is var place && place >= 0)
        {
            _few.AsSpan((place + 1).._count).CopyTo(_few.AsSpan(place));
            _few[--_count] = default;
            _sortedKeys = null;
        }
    }

    /// <summary>A map of the same entries (the values are shared), of the same or another type.</summary>
    public MapValue ShallowCopy(GoType? type = null) => new(type ?? Type)
    {
        _few = _count == 0 ? [] : (KeyValuePair<ByteString, Value>[])_few.Clone(),
        _count = _count,
        _many = _many is null ? null : new(_many),
        _sortedKeys = _sortedKeys,
    };

    private int Find(ByteString key)
    {
        var wanted = key.Span;
        for (var i = 0; i < _count; i++)
        {
            if (_few[i].Key.Length == wanted.Length && _few[i].Key.Span.SequenceEqual(wanted))
            {
                return i;
            }
        }

        return -1;
    }

    private Dictionary<ByteString, Value> TakeMany()
    {
        _many = new(2 * MostInArray);
        foreach (var (key, value) in _few.AsSpan(0, _count))
        {
            _many.Add(key, value);
        }

        (_few, _count) = ([], 0);
        return _many;
    }

    private ByteString[] SortKeys()
    {
        var keys = new ByteString[Count];
        var i = 0;
        foreach (var (key, _) in Entries)
        {
            keys[i++] = key;
        }

        if (keys.Length > 1)
        {
            Array.Sort(keys, static (a, b) => a.Span.SequenceCompareTo(b.Span));
        }

        return keys;
    }

    /// <summary>The entries of a map, for loops.</summary>
    public readonly struct EntryList
    {
        private readonly MapValue _map;

        internal EntryList(MapValue map) => _map = map;

        /// <summary>Starts a loop.</summary>
        public Enumerator GetEnumerator() => new(_map);
    }

    /// <summary>A loop over the entries of a map.</summary>
    [SuppressMessage("Design", "CA1034", Justification = "It is named by no caller.")]
    public struct Enumerator
    {
        private readonly MapValue _map;
        private Dictionary<ByteString, Value>.Enumerator _many;
        private int _at;

        internal Enumerator(MapValue map)
        {
            _map = map;
            _many = map._many?.GetEnumerator() ?? default;
            _at = -1;
        }

        /// <summary>The entry at hand.</summary>
        public readonly KeyValuePair<ByteString, Value> Current => _map._many is null ? _map._few[_at] : _many.Current;

        /// <summary>Goes on to the next entry.</summary>
        public bool MoveNext() => _map._many is null ? ++_at < _map._count : _many.MoveNext();
    }
}
