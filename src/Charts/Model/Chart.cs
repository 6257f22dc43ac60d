using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Model;

/// <summary>
/// A chart as it was loaded: never changed afterwards, so that one load serves many renderings.
/// What dependencies and values make of it is a
/// <c>ResolvedChart</c> per rendering.
/// </summary>
public sealed record Chart
{
    private static readonly string[] CrdExtensions = [".yaml", ".yml", ".json"];

    /// <summary>Chart.yaml.</summary>
    public required ChartMetadata Metadata { get; init; }

    /// <summary>The default values, or null where there is no file. Copied before anyone changes them.</summary>
    public MapValue? Values { get; init; }

    /// <summary>The text of values.schema.json, or null.</summary>
    public byte[]? Schema { get; init; }

    /// <summary>Chart.lock or requirements.lock, or null.</summary>
    public byte[]? Lock { get; init; }

    /// <summary>Everything under templates/, in the order of loading.</summary>
    public required IReadOnlyList<ChartFile> Templates { get; init; }

    /// <summary>The other files: crds/ among them, Chart.yaml and values.yaml not.</summary>
    public required IReadOnlyList<ChartFile> Files { get; init; }

    /// <summary>All files as they were read.</summary>
    public required IReadOnlyList<ChartFile> Raw { get; init; }

    /// <summary>The chart's own files under crds/ that are manifests by their extension, in whatever letters; subcharts' not.</summary>
    public IEnumerable<ChartFile> OwnCrdFiles =>
        Files.Where(file => file.Name.StartsWith("crds/", StringComparison.Ordinal)
            && CrdExtensions.Contains(Path.GetExtension(file.Name), StringComparer.OrdinalIgnoreCase));

    /// <summary>The same with those of all charts below, this chart's first.</summary>
    public IEnumerable<ChartFile> CrdFiles => OwnCrdFiles.Concat(Dependencies.SelectMany(chart => chart.CrdFiles));

    /// <summary>The templates with those of all charts below, this chart's first.</summary>
    internal IEnumerable<ChartFile> AllTemplates => Templates.Concat(Dependencies.SelectMany(chart => chart.AllTemplates));

    /// <summary>The charts under charts/, declared or not.</summary>
    public IReadOnlyList<Chart> Dependencies { get; init; } = [];
}
