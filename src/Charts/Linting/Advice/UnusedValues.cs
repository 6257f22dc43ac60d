using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>
/// Values that the user gives and that no template can use: the chart's defaults do not have them, and no template holds their name. A table
/// without defaults may be printed whole, so what lies in it is not judged.
/// </summary>
internal static class UnusedValues
{
    public const string Id = "unused";
    private const int MostEdits = 2;

    public static IEnumerable<LintMessage> Find(Chart chart, MapValue given) => Find(chart, given, chart.Values ?? new(), "", isTop: true);

    private static IEnumerable<LintMessage> Find(Chart chart, MapValue given, MapValue defaults, string prefix, bool isTop)
    {
        foreach (var key in given.SortedKeys.ToArray())
        {
            var name = key.RevealText();
            var path = prefix + name;
            if (isTop && (name is "global" or "tags" || IsSubchart(chart, name)))
            {
                continue;
            }

            if (defaults.TryGet(key, out var known))
            {
                if (given[key].AsMap is { } inner && known.AsMap is { Count: > 0 } table)
                {
                    foreach (var message in Find(chart, inner, table, path + ".", isTop: false))
                    {
                        yield return message;
                    }
                }

                continue;
            }

            var near = Near(name, defaults);
            if ((isTop || near is not null) && !IsNamed(chart, key))
            {
                var advice = near is null ? "" : $"; the chart knows {prefix}{near}";
                yield return new(LintSeverity.Warning, path, $"{Id}: no template uses this value{advice}");
            }
        }
    }

    private static bool IsSubchart(Chart chart, string name) =>
        chart.Dependencies.Any(child => child.Metadata.Name == name) || (chart.Metadata.Dependencies ?? []).Any(dependency => dependency?.Name == name || dependency?.Alias == name);

    // Helpers may come from libraries below.
    private static bool IsNamed(Chart chart, ByteString key) =>
        chart.Templates.Any(template => template.Data.AsSpan().IndexOf(key.Span) >= 0) || chart.Dependencies.Any(child => IsNamed(child, key));

    private static string? Near(string name, MapValue defaults)
    {
        foreach (var key in defaults.SortedKeys)
        {
            var known = key.RevealText();
            if (name.Length > MostEdits && known.Length > MostEdits && Edits(name, known) <= MostEdits)
            {
                return known;
            }
        }

        return null;
    }

    // Letters to add, drop or replace; case does not count.
    private static int Edits(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[^1];
    }
}
