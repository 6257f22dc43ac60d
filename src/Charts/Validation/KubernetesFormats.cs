using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Formats;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.Charts.Validation;

/// <summary>What schemas of Kubernetes mean: draft-04, and durations as Go writes them, too.</summary>
internal static class KubernetesFormats
{
    /// <summary>The rules.</summary>
    public static SchemaRules Rules { get; } = new(new Dialect(Draft.V4, null))
    {
        OwnFormats = new Dictionary<string, FormatCheck>(StringComparer.Ordinal) { ["duration"] = Duration },
    };

    private static string? Duration(ReadOnlySpan<byte> text) =>
        GoDuration.TryParse(text, out _, out _) ? null : DurationFormats.Duration(text);
}
