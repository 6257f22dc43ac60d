using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.UnitTesting.Paths;

/// <summary>One step of a path: adds what it finds of a value.</summary>
/// <param name="search">The search that it is a part of.</param>
/// <param name="value">Where it is.</param>
/// <param name="found">Receives what is found.</param>
internal delegate void PathStep(PathSearch search, Value value, List<Value> found);

/// <summary>The steps that need no parsing of their own.</summary>
internal static class PathSteps
{
    /// <summary>All members of a map, by key, or items of a list.</summary>
    public static PathStep All { get; } = static (search, value, found) =>
    {
        foreach (var child in search.Children(value))
        {
            found.Add(child);
        }
    };

    /// <summary>A member.</summary>
    public static PathStep Member(string name)
    {
        var key = new ByteString(name);
        return (search, value, found) =>
        {
            search.Visit();
            if (value.AsMap is { } map && map.TryGet(key, out var member))
            {
                found.Add(member);
            }
        };
    }

    /// <summary>The name of a member that is there.</summary>
    public static PathStep NameOf(string name)
    {
        var key = new ByteString(name);
        return (search, value, found) =>
        {
            search.Visit();
            if (value.AsMap is { } map && map.Contains(key))
            {
                found.Add(Value.Of(name));
            }
        };
    }

    /// <summary>Several steps from the same value, one after another.</summary>
    public static PathStep Union(IReadOnlyList<PathStep> steps) => steps.Count == 1
        ? steps[0]
        : (search, value, found) =>
        {
            foreach (var step in steps)
            {
                step(search, value, found);
            }
        };

    /// <summary>An item, from the end if the index is negative.</summary>
    public static PathStep Item(int index) => (search, value, found) =>
    {
        search.Visit();
        if (value.AsList is { } list && (index < 0 ? index + list.Count : index) is var at && at >= 0 && at < list.Count)
        {
            found.Add(list[at]);
        }
    };

    /// <summary>Items from one to another, which is left out, in steps.</summary>
    public static PathStep Slice(int? first, int? end, int by) => (search, value, found) =>
    {
        if (value.AsList is not { } list)
        {
            return;
        }

        var (start, stop) = by > 0
            ? (Place(first ?? 0, list.Count), Place(end ?? list.Count, list.Count))
            : (Place(first ?? (list.Count - 1), list.Count), end is null ? -1 : Place(end.Value, list.Count));
        for (long at = start; by > 0 ? at < stop : at > stop; at += by)
        {
            search.Visit();
            if (at >= 0 && at < list.Count)
            {
                found.Add(list[(int)at]);
            }
        }
    };

    /// <summary>A step from the value and from all below it, parents first.</summary>
    public static PathStep Descend(PathStep step) => (search, value, found) => Descend(search, step, value, found);

    private static void Descend(PathSearch search, PathStep step, Value value, List<Value> found)
    {
        step(search, value, found);
        foreach (var child in search.Children(value))
        {
            Descend(search, step, child, found);
        }
    }

    private static int Place(int at, int count) => at < 0 ? Math.Max(at + count, -1) : Math.Min(at, count);
}
