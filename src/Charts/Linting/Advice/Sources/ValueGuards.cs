namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>Where a value is used: below which conditions, in which named template.</summary>
/// <param name="Conditions">The paths that conditions around ask for, and names of templates that they include.</param>
/// <param name="Template">The named template; empty outside one.</param>
internal sealed record GuardedPlace(IReadOnlyList<ValueGuard> Conditions, string Template);

/// <summary>What a condition asks for: a path of values, or what a named template makes of those that it speaks of.</summary>
/// <param name="Path">Of values; empty in front of everything.</param>
/// <param name="Template">The named template, or null.</param>
internal sealed record ValueGuard(IReadOnlyList<string> Path, string? Template = null);

/// <summary>What the templates of a chart ask for before they use it.</summary>
internal sealed class ValueGuards
{
    private readonly Dictionary<string, List<IReadOnlyList<string>>> _mentions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<GuardedPlace>> _calls = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<string>> _given = [];
    private readonly NamedTemplates _named = new();

    /// <summary>Whether one path leads to the other.</summary>
    public static bool Share(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        one.Count > 0 && one.Zip(other).All(pair => pair.First == pair.Second);

    /// <summary>Paths that a named template speaks of.</summary>
    public void Mention(string template, IEnumerable<IReadOnlyList<string>> paths) => Of(_mentions, template).AddRange(paths);

    /// <summary>A place that includes a named template.</summary>
    public void Call(string template, GuardedPlace place) => Of(_calls, template).Add(place);

    /// <summary>Texts in an action of a named template, or of none: any of them may be the name of another.</summary>
    public void Name(string template, string action) => _named.Add(template, action);

    /// <summary>The name of a template that is included with other values than those of the chart.</summary>
    public void NameOfOthers(string template) => _named.Leave(template);

    /// <summary>The named templates that the chart comes to by itself: others are left over, or for subcharts and their values.</summary>
    public NamedTemplates Reached() => _named.Close();

    /// <summary>Paths that templates write to, or without which they fail.</summary>
    public void Give(IEnumerable<IReadOnlyList<string>> paths) => _given.AddRange(paths.Where(path => path.Count > 0));

    /// <summary>Whether a path is asked for before it is used in a place, be it where the template is included.</summary>
    public bool Cover(IReadOnlyList<string> path, GuardedPlace place) =>
        _given.Exists(given => Share(given, path)) || Cover(path, place, []);

    private bool Cover(IReadOnlyList<string> path, GuardedPlace place, HashSet<string> seen) =>
        place.Conditions.Any(condition => Asks(condition, path))
        || (_calls.TryGetValue(place.Template, out var calls) && (!seen.Add(place.Template) || calls.TrueForAll(
            call => Cover(path, call, seen))));

    private bool Asks(ValueGuard condition, IReadOnlyList<string> path) => condition.Template is { } template
        ? _mentions.TryGetValue(template, out var paths) && paths.Exists(other => Share(other, path))
        : condition.Path.Count == 0 || Share(condition.Path, path);

    private static List<T> Of<T>(Dictionary<string, List<T>> all, string name)
    {
        if (!all.TryGetValue(name, out var list))
        {
            all.Add(name, list = []);
        }

        return list;
    }
}
