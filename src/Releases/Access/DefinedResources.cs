using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Access;

/// <summary>The kinds that CustomResourceDefinitions bring, in each version that is served.</summary>
public static class DefinedResources
{
    /// <summary>Reads them from the files of a chart's <c>crds/</c>; other documents are passed over.</summary>
    /// <param name="files">Documents of YAML.</param>
    /// <param name="generation">How documents are separated.</param>
    /// <exception cref="Core.Errors.SecretsKitException">A document is no object of Kubernetes.</exception>
    public static IReadOnlyList<ApiResource> Of(IEnumerable<ChartFile> files, HelmGeneration generation) =>
    [
        .. files.SelectMany(file => ManifestDocuments.Read(file.Data, generation))
            .Where(item => item.Reference is { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" })
            .Select(item => item.Document[new("spec")].AsMap)
            .OfType<MapValue>()
            .SelectMany(Of),
    ];

    private static IEnumerable<ApiResource> Of(MapValue spec)
    {
        var names = spec[new("names")].AsMap ?? new();
        return Versions(spec).Select(version =>
            new ApiResource(ObjectTree.Text(spec, "group"), version, ObjectTree.Text(names, "kind"), ObjectTree.Text(names, "plural"))
            {
                IsNamespaced = ObjectTree.Text(spec, "scope") != "Cluster",
            });
    }

    // The first form of definitions may name one version alone, which is served.
    private static IEnumerable<string> Versions(MapValue spec) => spec[new("versions")].AsList is { } list
        ? list.Items.ToArray()
            .Select(item => item.AsMap)
            .OfType<MapValue>()
            .Where(version => version[new("served")] is not { Kind: GoKind.Bool, Boolean: false })
            .Select(version => ObjectTree.Text(version, "name"))
        : [ObjectTree.Text(spec, "version")];
}
