using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Documents;
using SecretsKit.Templating.Values;
using SecretsKit.Templating.Yaml;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>A document as lint reads it.</summary>
/// <param name="ApiVersion">Group and version; empty where absent.</param>
/// <param name="Kind">The kind; empty where absent.</param>
/// <param name="Name"><c>metadata.name</c>; empty where absent.</param>
/// <param name="Failure">Why it could not be read; else null.</param>
internal sealed record LintDocument(string ApiVersion, string Kind, string Name, string? Failure)
{
    private static readonly KubernetesYamlOptions Options = new() { KeepsIntegers = true };

    /// <summary>The documents of a text that hold something, up to the first one that cannot be read.</summary>
    public static IEnumerable<LintDocument> ReadAll(ReadOnlyMemory<byte> text, HelmGeneration generation)
    {
        var pieces = YamlStream.Split(text, out var badMarker);
        foreach (var piece in pieces)
        {
            LintDocument? document;
            try
            {
                document = Read(piece, generation);
            }
            catch (ChartException failure)
            {
                document = new("", "", "", "unable to parse YAML: " + failure.Message);
            }

            if (document is not null)
            {
                yield return document;
            }

            if (document?.Failure is not null)
            {
                yield break;
            }
        }

        if (badMarker is not null)
        {
            yield return new("", "", "", "unable to parse YAML: invalid Yaml document separator: " + badMarker);
        }
    }

    /// <summary>The first document of a text.</summary>
    /// <exception cref="ChartException">Not YAML.</exception>
    public static Value ReadValue(ReadOnlyMemory<byte> text)
    {
        try
        {
            return KubernetesYaml.Read(text, Options);
        }
        catch (DocumentException failure)
        {
            throw new ChartException("error converting YAML to JSON: " + failure.Message, inner: failure);
        }
    }

    private static LintDocument? Read(ReadOnlyMemory<byte> text, HelmGeneration generation)
    {
        var value = ReadValue(text);
        if (value.IsNil)
        {
            return null;
        }

        var (type, metadataType) = generation == HelmGeneration.V4 ? ("k8sYamlStruct", "rules.k8sYamlMetadata") : ("K8sYamlStruct", "rules.k8sYamlMetadata");
        var map = value.AsMap ?? throw new ChartException(
            $"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {ScalarText.JsonKind(value)} into Go value of type rules.{type}");
        var fields = new GoStruct(map, type);
        var metadata = fields.Struct("metadata", metadataType);
        _ = metadata?.String("namespace");
        return new(fields.String("apiVersion"), fields.String("kind"), metadata?.String("name") ?? "", null);
    }
}
