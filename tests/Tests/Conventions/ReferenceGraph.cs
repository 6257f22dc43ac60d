namespace SecretsKit.Tests.Conventions;

/// <summary>Which names use which others, and the circles among them.</summary>
internal sealed class ReferenceGraph
{
    private readonly Dictionary<string, HashSet<string>> _uses = new(StringComparer.Ordinal);

    public HashSet<string> UsesOf(string name) =>
        _uses.TryGetValue(name, out var known) ? known : _uses[name] = new(StringComparer.Ordinal);

    /// <summary>Each largest set of names that all reach each other.</summary>
    public List<HashSet<string>> Circles()
    {
        var reached = _uses.Keys.ToDictionary(name => name, Reached, StringComparer.Ordinal);
        var circles = new List<HashSet<string>>();
        foreach (var name in _uses.Keys)
        {
            if (!reached[name].Contains(name) || circles.Any(circle => circle.Contains(name)))
            {
                continue;
            }

            circles.Add([.. reached[name].Where(other => reached.TryGetValue(other, out var back) && back.Contains(name))]);
        }

        return circles;
    }

    private HashSet<string> Reached(string start)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var rest = new Stack<string>(_uses[start]);
        while (rest.TryPop(out var name))
        {
            if (reached.Add(name) && _uses.TryGetValue(name, out var next))
            {
                foreach (var other in next)
                {
                    rest.Push(other);
                }
            }
        }

        return reached;
    }
}
