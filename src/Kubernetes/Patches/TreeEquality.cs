using System.Globalization;
using System.Text;
using SecretsKit.Core.Data;

namespace SecretsKit.Kubernetes.Patches;

/// <summary>Compares trees by what their JSON says: an integer equals a float of the same value.</summary>
public static class TreeEquality
{
    /// <summary>Whether both have the same JSON.</summary>
    public static bool AreEqual(Value one, Value other)
    {
        if (one.AsMap is { } map)
        {
            return other.AsMap is { } otherMap && AreEqual(map, otherMap);
        }

        if (one.AsList is { } list)
        {
            return other.AsList is { } otherList && AreEqual(list, otherList);
        }

        return ShapeOf(one) == ShapeOf(other) && ShapeOf(one) switch
        {
            Shape.Text => one.StringBytes.AsSpan().SequenceEqual(other.StringBytes),
            Shape.Bool => one.Boolean == other.Boolean,
            Shape.Number => one.Kind == other.Kind ? one.Bits == other.Bits : NumberOf(one).Equals(NumberOf(other)),
            _ => true,
        };
    }

    /// <summary>Whether two lists have equal elements in the same order.</summary>
    internal static bool AreEqual(ListValue one, ListValue other)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        for (var at = 0; at < one.Count; at++)
        {
            if (!AreEqual(one[at], other[at]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether both are of the same type of JSON.</summary>
    internal static bool HaveSameShape(Value one, Value other) => ShapeOf(one) == ShapeOf(other);

    /// <summary>The text that elements of lists are told apart and sorted by.</summary>
    internal static string TextOf(Value value) => ShapeOf(value) switch
    {
        Shape.Text => Encoding.UTF8.GetString(value.StringBytes),
        Shape.Bool => value.Boolean ? "true" : "false",
        Shape.Number when value.Kind != GoKind.Float64 => value.Bits.ToString(CultureInfo.InvariantCulture),
        Shape.Number => value.Float64.ToString("R", CultureInfo.InvariantCulture),
        _ => "",
    };

    private static bool AreEqual(MapValue one, MapValue other)
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        foreach (var (key, value) in one.Entries)
        {
            if (!other.TryGet(key, out var otherValue) || !AreEqual(value, otherValue))
            {
                return false;
            }
        }

        return true;
    }

    private static double NumberOf(Value value) => value.Kind == GoKind.Float64 ? value.Float64 : value.Bits;

    private static Shape ShapeOf(Value value) => value switch
    {
        { IsNil: true } => Shape.Null,
        { AsMap: not null } => Shape.Map,
        { AsList: not null } => Shape.List,
        { IsString: true } => Shape.Text,
        { Kind: GoKind.Bool } => Shape.Bool,
        _ => Shape.Number,
    };

    private enum Shape
    {
        Null,
        Map,
        List,
        Text,
        Bool,
        Number,
    }
}
