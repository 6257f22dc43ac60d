using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Diffing.Causes;

/// <summary>
/// Which files of a chart are others than at the last revision. Records have the templates of the chart itself; of its subcharts they know
/// the versions.
/// </summary>
/// <param name="old">The chart of the last revision.</param>
/// <param name="now">The chart now.</param>
internal sealed class ChartChange(ReleaseChart old, Chart now)
{
    private readonly HashSet<string> _files =
        [.. Differing(old.Templates, now.Templates).Concat(Differing(old.OtherFiles, now.Files))];

    /// <summary>What of the chart explains a change of an object: its template, or files that any template may use.</summary>
    /// <param name="source">The path behind <c># Source:</c>, or the empty text.</param>
    public IReadOnlyList<string> Of(string source)
    {
        var parts = source.Split('/');
        var at = Array.LastIndexOf(parts, "charts");
        if (at >= 0 && at + 1 < parts.Length)
        {
            return Subchart(parts[at + 1]) is { } subchart ? [subchart] : Shared;
        }

        var own = source.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? source[(slash + 1)..] : source;
        return _files.Contains(own) ? [own] : Shared;
    }

    // Partial templates, and files that templates may read.
    private IReadOnlyList<string> Shared =>
    [
        .. _files.Where(file => !file.StartsWith("templates/", StringComparison.Ordinal) || Path.GetFileName(file).StartsWith('_'))
            .Order(StringComparer.Ordinal),
    ];

    private string? Subchart(string name)
    {
        var before = (old.Metadata[new("dependencies")].AsList?.Items.ToArray() ?? [])
            .Select(item => item.AsMap).OfType<MapValue>()
            .FirstOrDefault(one => ObjectTree.Text(one, "name") == name);
        var after = now.Dependencies.FirstOrDefault(chart => chart.Metadata.Name == name);
        var version = before is null ? "" : ObjectTree.Text(before, "version");
        return after is null || version == after.Metadata.Version ? null
            : version.Length == 0 ? $"charts/{name} {after.Metadata.Version}"
            : $"charts/{name} {version} → {after.Metadata.Version}";
    }

    private static IEnumerable<string> Differing(IReadOnlyList<ChartFile> old, IReadOnlyList<ChartFile> now)
    {
        var before = old.ToDictionary(file => file.Name, file => file.Data, StringComparer.Ordinal);
        foreach (var file in now)
        {
            if (!before.Remove(file.Name, out var data) || !data.AsSpan().SequenceEqual(file.Data))
            {
                yield return file.Name;
            }
        }

        foreach (var name in before.Keys)
        {
            yield return name;
        }
    }
}
