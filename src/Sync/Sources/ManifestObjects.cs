using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Sources;

/// <summary>
/// Objects of manifests, without a cluster. An object that names no namespace is in the default one; versions of a group are one.
/// </summary>
internal sealed class ManifestObjects : IObjectSource, IObjectLists
{
    private readonly Dictionary<(string Kind, string Namespace, string Name, string Group), MapValue> _objects = [];

    /// <param name="manifests">The objects. Lent.</param>
    /// <param name="defaultNamespace">The namespace of those that name none.</param>
    public ManifestObjects(IEnumerable<MapValue> manifests, string defaultNamespace)
    {
        foreach (var manifest in manifests)
        {
            var head = new ObjectHead(manifest);
            var ns = IsClusterWide(head) ? "" : head.Namespace.Length > 0 ? head.Namespace : defaultNamespace;
            _objects[(head.Kind, ns, head.Name, head.Reference.Group)] = manifest;
        }
    }

    /// <summary>Whether an object has no namespace, by its kind.</summary>
    public static bool IsClusterWide(ObjectHead head) =>
        head.Kind.StartsWith("Cluster", StringComparison.Ordinal) || head.Kind == "Namespace";

    /// <inheritdoc/>
    public ValueTask<MapValue?> FindAsync(ResourceRef reference, CancellationToken ct) =>
        ValueTask.FromResult(_objects.GetValueOrDefault(reference.Identity));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MapValue>> ListAsync(
        string apiVersion, string kind, string ns, MapValue selector, CancellationToken ct) =>
        ValueTask.FromResult<IReadOnlyList<MapValue>>(
        [
            .. _objects.Where(entry => entry.Key.Kind == kind && entry.Key.Namespace == ns
                    && LabelSelector.Matches(selector, new ObjectHead(entry.Value).Labels))
                .OrderBy(entry => entry.Key.Name, StringComparer.Ordinal).Select(entry => entry.Value),
        ]);

    /// <inheritdoc/>
    public ValueTask<SecretValue> TokenAsync(
        string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct) =>
        throw new SecretsKitException(ErrorCode.General, $"the service account {ns}/{name} has no token without a cluster");
}
