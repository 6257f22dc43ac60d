using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Manifests;

/// <summary>Which store.</summary>
/// <param name="Name">Its name; may be empty where a manifest names none.</param>
/// <param name="Kind"><c>SecretStore</c> or <c>ClusterSecretStore</c>.</param>
internal sealed record StoreRef(string Name, string Kind)
{
    public bool IsClusterStore => Kind == "ClusterSecretStore";

    public static StoreRef Read(MapValue? map) =>
        new(map?.Text("name") ?? "", map?.Text("kind", "SecretStore") ?? "SecretStore");
}
