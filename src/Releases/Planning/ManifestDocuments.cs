using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Planning;

/// <summary>Reads the objects of a manifest without asking a server about their kinds.</summary>
internal static class ManifestDocuments
{
    private static readonly KubernetesYamlOptions Reading = new() { KeepsIntegers = true };

    /// <summary>Reads.</summary>
    /// <param name="manifest">Documents of YAML; lists count as what is in them.</param>
    /// <param name="generation">How documents are separated.</param>
    /// <returns>The objects in the order of the text, with the namespaces that they name themselves.</returns>
    /// <exception cref="SecretsKitException">A document is no object of Kubernetes.</exception>
    public static IEnumerable<(ResourceRef Reference, MapValue Document)> Read(ReadOnlyMemory<byte> manifest, HelmGeneration generation) =>
        DocumentSplitter.Split(manifest, generation).SelectMany(Items).Select(document => (Reference(document), document));

    private static IEnumerable<MapValue> Items(ReadOnlyMemory<byte> text)
    {
        Value document;
        try
        {
            document = KubernetesYaml.Read(text, Reading);
        }
        catch (DocumentException failure)
        {
            throw new SecretsKitException(
                ErrorCode.MalformedDocument, "error parsing : error converting YAML to JSON: " + failure.Message, failure);
        }

        if (document.IsNil)
        {
            return [];
        }

        var item = document.AsMap ?? throw new SecretsKitException(
            ErrorCode.MalformedDocument, "unable to decode \"\": the document is no object of Kubernetes");
        return item[new("items")].AsList is { } list
            ? [.. list.Items.ToArray().Select(one => one.AsMap).OfType<MapValue>()]
            : [item];
    }

    private static ResourceRef Reference(MapValue item)
    {
        var metadata = ObjectTree.Metadata(item);
        var reference = new ResourceRef(
            ObjectTree.Text(item, "apiVersion"), ObjectTree.Text(item, "kind"), ObjectTree.Text(metadata, "namespace"), Name(metadata));
        return reference.Kind.Length == 0
            ? throw new SecretsKitException(ErrorCode.MalformedDocument, "unable to decode \"\": Object 'Kind' is missing")
            {
                Hint = "every manifest needs apiVersion and kind",
            }
            : reference;
    }

    private static string Name(MapValue metadata) => metadata[new("name")] is { IsNil: false, IsString: false } name
        ? throw new SecretsKitException(
            ErrorCode.MalformedDocument,
            $"unable to decode \"\": json: cannot unmarshal {ScalarText.JsonKind(name)} into Go struct field "
            + "ObjectMeta.metadata.name of type string")
        {
            Hint = "quote the name in the manifest",
        }
        : ObjectTree.Text(metadata, "name");
}
