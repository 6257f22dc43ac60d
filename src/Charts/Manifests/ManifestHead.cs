using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;

namespace SecretsKit.Charts.Manifests;

/// <summary>What a document says of itself (spec helm.md 4.4). Empty where it says nothing.</summary>
/// <param name="ApiVersion">Group and version.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Name"><c>metadata.name</c>.</param>
/// <param name="Annotations">Null where there is no <c>metadata</c> or no annotations.</param>
public sealed record ManifestHead(string ApiVersion, string Kind, string Name, IReadOnlyList<KeyValuePair<string, string>>? Annotations)
{
    private static readonly KubernetesYamlOptions Options = new() { KeepsIntegers = true, Wants = IsOfHead };

    /// <summary>Reads a document.</summary>
    /// <param name="text">The document.</param>
    /// <param name="path">Of its template, for messages.</param>
    /// <param name="generation">Whose messages count.</param>
    /// <exception cref="ChartException"><c>YAML parse error on PATH: …</c>.</exception>
    public static ManifestHead Read(ReadOnlyMemory<byte> text, string path, HelmGeneration generation)
    {
        try
        {
            // What is wrong is reported for the whole document.
            return TryReadExcerpt(text, generation) ?? Read(KubernetesYaml.Read(text, Options), generation);
        }
        catch (DocumentException failure)
        {
            throw new ChartException($"YAML parse error on {path}: error converting YAML to JSON: {failure.Message}", inner: failure)
            {
                Cause = new ChartCause(ChartFault.UnreadableManifest, path),
                IsFromRendering = true,
            };
        }
        catch (ChartException failure)
        {
            throw new ChartException($"YAML parse error on {path}: {failure.Message}", inner: failure)
            {
                Cause = new ChartCause(ChartFault.UnreadableManifest, path),
                IsFromRendering = true,
            };
        }
    }

    /// <summary>An annotation, or null.</summary>
    public string? Annotation(string key)
    {
        foreach (var (name, value) in Annotations ?? [])
        {
            if (name == key)
            {
                return value;
            }
        }

        return null;
    }

    private static ManifestHead? TryReadExcerpt(ReadOnlyMemory<byte> text, HelmGeneration generation)
    {
        if (HeadExcerpt.TryTake(text.Span, IsOfHead) is not { } excerpt)
        {
            return null;
        }

        try
        {
            return Read(KubernetesYaml.Read(excerpt, Options), generation);
        }
        catch (Exception failure) when (failure is DocumentException or ChartException)
        {
            return null;
        }
    }

    // Names match whatever their case; which letters beyond ASCII count as the same is not decided here.
    private static bool IsOfHead(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "apiVersion"u8)
            || Ascii.EqualsIgnoreCase(name, "kind"u8)
            || Ascii.EqualsIgnoreCase(name, "metadata"u8)
            || !Ascii.IsValid(name);

    private static ManifestHead Read(Value document, HelmGeneration generation)
    {
        if (document.IsNil)
        {
            return new("", "", "", null);
        }

        var type = generation == HelmGeneration.V4 ? "util.SimpleHead" : "releaseutil.SimpleHead";
        var map = document.AsMap ?? throw new ChartException(
            $"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {ScalarText.JsonKind(document)} into Go value of " +
            $"type {type}")
            {
                Cause = new ChartCause(ChartFault.WrongFieldType),
            };
        var fields = new GoStruct(map, "SimpleHead");
        var metadata = fields.Struct(
            "metadata", "struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string \"json:\\\"annotations\\\"\" }");
        return new(fields.String("apiVersion"), fields.String("kind"), metadata?.String("name") ?? "", metadata?.StringMap("annotations"));
    }
}
