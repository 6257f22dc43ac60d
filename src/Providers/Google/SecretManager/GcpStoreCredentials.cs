using SecretsKit.Core.Crypto;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Google.SecretManager;

/// <summary>The credentials that a store names (spec external-secrets.md 3.8).</summary>
/// <param name="fields">The settings under <c>gcpsm</c>.</param>
/// <param name="context">Whose store it is.</param>
internal sealed class GcpStoreCredentials(StoreFields fields, StoreContext context)
{
    private readonly GoogleCredentials _known = GoogleCredentials.Of(context.Host);
    private readonly StoreFields? _auth = fields.Child("auth");
    private readonly FederatedIdentity? _federation = fields.Child("auth")?.Child("workloadIdentityFederation") is { } federation
        ? new(federation, context) : null;

    /// <summary>Whether they depend on the namespace of each mapping, so that the store cannot be looked at by itself.</summary>
    public bool IsReferent => ((StoreFields?[])
    [
        _auth?.Child("secretRef")?.Child("secretAccessKeySecretRef"),
        _auth?.Child("workloadIdentity")?.Child("serviceAccountRef"),
        .. _federation?.References ?? [],
    ]).Any(reference => reference is not null && StoreReferenceFields.IsReferent(reference, context));

    /// <summary>What is added to requests.</summary>
    /// <exception cref="ProviderException">The settings are wrong, or what they name cannot be read.</exception>
    public async ValueTask<IHttpAuthenticator> AuthenticatorAsync(CancellationToken ct)
    {
        if (_auth?.Child("secretRef")?.Child("secretAccessKeySecretRef") is { } key)
        {
            return await OfSecretAsync(key, ct);
        }

        if (_auth?.Child("workloadIdentity") is { } identity)
        {
            return OfWorkload(identity);
        }

        return _federation is not null ? await _federation.AuthenticatorAsync(ct)
            : _known.Default(GoogleScopes.Platform, signsItself: false);
    }

    /// <summary>The project: the store's, else the cluster's, else that of the machine.</summary>
    public async ValueTask<string> ProjectAsync(CancellationToken ct)
    {
        if (fields.Text("projectID") is { Length: > 0 } named)
        {
            return named;
        }

        if (_auth?.Child("workloadIdentity")?.Text("clusterProjectID") is { Length: > 0 } cluster)
        {
            return cluster;
        }

        var found = _auth?.Child("secretRef") is not null ? null
            : await new MetadataServer(_known.Client, GoogleScopes.Platform).TryGetAsync("project/project-id", ct);
        return found is { Length: > 0 } ? found : throw fields.Wrong("projectID", "unable to find ProjectID in storeSpec");
    }

    private async ValueTask<IHttpAuthenticator> OfSecretAsync(StoreFields selector, CancellationToken ct)
    {
        // The token belongs to what the Secret holds now: another key is another identity.
        var value = await StoreReferenceFields.SecretKeyAsync(selector, context, null, ct);
        return _known.OfManifest(
            "secret " + Sha256.HashText(value.Bytes.Span), selector.Path, value.Bytes, GoogleScopes.Platform);
    }

    private IHttpAuthenticator OfWorkload(StoreFields identity)
    {
        var reference = identity.RequiredChild("serviceAccountRef");
        var (ns, name) = (StoreReferenceFields.NamespaceOf(reference, context), reference.RequiredText("name"));
        var (location, cluster, project) =
            (identity.Text("clusterLocation"), identity.Text("clusterName"), identity.Text("clusterProjectID"));
        var audiences = reference.Texts("audiences");
        return _known.Shared(
            $"workload {ns}/{name} {project}/{location}/{cluster} {string.Join(' ', audiences)} {context.Name}",
            () => new WorkloadIdentity(_known.Client, context.References, ns, name)
            {
                Audiences = audiences,
                Project = project,
                Location = location,
                Cluster = cluster,
            });
    }
}
