using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Releases;

/// <summary>What a command line asks to install, rendered.</summary>
/// <param name="Name">The release's name.</param>
/// <param name="UserValues">The values of files and flags, defaults not among them.</param>
/// <param name="Rendering">Manifests, hooks and notes.</param>
public sealed record RenderedRelease(string Name, MapValue UserValues, RenderResult Rendering)
{
    /// <summary>The chart's folder or archive.</summary>
    public required ChartSource Source { get; init; }

    /// <summary>What was rendered.</summary>
    public required RenderRequest Request { get; init; }

    /// <summary>What the user gave: files and flags.</summary>
    public required ValueSources Sources { get; init; }
}
