using System.Text;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Rendering;

/// <summary>The names that templates of a chart can use: for suggestions when one is mistyped.</summary>
public static class TemplateNames
{
    /// <summary>The functions of a generation, sorted.</summary>
    public static IReadOnlyList<string> Functions(HelmGeneration generation) =>
        [.. ChartFunctions.Create(generation).All.Select(function => function.Name).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The names that <c>define</c> gives in a chart and the charts below it, in no promised order. Read
    /// from the text: a template need not parse.
    /// </summary>
    public static IReadOnlyCollection<string> Defined(Chart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var names = new HashSet<string>(StringComparer.Ordinal);
        Add(chart, names);
        return names;
    }

    private static void Add(Chart chart, HashSet<string> names)
    {
        foreach (var template in chart.Templates)
        {
            var text = template.Data.AsSpan();
            for (var at = text.IndexOf("define"u8); at >= 0; at = text.IndexOf("define"u8))
            {
                text = text[(at + "define".Length)..].TrimStart((byte)' ');
                if (text is [(byte)'"', ..] && text[1..].IndexOf((byte)'"') is var end and >= 0)
                {
                    names.Add(Encoding.UTF8.GetString(text.Slice(1, end)));
                }
            }
        }

        foreach (var child in chart.Dependencies)
        {
            Add(child, names);
        }
    }
}
