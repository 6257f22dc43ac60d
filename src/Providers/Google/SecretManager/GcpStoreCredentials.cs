using System.Text;
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
    private const string AccountAnnotation = "iam.gke.io/gcp-service-account";
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(900);

    private readonly GoogleCredentials _known = GoogleCredentials.Of(context.Host);
    private readonly StoreFields? _auth = fields.Child("auth");

    /// <summary>Whether they depend on the namespace of each mapping, so that the store cannot be looked at by itself.</summary>
    public bool IsReferent => new[]
    {
        _auth?.Child("secretRef")?.Child("secretAccessKeySecretRef"),
        _auth?.Child("workloadIdentity")?.Child("serviceAccountRef"),
        _auth?.Child("workloadIdentityFederation")?.Child("serviceAccountRef"),
    }.Any(reference => reference is not null && StoreReferenceFields.IsReferent(reference, context));

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

        return _auth?.Child("workloadIdentityFederation") is { } federation ? await FederatedAsync(federation, ct)
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
            "secret " + Sha256.HashText(value.Bytes.Span), selector.Path, value.Bytes, GoogleScopes.Platform, null);
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

    private async ValueTask<IHttpAuthenticator> FederatedAsync(StoreFields federation, CancellationToken ct)
    {
        if (federation.Child("awsSecurityCredentials") is not null)
        {
            throw new ProviderException(
                new(ProviderFault.Unsupported, SecretManagerClient.Provider, "settings", federation.Path + ".awsSecurityCredentials"),
                $"identities of AWS are not supported by this version");
        }

        if (federation.Child("credConfig") is { } config)
        {
            var ns = StoreReferenceFields.NamespaceOf(config, context);
            var value = await context.References.ConfigMapKeyAsync(ns, config.RequiredText("name"), config.RequiredText("key"), ct);
            return Of(value.RevealText(), null);
        }

        var reference = federation.RequiredChild("serviceAccountRef");
        var (account, name) = (StoreReferenceFields.NamespaceOf(reference, context), reference.RequiredText("name"));
        var audience = federation.RequiredText("audience");
        var mail = federation.Text("gcpServiceAccountEmail");
        if (mail.Length == 0)
        {
            var annotations = await context.References.ServiceAccountAnnotationsAsync(account, name, ct);
            mail = annotations.TryGetValue(AccountAnnotation, out var annotated) ? annotated : "";
        }

        string[] audiences = [audience, .. reference.Texts("audiences")];
        var json = GoogleText.Json(writer =>
        {
            writer.WriteString("type", "external_account");
            writer.WriteString("audience", audience);
            writer.WriteString("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
            writer.WriteString("token_url", "https://sts.googleapis.com/v1/token");
            if (mail.Length > 0)
            {
                writer.WriteString("service_account_impersonation_url", Impersonation.UrlOf(mail));
            }
        });
        return Of(Encoding.UTF8.GetString(json), new($"{account}/{name} {string.Join(' ', audiences)} {context.Name}", async token =>
            (await context.References.ServiceAccountTokenAsync(account, name, audiences, TokenLifetime, token)).RevealText()));
    }

    private IHttpAuthenticator Of(string json, ExternalSubject? subject)
    {
        var content = Encoding.UTF8.GetBytes(json);
        return _known.OfManifest("federation " + Sha256.HashText(content), fields.Path, content, GoogleScopes.Platform, subject);
    }
}
