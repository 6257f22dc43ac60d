using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Documents;

/// <summary>Whether values are deeply equal, types included: an int is no float.</summary>
internal static class ValueEquality
{
    /// <summary>Compares two values.</summary>
    public static bool AreEqual(Value one, Value other)
    {
        if (one.AsMap is { } map)
        {
            return other.AsMap is { } table && map.Count == table.Count && Contains(table, map);
        }

        if (one.AsList is { } list)
        {
            return other.AsList is { } items && AreEqual(list, items);
        }

        if (one.IsString)
        {
            return other.IsString && one.StringBytes.AsSpan().SequenceEqual(other.StringBytes);
        }

        if (one.AsObject is { } thing)
        {
            return other.AsObject is { } second && thing.IsEqualTo(second) == true;
        }

        return one.Kind == other.Kind && (one.Kind == GoKind.Float64 ? one.Float64.Equals(other.Float64) : one.Bits == other.Bits);
    }

    /// <summary>Whether a map has all entries of another one.</summary>
    public static bool Contains(MapValue map, MapValue part)
    {
        foreach (var (key, value) in part.Entries)
        {
            if (!map.TryGet(key, out var own) || !AreEqual(own, value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqual(ListValue one, ListValue other)
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
}
