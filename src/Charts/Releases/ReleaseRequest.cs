using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Inputs;
using SecretsKit.Charts.Rendering;

namespace SecretsKit.Charts.Releases;

/// <summary>A release to render.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Chart">Which chart.</param>
/// <param name="Values">Where its values come from.</param>
public sealed record ReleaseRequest(string Name, ChartReference Chart, ValueArguments Values)
{
    /// <summary>The namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Whether templates see an upgrade instead of an installation. Default false.</summary>
    public bool IsUpgrade { get; init; }

    /// <summary>The APIs to assume; null, the default, for the generation's.</summary>
    public Capabilities? Capabilities { get; init; }

    /// <summary>Whether values are checked against schemas. Default true.</summary>
    public bool ValidatesSchema { get; init; } = true;

    /// <summary>Whether the notes of subcharts are rendered, too. Default false.</summary>
    public bool RendersSubchartNotes { get; init; }

    /// <summary>Whether templates may look up hosts. Default false.</summary>
    public bool LooksUpHosts { get; init; }
}
