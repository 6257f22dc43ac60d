using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Paths;

/// <summary>One search through a document. A path such as <c>..*..*..*</c> visits more than there is, so visits are counted.</summary>
/// <param name="root">The document.</param>
internal sealed class PathSearch(Value root)
{
    private const int MostVisits = 2_000_000;

    private int _visits;

    /// <summary>The document.</summary>
    public Value Root => root;

    /// <summary>Counts a visit.</summary>
    /// <exception cref="PathException">They are too many.</exception>
    public void Visit()
    {
        if (++_visits > MostVisits)
        {
            throw new PathException($"the path visits more than {MostVisits} values");
        }
    }

    /// <summary>What the steps find, one after another.</summary>
    public List<Value> Follow(IReadOnlyList<PathStep> steps, Value from)
    {
        List<Value> values = [from];
        foreach (var step in steps)
        {
            var found = new List<Value>();
            foreach (var value in values)
            {
                step(this, value, found);
            }

            values = found;
        }

        return values;
    }

    /// <summary>Members by key, or items.</summary>
    public Value[] Children(Value value)
    {
        Visit();
        if (value.AsList is { } list)
        {
            return list.Items.ToArray();
        }

        if (value.AsMap is not { } map)
        {
            return [];
        }

        var children = new Value[map.Count];
        var at = 0;
        foreach (var key in map.SortedKeys)
        {
            children[at++] = map[key];
        }

        return children;
    }
}
