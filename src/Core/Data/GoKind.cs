namespace SecretsKit.Core.Data;

/// <summary>Go's kinds of types, as <c>kindOf</c> names them (spec sprig.md 12).</summary>
public enum GoKind
{
    /// <summary>No value at all.</summary>
    Invalid,

    /// <summary>A truth value.</summary>
    Bool,

    /// <summary>64 bits, signed; the type of literals and lengths.</summary>
    Int,

    /// <summary>8 bits, signed.</summary>
    Int8,

    /// <summary>16 bits, signed.</summary>
    Int16,

    /// <summary>32 bits, signed.</summary>
    Int32,

    /// <summary>64 bits, signed; the type of the arithmetic functions.</summary>
    Int64,

    /// <summary>64 bits, unsigned.</summary>
    Uint,

    /// <summary>8 bits, unsigned: a byte.</summary>
    Uint8,

    /// <summary>16 bits, unsigned.</summary>
    Uint16,

    /// <summary>32 bits, unsigned.</summary>
    Uint32,

    /// <summary>64 bits, unsigned.</summary>
    Uint64,

    /// <summary>An IEEE single.</summary>
    Float32,

    /// <summary>An IEEE double; the type of every number in a values file.</summary>
    Float64,

    /// <summary>Two doubles; only literals have this type.</summary>
    Complex128,

    /// <summary>Bytes that are text by convention.</summary>
    String,

    /// <summary>A list of fixed length.</summary>
    Array,

    /// <summary>A list.</summary>
    Slice,

    /// <summary>A map.</summary>
    Map,

    /// <summary>A type with fields.</summary>
    Struct,

    /// <summary>A pointer to a struct.</summary>
    Ptr,

    /// <summary>A function.</summary>
    Func,

    /// <summary>A place that can hold any value.</summary>
    Interface,
}
