using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// The values that the templates of a chart itself look up and count on: those of libraries and subcharts are left out, as are comments,
/// and actions that do without the value or ask for it (<c>default</c>, <c>required</c> and their like).
/// </summary>
internal sealed class TemplateUses
{
    // By the path above, "image." for those of .Values.image.
    private readonly Dictionary<string, SortedSet<string>> _names = new(StringComparer.Ordinal);

    /// <summary>Reads a chart.</summary>
    public TemplateUses(Chart chart)
    {
        foreach (var template in chart.Templates)
        {
            TemplateActions.Each(template.Data, Add);
        }
    }

    /// <summary>The names below a path.</summary>
    public IEnumerable<string> Below(string prefix) => _names.TryGetValue(prefix, out var names) ? names : [];

    private void Add(ReadOnlySpan<byte> action)
    {
        if (TemplateActions.IsComment(action) || DoesWithout(action))
        {
            return;
        }

        foreach (var path in ValueChains.In(action))
        {
            var prefix = "";
            foreach (var name in path)
            {
                if (!_names.TryGetValue(prefix, out var names))
                {
                    _names.Add(prefix, names = new(StringComparer.Ordinal));
                }

                names.Add(name);
                prefix += name + ".";
            }
        }
    }

    private static bool DoesWithout(ReadOnlySpan<byte> action) => action.IndexOf("default"u8) >= 0
        || action.IndexOf("required"u8) >= 0
        || action.IndexOf("coalesce"u8) >= 0
        || action.IndexOf("hasKey"u8) >= 0
        || action.IndexOf("dig "u8) >= 0;
}
