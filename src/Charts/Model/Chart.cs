using SecretsKit.Templating.Values;

namespace SecretsKit.Charts.Model;

/// <summary>
/// A chart as it was loaded: never changed afterwards, so that one load serves many renderings. What dependencies and values make of it is a
/// <c>ResolvedChart</c> per rendering.
/// </summary>
public sealed record Chart
{
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

    /// <summary>The charts under charts/, declared or not.</summary>
    public IReadOnlyList<Chart> Dependencies { get; init; } = [];
}
