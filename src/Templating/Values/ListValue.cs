namespace SecretsKit.Templating.Values;

/// <summary>A Go slice: elements of one type, fixed once made, since no function of the template language changes a list in place.</summary>
public sealed class ListValue
{
    private readonly Value[] _items;

    /// <param name="items">The elements, given away.</param>
    /// <param name="type">The slice type, <c>[]interface {}</c> if null.</param>
    public ListValue(Value[] items, GoType? type = null) => (_items, Type) = (items, type ?? GoType.AnySlice);

    private ListValue(GoType type) => (_items, Type, IsNil) = ([], type, true);

    /// <summary>A nil slice: prints <c>[]</c>, emits <c>null</c> (spec sprig.md 5).</summary>
    public static ListValue Nil { get; } = new(GoType.AnySlice);

    /// <summary>A nil slice of another type.</summary>
    public static ListValue NilOf(GoType type) => new(type);

    /// <summary>The slice type.</summary>
    public GoType Type { get; }

    /// <summary>Whether this is Go's nil slice, which has no elements.</summary>
    public bool IsNil { get; }

    /// <summary>How many elements.</summary>
    public int Count => _items.Length;

    /// <summary>The element at a position counted from 0.</summary>
    public Value this[int index] => _items[index];

    /// <summary>All elements.</summary>
    public ReadOnlySpan<Value> Items => _items;
}
