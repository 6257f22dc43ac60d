using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Merging;

/// <summary>
/// A chart in one rendering: its name may be an alias, its values include what was lifted from subcharts, and of its subcharts only the
/// enabled ones are left. Files and templates are the loaded chart's own.
/// </summary>
public sealed class ResolvedChart
{
    internal ResolvedChart(Chart source, ResolvedChart? parent)
    {
        Source = source;
        Parent = parent;
        Metadata = source.Metadata;
        Values = source.Values;
        Dependencies = [.. source.Dependencies.Select(chart => new ResolvedChart(chart, this))];
    }

    /// <summary>The chart as loaded.</summary>
    public Chart Source { get; }

    /// <summary>The chart it belongs to, or null for the root.</summary>
    public ResolvedChart? Parent { get; }

    /// <summary>With alias, and with the declared dependencies that are enabled.</summary>
    public ChartMetadata Metadata { get; internal set; }

    /// <summary>Default values.</summary>
    public MapValue? Values { get; internal set; }

    /// <summary>Subcharts in order.</summary>
    public IReadOnlyList<ResolvedChart> Dependencies { get; internal set; }

    /// <summary>The name or alias.</summary>
    public string Name => Metadata.Name;

    /// <summary>Whether this is the chart that the user named.</summary>
    public bool IsRoot => Parent is null;

    /// <summary><c>root/charts/sub</c>: where names of its templates begin.</summary>
    public string Path => Parent is null ? Name : $"{Parent.Path}/charts/{Name}";

    internal ResolvedChart WithName(string name)
    {
        var copy = new ResolvedChart(Source, Parent) { Metadata = Metadata with { Name = name } };
        return copy;
    }
}
