using SecretsKit.Core.Data;

namespace SecretsKit.Templating.Values;

/// <summary>What Go's types hold before anything is assigned.</summary>
internal static class ZeroValue
{
    /// <summary>The zero value of a type; nil for interfaces, structs, pointers and functions.</summary>
    public static Value Of(GoType type) => type.Kind switch
    {
        GoKind.String => Value.EmptyString,
        GoKind.Bool => Value.False,
        >= GoKind.Int and <= GoKind.Float64 => Value.Scalar(type, 0),
        GoKind.Map => Value.Of(MapValue.NilOf(type)),
        GoKind.Slice => Value.Of(ListValue.NilOf(type)),
        _ => Value.Nil,
    };

    /// <summary>Whether a variable of the type can be nil.</summary>
    public static bool IsNilable(GoType type) => type.Kind is GoKind.Interface or GoKind.Map or GoKind.Slice or GoKind.Ptr or GoKind.Func;
}
