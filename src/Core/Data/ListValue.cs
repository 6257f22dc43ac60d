namespace SecretsKit.Core.Data;

/// <summary>
/// A Go slice: elements of one type, fixed once made, since no function of the template language changes a list in place. Lists share
/// memory: parts with their whole, and grown ones with the list they grew from, so that a loop that appends takes time in proportion.
/// Any number of threads may read one list; only one at a time may grow it.
/// </summary>
public sealed class ListValue
{
    private readonly Value[] _items;
    private readonly int _start;

    // Null where the array has no room or belongs to others.
    private readonly Room? _room;

    /// <param name="items">The elements, given away.</param>
    /// <param name="type">The slice type, <c>[]interface {}</c> if null.</param>
    public ListValue(Value[] items, GoType? type = null)
        : this(items, 0, items.Length, type ?? GoType.AnySlice, null)
    {
    }

    private ListValue(GoType type)
        : this([], 0, 0, type, null) => IsNil = true;

    private ListValue(Value[] items, int start, int count, GoType type, Room? room) =>
        (_items, _start, Count, Type, _room) = (items, start, count, type, room);

    /// <summary>A nil slice: prints <c>[]</c>, emits <c>null</c> (spec sprig.md 5).</summary>
    public static ListValue Nil { get; } = new(GoType.AnySlice);

    /// <summary>A nil slice of another type.</summary>
    public static ListValue NilOf(GoType type) => new(type);

    /// <summary>The slice type.</summary>
    public GoType Type { get; }

    /// <summary>Whether this is Go's nil slice, which has no elements.</summary>
    public bool IsNil { get; }

    /// <summary>How many elements.</summary>
    public int Count { get; }

    /// <summary>The element at a position counted from 0.</summary>
    public Value this[int index] => Items[index];

    /// <summary>All elements.</summary>
    public ReadOnlySpan<Value> Items => _items.AsSpan(_start, Count);

    /// <summary>A part of this list, in the same memory.</summary>
    /// <param name="start">Its first element, from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="type">Its type, <c>[]interface {}</c> if null.</param>
    public ListValue Slice(int start, int count, GoType? type = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)start + (ulong)(uint)count, (ulong)Count);
        return new(_items, _start + start, count, type ?? GoType.AnySlice, null);
    }

    /// <summary>This list and more behind it, a <c>[]interface {}</c>.</summary>
    /// <param name="more">The elements.</param>
    /// <param name="made">For how many elements new memory was taken.</param>
    public ListValue Append(ReadOnlySpan<Value> more, out int made)
    {
        made = 0;
        var (items, start, room) = (_items, _start, _room);
        if (room is null || room.End != start + Count || items.Length - room.End < more.Length)
        {
            (items, start, made) = (new Value[checked((Count * 2) + more.Length)], 0, (Count * 2) + more.Length);
            Items.CopyTo(items);
            room = new() { End = Count };
        }

        more.CopyTo(items.AsSpan(room.End));
        room.End += more.Length;
        return new(items, start, Count + more.Length, GoType.AnySlice, room);
    }

    /// <summary>This list and an element before it, a <c>[]interface {}</c>.</summary>
    /// <param name="first">The element.</param>
    /// <param name="made">For how many elements new memory was taken.</param>
    public ListValue Prepend(Value first, out int made)
    {
        made = 0;
        var (items, start, room) = (_items, _start, _room);
        if (room is null || room.Start != start || start == 0)
        {
            (items, start, made) = (new Value[checked((Count * 2) + 1)], Count + 1, (Count * 2) + 1);
            Items.CopyTo(items.AsSpan(start));
            room = new() { Start = start, End = start + Count };
        }

        items[--start] = first;
        room.Start = start;
        return new(items, start, Count + 1, GoType.AnySlice, room);
    }

    // What of an array is in use by any list. Lists that share it may grow only at its edge.
    private sealed class Room
    {
        public int Start { get; set; }

        public int End { get; set; }
    }
}
