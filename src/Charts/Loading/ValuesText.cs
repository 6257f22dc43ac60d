using System.Globalization;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Loading;

/// <summary>Reads the text of a values file: one map, in Helm 4 the merge of those of all its documents.</summary>
public static class ValuesText
{
    private const string GoMap = "map[string]interface {}";

    /// <summary>The values; empty for an empty file.</summary>
    /// <param name="text">The file. It may be decrypted, then <paramref name="isSecret"/> is set.</param>
    /// <param name="generation">Whose rules count.</param>
    /// <param name="isSecret">Whether failures must not quote the text.</param>
    /// <exception cref="ChartException">Not YAML, or no map.</exception>
    public static MapValue Read(ReadOnlyMemory<byte> text, HelmGeneration generation, bool isSecret = false)
    {
        var options = new KubernetesYamlOptions { QuotesContent = !isSecret };
        if (generation == HelmGeneration.V3)
        {
            return ReadDocument(text, options, "", GoMap);
        }

        MapValue? merged = null;
        var pieces = YamlStream.Split(text, out var badMarker);
        foreach (var document in pieces)
        {
            var values = ReadDocument(document, options, "cannot unmarshal yaml document: ", GoMap);
            merged = merged is null ? values : ValueMerge.Merge(merged, values);
        }

        return badMarker is null
            ? merged ?? new()
            : throw new ChartException("error reading yaml document: invalid Yaml document separator" + (isSecret ? "" : ": " + badMarker));
    }

    /// <summary>The values of the first document alone, as lint reads them.</summary>
    /// <param name="text">The file.</param>
    /// <param name="goType">Go's name of the type that they become, for messages.</param>
    /// <exception cref="ChartException">Not YAML, or no map.</exception>
    internal static MapValue ReadFirst(ReadOnlyMemory<byte> text, string goType) => ReadDocument(text, new(), "", goType);

    private static MapValue ReadDocument(ReadOnlyMemory<byte> text, KubernetesYamlOptions options, string prefix, string goType)
    {
        Value value;
        try
        {
            value = KubernetesYaml.Read(text, options);
        }
        catch (DocumentException failure)
        {
            throw new ChartException($"{prefix}error converting YAML to JSON: {Reason(failure, options)}", inner: failure);
        }

        return value.IsNil ? new() : value.AsMap ?? throw new ChartException(
            $"{prefix}error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {ScalarText.JsonKind(value)} into Go value " +
            $"of type {goType}")
        {
            Cause = new ChartCause(ChartFault.ValuesAreNoMap),
        };
    }

    // The reference has no words for our limits; and where it quotes the text, which may be secret here, the place has to do.
    private static string Reason(DocumentException failure, KubernetesYamlOptions options) => failure switch
    {
        { Line: > 0, Code: ErrorCode.LimitExceeded } =>
            string.Create(CultureInfo.InvariantCulture, $"yaml: line {failure.Line}: {failure.Problem}"),
        { Line: > 0, NamesLine: false } when !options.QuotesContent =>
            string.Create(CultureInfo.InvariantCulture, $"yaml: line {failure.Line}, column {failure.Column}: {failure.Problem}"),
        _ => failure.Message,
    };
}
