using System.Buffers;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Linting.Advice.Sources;

/// <summary>
/// The values that the templates of a chart itself look up and count on: those of libraries and subcharts are left out, as are comments,
/// and actions that do without the value or ask for it (<c>default</c>, <c>required</c> and their like).
/// </summary>
internal sealed class TemplateUses
{
    private static readonly SearchValues<byte> PathCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_."u8);

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

        // (.Values.a).b asks for b where there is an a, and for nothing where there is none.
        for (var open = action.IndexOf("(."u8); open >= 0; open = action.IndexOf("(."u8))
        {
            var end = action[(open + 1)..].IndexOfAnyExcept(PathCharacters);
            end = end < 0 ? action.Length : open + 1 + end;
            var isGuarded = action[end..].StartsWith(")."u8);
            AddPaths(isGuarded ? action[..open] : action[..end]);
            action = action[end..];
        }

        AddPaths(action);
    }

    private void AddPaths(ReadOnlySpan<byte> text)
    {
        foreach (var path in ValueChains.In(text))
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
