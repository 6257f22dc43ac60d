using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Rendering;

/// <summary>What unit tests change of a rendering: the chart that is loaded stays the same.</summary>
internal sealed record RenderVariation
{
    /// <summary>Which templates are executed, by path. The others can be included all the same. Default: all.</summary>
    public Func<string, bool>? Executes { get; init; }

    /// <summary>What takes the place of the metadata of the chart that is rendered and of its subcharts. Default: they stay.</summary>
    public Func<ChartMetadata, ChartMetadata>? Metadata { get; init; }

    /// <summary>Whether the version of Kubernetes that the chart demands counts. Default no.</summary>
    public bool RequiresKubeVersion { get; init; }
}
