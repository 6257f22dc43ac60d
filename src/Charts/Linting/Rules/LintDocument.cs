using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>A document as lint reads it.</summary>
/// <param name="ApiVersion">Group and version; empty where absent.</param>
/// <param name="Kind">The kind; empty where absent.</param>
/// <param name="Name"><c>metadata.name</c>; empty where absent.</param>
/// <param name="Failure">Why it could not be read; else null.</param>
internal sealed record LintDocument(string ApiVersion, string Kind, string Name, string? Failure)
{
    private static readonly KubernetesYamlOptions Options = new() { KeepsIntegers = true };

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

    /// <summary>The same, nil for what is no YAML: that is lint's to tell.</summary>
    public static Value ReadValueOrNil(ReadOnlyMemory<byte> text)
    {
        try
        {
            return KubernetesYaml.Read(text, Options);
        }
        catch (DocumentException)
        {
            return Value.Nil;
        }
    }

    /// <summary>What is in a text, null if nothing is.</summary>
    /// <exception cref="ChartException">Not YAML, or not the head of an object.</exception>
    public static LintDocument? Read(ReadOnlyMemory<byte> text, HelmGeneration generation) =>
        Of(ReadValue(text), generation, "error unmarshaling JSON: while decoding JSON: ");

    /// <summary>What is in a value, null if nothing is.</summary>
    /// <param name="value">A document.</param>
    /// <param name="generation">Whose types messages name.</param>
    /// <param name="step">How failures begin.</param>
    /// <exception cref="ChartException">Not the head of an object.</exception>
    public static LintDocument? Of(Value value, HelmGeneration generation, string step)
    {
        if (value.IsNil)
        {
            return null;
        }

        var (type, metadataType) = generation == HelmGeneration.V4
            ? ("k8sYamlStruct", "rules.k8sYamlMetadata")
            : ("K8sYamlStruct", "rules.k8sYamlMetadata");
        var map = value.AsMap ?? throw new ChartException(
            $"{step}json: cannot unmarshal {ScalarText.JsonKind(value)} into Go value of type rules.{type}");
        var fields = new GoStruct(map, type, step: step);
        var metadata = fields.Struct("metadata", metadataType);
        _ = metadata?.String("namespace");
        return new(fields.String("apiVersion"), fields.String("kind"), metadata?.String("name") ?? "", null);
    }
}
