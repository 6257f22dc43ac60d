using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>
/// Values that the user gives and that nothing uses: the chart's defaults do not have them, nothing in the chart speaks of them, and without
/// them the rendering is the same. Tables may be printed whole, so below the top only names are told that are nearly known ones.
/// </summary>
/// <param name="chart">The chart.</param>
/// <param name="isNeeded">Whether the rendering changes when a value is left out; null where the chart does not render.</param>
internal sealed class UnusedValues(Chart chart, Func<IReadOnlyList<ByteString>, bool>? isNeeded)
{
    public const string Id = "unused";

    // Each costs a rendering.
    private const int MostMessages = 20;

    // One letter in four may be wrong.
    private const int LettersForEachEdit = 4;

    private readonly NamedValues _named = new(chart);

    /// <summary>Looks through the values that the user gives.</summary>
    public IEnumerable<LintMessage> Find(MapValue given) => Find(chart, given, [chart.Values ?? new()], []).Take(MostMessages);

    private IEnumerable<LintMessage> Find(Chart owner, MapValue given, MapValue[] defaults, IReadOnlyList<ByteString> above)
    {
        var isTop = above.Count == 0 || owner != chart;
        foreach (var key in given.SortedKeys.ToArray())
        {
            var name = key.RevealText();
            IReadOnlyList<ByteString> path = [.. above, key];
            if (name == "global" || (above.Count == 0 && name == "tags"))
            {
                continue;
            }

            if (isTop && Subchart(owner, name) is { } child)
            {
                var own = defaults.Select(table => table[key].AsMap).OfType<MapValue>().Append(child.Values ?? new());
                foreach (var message in given[key].AsMap is { } inner ? Find(child, inner, [.. own], path) : [])
                {
                    yield return message;
                }
            }
            else if (defaults.Any(table => table.Contains(key)))
            {
                var tables = defaults.Select(table => table[key].AsMap).OfType<MapValue>().Where(table => table.Count > 0).ToArray();
                foreach (var message in given[key].AsMap is { } inner && tables.Length > 0 ? FindBelow(inner, tables, path) : [])
                {
                    yield return message;
                }
            }
            else if (!IsDeclared(owner, name) && Complaint(name, defaults, path, isTop) is { } complaint)
            {
                yield return complaint;
            }
        }
    }

    private IEnumerable<LintMessage> FindBelow(MapValue given, MapValue[] defaults, IReadOnlyList<ByteString> above)
    {
        foreach (var key in given.SortedKeys.ToArray())
        {
            IReadOnlyList<ByteString> path = [.. above, key];
            var tables = defaults.Select(table => table[key].AsMap).OfType<MapValue>().Where(table => table.Count > 0).ToArray();
            if (tables.Length > 0 && given[key].AsMap is { } inner)
            {
                foreach (var message in FindBelow(inner, tables, path))
                {
                    yield return message;
                }
            }
            else if (!defaults.Any(table => table.Contains(key)) && Complaint(key.RevealText(), defaults, path, isTop: false) is { } complaint)
            {
                yield return complaint;
            }
        }
    }

    private LintMessage? Complaint(string name, MapValue[] defaults, IReadOnlyList<ByteString> path, bool isTop)
    {
        if (!NamedValues.IsWord(name) || _named.Contains(name))
        {
            return null;
        }

        var prefix = string.Concat(path.SkipLast(1).Select(part => part.RevealText() + "."));
        var near = Near(name, defaults.SelectMany(table => table.SortedKeys.ToArray()).Select(key => key.RevealText()).Concat(_named.Below(prefix)));
        if ((near is null && (!isTop || _named.HandsOnAll || isNeeded is null)) || isNeeded?.Invoke(path) == true)
        {
            return null;
        }

        var advice = near is null ? "" : $"; the chart knows {prefix}{near}";
        return new(LintSeverity.Warning, prefix + name, $"{Id}: no template uses this value{advice}");
    }

    private static Chart? Subchart(Chart owner, string name)
    {
        var declared = (owner.Metadata.Dependencies ?? []).FirstOrDefault(dependency => dependency is not null && (dependency.Alias.Length > 0 ? dependency.Alias : dependency.Name) == name);
        return owner.Dependencies.FirstOrDefault(child => child.Metadata.Name == (declared?.Name ?? name));
    }

    // Its chart may not be there.
    private static bool IsDeclared(Chart owner, string name) => (owner.Metadata.Dependencies ?? []).Any(dependency => dependency?.Name == name || dependency?.Alias == name);

    private static string? Near(string name, IEnumerable<string> known)
    {
        var (best, limit) = ((string?)null, Math.Max(1, name.Length / LettersForEachEdit));
        foreach (var candidate in known)
        {
            if (name.Length > 2 && candidate.Length > 2 && EditDistance.Of(name, candidate) is var edits && (edits < limit || (edits == limit && best is null)))
            {
                (best, limit) = (candidate, edits);
            }
        }

        return best;
    }
}
