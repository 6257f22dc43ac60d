using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Google.SecretManager;

/// <summary>
/// Workload identity of GKE: a token of a service account of the cluster, for one of Google's identity pool, for one of the Google account
/// that an annotation names, if there is one.
/// </summary>
internal sealed class WorkloadIdentity(GoogleTokenClient client, IStoreReferences references, string ns, string name) : ITokenSource
{
    /// <summary>The annotation of a service account that names its account at Google.</summary>
    public const string AccountAnnotation = "iam.gke.io/gcp-service-account";

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(900);

    /// <summary>Further audiences of the cluster's token.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [];

    /// <summary>The cluster's project; empty to ask the metadata server.</summary>
    public string Project { get; init; } = "";

    /// <summary>The cluster's location; empty to ask the metadata server.</summary>
    public string Location { get; init; } = "";

    /// <summary>The cluster; empty to ask the metadata server.</summary>
    public string Cluster { get; init; } = "";

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken)
    {
        var metadata = new MetadataServer(client, GoogleScopes.Platform);
        var project = await FactAsync(metadata, Project, "project/project-id", cancellationToken);
        var location = await FactAsync(metadata, Location, "instance/attributes/cluster-location", cancellationToken);
        var cluster = await FactAsync(metadata, Cluster, "instance/attributes/cluster-name", cancellationToken);
        var annotations = await references.ServiceAccountAnnotationsAsync(ns, name, cancellationToken);
        var pool = project + ".svc.id.goog";
        var subject = await references.ServiceAccountTokenAsync(ns, name, [pool, .. Audiences], TokenLifetime, cancellationToken);
        var audience = $"identitynamespace:{pool}:https://container.googleapis.com/v1/"
            + $"projects/{project}/locations/{location}/clusters/{cluster}";
        var token = await client.PostJsonAsync("https://securetoken.googleapis.com/v1/identitybindingtoken", json =>
        {
            json.WriteString("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
            json.WriteString("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
            json.WriteString("requested_token_type", "urn:ietf:params:oauth:token-type:access_token");
            json.WriteString("subject_token", subject.RevealText());
            json.WriteString("audience", audience);
            json.WriteString("scope", GoogleScopes.CloudPlatform);
        }, null, "access_token", cancellationToken);
        return annotations.TryGetValue(AccountAnnotation, out var mail) && mail.Length > 0
            ? await Impersonation.FetchAsync(
                client, Impersonation.UrlOf(mail), token.Reveal(), GoogleScopes.Platform, [], null, cancellationToken)
            : token;
    }

    private static async ValueTask<string> FactAsync(MetadataServer metadata, string named, string path, CancellationToken ct) =>
        named.Length > 0 ? named : await metadata.TryGetAsync(path, ct) is { Length: > 0 } found ? found
            : throw new ProviderException(
                new(ProviderFault.InvalidSettings, SecretManagerClient.Provider, "settings", path),
                $"the store does not name the cluster, and no metadata server does");
}
