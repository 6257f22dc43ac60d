using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;

namespace SecretsKit.Charts.Validation;

/// <summary>One document as it was read: a map, nothing, or why it cannot be used.</summary>
/// <param name="Identity">What it is, as far as it could be read.</param>
/// <param name="Content">The map; null where there is none.</param>
/// <param name="Problem">Why it cannot be used, in the reference's words; null if it can.</param>
internal sealed record ManifestDocument(ResourceIdentity Identity, MapValue? Content, string? Problem)
{
    private const string Unreadable = "error unmarshalling resource: ";

    /// <summary>Reads a document, and what a list holds as documents of their own.</summary>
    /// <param name="text">One document.</param>
    /// <param name="options">Whether duplicate keys are refused, and whether failures quote content.</param>
    public static IReadOnlyList<ManifestDocument> Read(ReadOnlyMemory<byte> text, ValidationOptions options)
    {
        var reading = KubernetesYamlOptions.Chart with { QuotesContent = options.QuotesValues, RefusesDuplicates = options.IsStrict };
        try
        {
            return Of(KubernetesYaml.Read(text, reading));
        }
        catch (DocumentException failure)
        {
            return [new(IdentityOf(text, failure), null, $"{Unreadable}error converting YAML to JSON: {failure.Message}")];
        }
    }

    // The object is known although a key of it is there twice.
    private static ResourceIdentity IdentityOf(ReadOnlyMemory<byte> text, DocumentException failure) =>
        failure.Fault == DocumentFault.DuplicateKey && KubernetesYaml.Read(text, KubernetesYamlOptions.Chart).AsMap is { } map
            ? ResourceIdentity.Of(map)
            : ResourceIdentity.None;

    private static IReadOnlyList<ManifestDocument> Of(Value value)
    {
        if (value.AsMap is { } map)
        {
            // One level, as the reference: what a list in a list holds is not looked at.
            return Items(map) is { } items ? [.. items.Items.ToArray().Select(OfItem)] : [OfItem(value)];
        }

        return [OfItem(value)];
    }

    private static ManifestDocument OfItem(Value value) =>
        value.IsNil ? new(ResourceIdentity.None, null, null)
        : value.AsMap is { } map ? new(ResourceIdentity.Of(map), map, null)
        : new(
            ResourceIdentity.None,
            null,
            $"{Unreadable}error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {ScalarText.JsonKind(value)}"
                + " into Go value of type map[string]interface {}");

    private static ListValue? Items(MapValue map)
    {
        var isList = string.Equals(ResourceIdentity.Of(map).Kind, "List", StringComparison.OrdinalIgnoreCase);
        return isList ? map[new("items")].IsNil ? new ListValue([]) : map[new("items")].AsList : null;
    }
}
