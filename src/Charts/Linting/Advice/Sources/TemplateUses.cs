using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// The values that the templates of a chart itself look up and count on: those of libraries and subcharts are left out, as are comments,
/// and actions that do without the value or ask for it (<c>default</c>, <c>required</c> and their like).
/// </summary>
internal sealed class TemplateUses
{
    private readonly ValueNames _names = new();

    /// <summary>Reads a chart.</summary>
    public TemplateUses(Chart chart)
    {
        foreach (var template in chart.Templates)
        {
            TemplateActions.Each(template.Data, Add);
        }
    }

    /// <summary>The names below a path.</summary>
    public IEnumerable<string> Below(string prefix) => _names.Below(prefix);

    private void Add(ReadOnlySpan<byte> action)
    {
        if (TemplateActions.IsComment(action) || DoesWithout(action))
        {
            return;
        }

        foreach (var path in ValueChains.In(action))
        {
            _names.Add(path);
        }
    }

    private static bool DoesWithout(ReadOnlySpan<byte> action) => action.IndexOf("default"u8) >= 0
        || action.IndexOf("required"u8) >= 0
        || action.IndexOf("coalesce"u8) >= 0
        || action.IndexOf("hasKey"u8) >= 0
        || action.IndexOf("dig "u8) >= 0;
}
