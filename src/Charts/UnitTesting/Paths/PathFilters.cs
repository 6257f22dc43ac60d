using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.UnitTesting.Paths;

/// <summary>What filters of paths do.</summary>
internal static class PathFilters
{
    /// <summary>
    /// The items of a list that a filter wants. A map is looked at itself, so that a filter at the root chooses documents; below
    /// <c>..</c> lists alone are filtered, else each map of a list would come twice.
    /// </summary>
    public static PathStep Step(PathFilter filter, bool isRecursive) => (search, value, found) =>
    {
        if (value.AsList is not null)
        {
            foreach (var item in search.Children(value))
            {
                if (filter(search, item))
                {
                    found.Add(item);
                }
            }
        }
        else if (!isRecursive && filter(search, value))
        {
            found.Add(value);
        }
    };

    /// <summary>Whether a path without comparison holds: there is something.</summary>
    public static bool IsThere(IReadOnlyList<Value> values) => values.Count > 0;

    /// <summary>Whether there are values and all of them are texts that a pattern is found in.</summary>
    public static bool AreMatched(IReadOnlyList<Value> values, Re2 pattern) =>
        values.Count > 0 && values.All(value => value.IsString && pattern.IsMatch(value.StringBytes));

    /// <summary>Whether both sides have values, and all of one side compare so with all of the other.</summary>
    public static bool Compare(IReadOnlyList<Value> left, string operation, IReadOnlyList<Value> right) =>
        left.Count > 0 && right.Count > 0 && left.All(one => right.All(other => Compare(one, operation, other)));

    private static bool Compare(Value left, string operation, Value right)
    {
        if (Number(left) is { } one && Number(right) is { } other)
        {
            return operation switch
            {
                "==" => one == other,
                "!=" => one != other,
                ">" => one > other,
                ">=" => one >= other,
                "<" => one < other,
                _ => one <= other,
            };
        }

        if (left.IsString && right.IsString)
        {
            var order = left.StringBytes.AsSpan().SequenceCompareTo(right.StringBytes);
            return operation switch
            {
                "==" => order == 0,
                "!=" => order != 0,
                ">" => order > 0,
                ">=" => order >= 0,
                "<" => order < 0,
                _ => order <= 0,
            };
        }

        var isSame = left.Kind == right.Kind && (left.IsNil || (left.Kind == GoKind.Bool && left.Boolean == right.Boolean));
        return operation switch
        {
            "==" => isSame,
            "!=" => !isSame,
            _ => false,
        };
    }

    private static double? Number(Value value) => value.Kind switch
    {
        GoKind.Int => value.Bits,
        GoKind.Uint64 => (ulong)value.Bits,
        GoKind.Float64 => value.Float64,
        _ => null,
    };
}
