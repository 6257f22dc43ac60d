using System.Diagnostics;
using System.Text;

namespace SecretsKit.Core.Data;

/// <summary>
/// A value with its dynamic Go type, in 16 bytes: scalars carry their bits beside a <see cref="GoType"/>, strings are byte arrays that
/// nobody changes, everything else is an object. The default is nil. Values may be secret, so none prints itself.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct Value
{
    // A GoType (scalar: its bits are beside it), a byte[] (string), or a ListValue, MapValue or GoObject.
    private readonly object? _reference;
    private readonly long _bits;

    private Value(object? reference, long bits = 0) => (_reference, _bits) = (reference, bits);

    /// <summary>Go's untyped nil: a null of a values file, a missing key.</summary>
    public static Value Nil => default;

    /// <summary>True.</summary>
    public static Value True { get; } = new(GoType.Bool, 1);

    /// <summary>False.</summary>
    public static Value False { get; } = new(GoType.Bool, 0);

    /// <summary>The string of no bytes.</summary>
    public static Value EmptyString { get; } = new(Array.Empty<byte>());

    /// <summary>Whether this is nil. Nil maps and lists have a type and are not nil in this sense.</summary>
    public bool IsNil => _reference is null;

    /// <summary>Whether this is of type <c>string</c>.</summary>
    public bool IsString => _reference is byte[];

    /// <summary>The bytes of a string. Throws on anything else; they must not be changed.</summary>
    public byte[] StringBytes => (byte[])_reference!;

    /// <summary>The map, or null if this is none.</summary>
    public MapValue? AsMap => _reference as MapValue;

    /// <summary>The list, or null if this is none.</summary>
    public ListValue? AsList => _reference as ListValue;

    /// <summary>The object with fields or methods, or null if this is none.</summary>
    public GoObject? AsObject => _reference as GoObject;

    /// <summary>The dynamic type, or null for nil.</summary>
    public GoType? Type => _reference switch
    {
        null => null,
        byte[] => GoType.String,
        GoType scalar => scalar,
        MapValue map => map.Type,
        ListValue list => list.Type,
        GoObject other => other.Type,
        _ => throw new UnreachableException(),
    };

    /// <summary>The kind, <see cref="GoKind.Invalid"/> for nil.</summary>
    public GoKind Kind => _reference is byte[] ? GoKind.String : Type?.Kind ?? GoKind.Invalid;

    /// <summary>The payload of a signed or unsigned integer, or 0 or 1 of a bool. Meaningless for other kinds.</summary>
    public long Bits => _bits;

    /// <summary>The payload of a float. Meaningless for other kinds.</summary>
    public double Float64 => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The payload of a bool. Meaningless for other kinds.</summary>
    public bool Boolean => _bits != 0;

    /// <summary>A string of these bytes, which are given away and must not change.</summary>
    public static Value Of(byte[] bytes) => new(bytes);

    /// <summary>A string: a copy of these bytes.</summary>
    public static Value Of(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? EmptyString : new(bytes.ToArray());

    /// <summary>A string: this text as UTF-8.</summary>
    public static Value Of(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A bool.</summary>
    public static Value Of(bool value) => value ? True : False;

    /// <summary>An <c>int</c>.</summary>
    public static Value Int(long value) => new(GoType.Int, value);

    /// <summary>An <c>int64</c>.</summary>
    public static Value Int64(long value) => new(GoType.Int64, value);

    /// <summary>A <c>float64</c>.</summary>
    public static Value Float(double value) => new(GoType.Float64, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A scalar of any type whose payload fits 64 bits: integers, bool, float64 by its bits, named types over them.</summary>
    public static Value Scalar(GoType type, long bits) => new(type, bits);

    /// <summary>A map, lent: later changes show.</summary>
    public static Value Of(MapValue map) => new(map);

    /// <summary>A list.</summary>
    public static Value Of(ListValue list) => new(list);

    /// <summary>An object.</summary>
    public static Value Of(GoObject value) => new(value);

    /// <summary>Whether both hold the same reference and bits; not Go's equality.</summary>
    internal bool IsSame(Value other) => ReferenceEquals(_reference, other._reference) && _bits == other._bits;

    /// <summary>The type, never the value.</summary>
    public override string ToString() => Type?.Name ?? "nil";
}
