using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.ClusterWide;

/// <summary>A kind whose objects make one object of another kind in each of many namespaces (spec external-secrets.md 4.1, 4.3).</summary>
/// <param name="Kind">The kind.</param>
/// <param name="ApiVersion">Its group and version.</param>
/// <param name="ChildKind">What it makes.</param>
/// <param name="ChildApiVersion">The group and version of that.</param>
/// <param name="Prefix">The start of its fields: <c>externalSecret</c> for <c>externalSecretSpec</c>, <c>externalSecretName</c>.</param>
/// <param name="ExistsMessage">What the status says of a namespace that has such an object already.</param>
internal sealed record ClusterWideKind(
    string Kind, string ApiVersion, string ChildKind, string ChildApiVersion, string Prefix, string ExistsMessage)
{
    /// <summary>Of mappings.</summary>
    public static ClusterWideKind ExternalSecrets { get; } = new(
        "ClusterExternalSecret", "external-secrets.io/v1", ExternalSecret.Kind, "external-secrets.io/v1", "externalSecret",
        "external secret already exists in namespace")
    {
        Finalizer = "externalsecrets.external-secrets.io/clusterexternalsecret-cleanup",
        NamespaceFinalizer = "externalsecrets.external-secrets.io/ces-",
    };

    /// <summary>Of PushSecrets.</summary>
    public static ClusterWideKind PushSecrets { get; } = new(
        "ClusterPushSecret", PushSecret.ApiVersion, PushSecret.Kind, PushSecret.ApiVersion, "pushSecret",
        "push secret already exists in namespace");

    /// <summary>The finalizer of its objects; empty for none.</summary>
    public string Finalizer { get; init; } = "";

    /// <summary>The start of the finalizer of namespaces that were provisioned; empty for none.</summary>
    public string NamespaceFinalizer { get; init; } = "";
}
