using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Sync.Manifests;

/// <summary>Which store.</summary>
/// <param name="Name">Its name; may be empty where a manifest names none.</param>
/// <param name="Kind"><c>SecretStore</c> or <c>ClusterSecretStore</c>.</param>
internal sealed record StoreRef(string Name, string Kind)
{
    public bool IsClusterStore => Kind == "ClusterSecretStore";

    /// <summary>The store as an object: one of this namespace, or of the whole cluster.</summary>
    public ResourceRef Reference(string ns) => new("external-secrets.io/v1", Kind, IsClusterStore ? "" : ns, Name);

    public static StoreRef Read(MapValue? map) =>
        new(map?.Text("name") ?? "", map?.Text("kind", "SecretStore") ?? "SecretStore");
}
