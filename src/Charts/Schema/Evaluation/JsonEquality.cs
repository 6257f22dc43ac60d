using System.Runtime.CompilerServices;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Evaluation;

/// <summary>Equality of JSON values: numbers by what they are worth, objects in any order.</summary>
internal static class JsonEquality
{
    /// <exception cref="InsufficientExecutionStackException">Both are nested too deeply.</exception>
    public static bool AreEqual(Value left, Value right)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        (left, right) = (JsonKind.Plain(left), JsonKind.Plain(right));
        var kind = JsonKind.Of(left);
        return kind == JsonKind.Of(right) && kind switch
        {
            JsonKinds.Null => true,
            JsonKinds.Boolean => left.Boolean == right.Boolean,
            JsonKinds.String => left.StringBytes.AsSpan().SequenceEqual(right.StringBytes),
            JsonKinds.Array => AreEqual(left.AsList!, right.AsList!),
            JsonKinds.Object => AreEqual(left.AsMap!, right.AsMap!),
            _ => ExactNumber.TryOf(left, out var a) && ExactNumber.TryOf(right, out var b) && a.Equals(b),
        };
    }

    /// <summary>A hash that equal values share; it differs from one process to the next, so that nobody can prepare collisions.</summary>
    /// <exception cref="InsufficientExecutionStackException">The value is nested too deeply.</exception>
    public static int Hash(Value value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        value = JsonKind.Plain(value);
        var kind = JsonKind.Of(value);
        return HashCode.Combine(kind, kind switch
        {
            JsonKinds.Boolean => value.Boolean ? 1 : 0,
            JsonKinds.String => new ByteString(value.StringBytes.AsMemory()).GetHashCode(),
            JsonKinds.Array => Hash(value.AsList!),
            JsonKinds.Object => Hash(value.AsMap!),
            JsonKinds.Number => ExactNumber.TryOf(value, out var number) ? number.GetHashCode() : 0,
            _ => 0,
        });
    }

    private static bool AreEqual(ListValue left, ListValue right)
    {
        var same = left.Count == right.Count;
        for (var i = 0; same && i < left.Count; i++)
        {
            same = AreEqual(left[i], right[i]);
        }

        return same;
    }

    private static bool AreEqual(MapValue left, MapValue right) =>
        left.Count == right.Count && HasAll(left, right);

    private static bool HasAll(MapValue left, MapValue right)
    {
        foreach (var (key, value) in left.Entries)
        {
            if (!right.TryGet(key, out var other) || !AreEqual(value, other))
            {
                return false;
            }
        }

        return true;
    }

    private static int Hash(ListValue list)
    {
        var hash = new HashCode();
        foreach (var item in list.Items)
        {
            hash.Add(Hash(item));
        }

        return hash.ToHashCode();
    }

    private static int Hash(MapValue map)
    {
        var sum = 0;
        foreach (var (key, value) in map.Entries)
        {
            sum ^= HashCode.Combine(key, Hash(value));
        }

        return sum;
    }
}
