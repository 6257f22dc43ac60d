using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Planning;

/// <summary>Reads the objects of a manifest, whose kinds the server must have.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="generation">How documents are told apart.</param>
public sealed class ManifestObjects(ObjectClient objects, HelmGeneration generation)
{
    private static readonly KubernetesYamlOptions Reading = new() { KeepsIntegers = true };

    /// <summary>Reads.</summary>
    /// <param name="manifest">Documents of YAML; lists count as what is in them.</param>
    /// <param name="namespace">Where objects are that name no namespace.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The objects in the order of the text.</returns>
    /// <exception cref="SecretsKitException">
    /// A document is no object, or the server does not have its kind, with an <see cref="UnknownKindCause"/>; or the server failed.
    /// </exception>
    public async Task<IReadOnlyList<ReleaseObject>> ReadAsync(
        ReadOnlyMemory<byte> manifest, string @namespace, CancellationToken cancellationToken)
    {
        var found = new List<ReleaseObject>();
        var missing = new List<ResourceRef>();
        foreach (var document in DocumentSplitter.Split(manifest, generation).SelectMany(Items))
        {
            var reference = Reference(document);
            if (await objects.Resources.FindAsync(reference.ApiVersion, reference.Kind, cancellationToken) is not { } resource)
            {
                missing.Add(reference);
                continue;
            }

            var placed = resource.IsNamespaced ? reference.In(@namespace) : reference with { Namespace = "" };
            found.Add(new(
                placed, resource, resource.IsNamespaced
                    ? ObjectTree.WithMetadata(document, "namespace", Value.Of(placed.Namespace))
                    : document));
        }

        return missing.Count == 0 ? found : throw new UnknownKindCause(missing).ToException();
    }

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
