using SecretsKit.Charts.Model;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Access;

/// <summary>
/// Kinds without a server: Kubernetes' own, and those that CustomResourceDefinitions define. Filled, then read. Not safe on several threads
/// at once.
/// </summary>
public sealed class DefinedKinds
{
    private readonly Dictionary<(string Group, string Kind), (string Plural, bool IsNamespaced)> _kinds = [];

    /// <summary>Adds the kinds that definitions among some documents define; other documents are passed over.</summary>
    /// <param name="documents">Documents of YAML.</param>
    /// <param name="generation">How documents are separated.</param>
    /// <exception cref="Core.Errors.SecretsKitException">A document is no object of Kubernetes.</exception>
    public void Add(ReadOnlyMemory<byte> documents, HelmGeneration generation)
    {
        foreach (var (reference, document) in ManifestDocuments.Read(documents, generation))
        {
            if (reference is { Kind: "CustomResourceDefinition", Group: "apiextensions.k8s.io" } && document[new("spec")].AsMap is { } spec)
            {
                var names = spec[new("names")].AsMap ?? new();
                _kinds[(ObjectTree.Text(spec, "group"), ObjectTree.Text(names, "kind"))] =
                    (ObjectTree.Text(names, "plural"), ObjectTree.Text(spec, "scope") != "Cluster");
            }
        }
    }

    /// <summary>Finds the resource of a kind.</summary>
    public ValueTask<ApiResource?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(apiVersion);
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : apiVersion[..slash];
        return ValueTask.FromResult(_kinds.TryGetValue((group, kind), out var found)
            ? new(group, apiVersion[(slash + 1)..], kind, found.Plural) { IsNamespaced = found.IsNamespaced }
            : BuiltInKinds.Find(apiVersion, kind));
    }
}
