using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Merging;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Rendering;

/// <summary>What came of a rendering.</summary>
public sealed record RenderResult
{
    /// <summary>The chart with the subcharts that took part.</summary>
    public required ResolvedChart Chart { get; init; }

    /// <summary>The values that templates saw, defaults included.</summary>
    public required MapValue Values { get; init; }

    /// <summary>Rendered files by path, notes not among them; blank ones too.</summary>
    public required IReadOnlyDictionary<string, byte[]> Files { get; init; }

    /// <summary>Documents in order of installation.</summary>
    public required IReadOnlyList<Manifest> Manifests { get; init; }

    /// <summary>Hooks in order of their kinds.</summary>
    public required IReadOnlyList<Hook> Hooks { get; init; }

    /// <summary>The text of NOTES.txt, untrimmed; empty where there is none.</summary>
    public required byte[] Notes { get; init; }
}
