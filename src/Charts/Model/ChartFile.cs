using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Model;

/// <summary>A file of a chart.</summary>
/// <param name="Name">Path from the chart's root, with slashes.</param>
/// <param name="Data">The bytes, without a byte order mark; nobody changes them.</param>
public sealed record ChartFile(string Name, byte[] Data)
{
    /// <summary>When it was last changed, which release records note; null if that is not known or was not asked for.</summary>
    public Timestamp? Modified { get; init; }
}
