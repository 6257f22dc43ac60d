using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Azure.Credentials;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Azure.Secrets;

/// <summary>The identity that a store names (spec external-secrets.md 3.7). What it refers to is read for each client anew.</summary>
internal sealed class AzureStoreCredentials
{
    private const string ClientAnnotation = "azure.workload.identity/client-id";
    private const string TenantAnnotation = "azure.workload.identity/tenant-id";
    private const string ExchangeAudience = "api://AzureADTokenExchange";

    // Whoever runs a command for a store that names no identity: what the vendor's own tools find, az among it.
    private const string Local = "";

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(1);

    private readonly StoreFields _fields;
    private readonly StoreContext _context;
    private readonly AzureVaultSettings _vault;
    private readonly TlsOptions _tls;
    private readonly string _kind;
    private readonly StoreFields? _auth;

    /// <summary>Reads the settings under <c>azurekv</c>.</summary>
    /// <exception cref="ProviderException">They are wrong.</exception>
    public AzureStoreCredentials(StoreFields fields, StoreContext context, AzureVaultSettings vault, TlsOptions tls)
    {
        (_fields, _context, _vault, _tls) = (fields, context, vault, tls);
        _auth = fields.Child("authSecretRef");
        var names = fields.Has("authType") || _auth is not null || fields.Child("serviceAccountRef") is not null;
        _kind = fields.Text("authType") is { Length: > 0 } kind ? kind : context.AllowsFiles && !names ? Local : "ServicePrincipal";
        switch (_kind)
        {
            case Local:
                break;
            case "ServicePrincipal":
                RequireClient();
                break;
            case "WorkloadIdentity" when fields.Child("serviceAccountRef") is null:
                RequireOwnAuthority();
                break;
            case "WorkloadIdentity" or "ManagedIdentity":
                break;
            default:
                throw fields.Wrong("authType", "expected ServicePrincipal, ManagedIdentity or WorkloadIdentity");
        }
    }

    /// <summary>Whether they depend on the namespace of each mapping, so that the store cannot be looked at by itself.</summary>
    public bool IsReferent => _kind != "ManagedIdentity" && new[]
    {
        _auth?.Child("clientId"), _auth?.Child("tenantId"), _auth?.Child("clientSecret"), _auth?.Child("clientCertificate"),
        _kind == "WorkloadIdentity" ? _fields.Child("serviceAccountRef") : null,
    }.Any(reference => reference is not null && StoreReferenceFields.IsReferent(reference, _context));

    /// <summary>What is added to requests: shared with all stores of the same identity.</summary>
    /// <exception cref="ProviderException">What the settings name cannot be read.</exception>
    public ValueTask<IHttpAuthenticator> AuthenticatorAsync(CancellationToken ct) => _kind switch
    {
        "ManagedIdentity" => new(Managed()),
        Local => new(AzureIdentities.Of(_context.Host).Share(
            _vault.Resource, () => new AzureDefaultIdentity(_context.Host, _tls), "default")),
        "WorkloadIdentity" => _fields.Child("serviceAccountRef") is { } account ? OfAccountAsync(account, ct) : new(OfEnvironment()),
        _ => OfClientAsync(ct),
    };

    private AzureTokenEndpoint Endpoint => new(_context.Host, _vault.Cloud, _tls);

    private IHttpAuthenticator Managed()
    {
        var client = _fields.Text("identityId");
        return AzureIdentities.Of(_context.Host).Share(
            _vault.Resource, () => new AzureManagedIdentity(_context.Host, client, isProbed: false), "managed", client);
    }

    // The identity of this program itself.
    private IHttpAuthenticator OfEnvironment()
    {
        var environment = _context.Host.Environment;
        var (client, tenant, file) = (environment.Variable("AZURE_CLIENT_ID") ?? "", environment.Variable("AZURE_TENANT_ID") ?? "",
            environment.Variable("AZURE_FEDERATED_TOKEN_FILE") ?? "");
        if (client.Length == 0 || tenant.Length == 0 || file.Length == 0)
        {
            throw AzureFailures.Credentials(_vault.Url, "this program has no workload identity",
                "set serviceAccountRef, or AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_FEDERATED_TOKEN_FILE, as the webhook of Azure does");
        }

        return Share(tenant, client, () => AzureClientIdentity.Assertion(
            async ct => System.Text.Encoding.UTF8.GetString(await AzureDefaultIdentity.ReadAsync(_context.Host, file, ct)).Trim()),
            "file", file);
    }

    private async ValueTask<IHttpAuthenticator> OfAccountAsync(StoreFields account, CancellationToken ct)
    {
        var (ns, name) = (StoreReferenceFields.NamespaceOf(account, _context), account.RequiredText("name"));
        string[] audiences = [ExchangeAudience, .. account.Texts("audiences")];
        var annotations = await _context.References.ServiceAccountAnnotationsAsync(ns, name, ct);
        var client = One(
            "clientId", await TextAsync("clientId", ct), annotations.GetValueOrDefault(ClientAnnotation) ?? "", ClientAnnotation);
        if (client.Length == 0)
        {
            throw account.Wrong("", $"the service account has no annotation {ClientAnnotation}, and authSecretRef.clientId is missing");
        }

        var named = await TextAsync("tenantId", ct) is { Length: > 0 } secret ? secret : _fields.Text("tenantId");
        var tenant = One("tenantId", named, annotations.GetValueOrDefault(TenantAnnotation) ?? "", TenantAnnotation);
        tenant = tenant.Length > 0 ? tenant : _context.Host.Environment.Variable("AZURE_TENANT_ID") ?? "";
        if (tenant.Length == 0)
        {
            throw _fields.Wrong("tenantId", $"it is missing, and so is the annotation {TenantAnnotation} of the service account");
        }

        return Share(tenant, client, () => AzureClientIdentity.Assertion(async token => (await _context.References
            .ServiceAccountTokenAsync(ns, name, audiences, TokenLifetime, token)).RevealText()), ["account", ns, name, .. audiences]);

        string One(string field, string first, string annotated, string annotation) => first.Length == 0 ? annotated
            : annotated.Length == 0 ? first
            : throw account.Wrong("", $"{field} is set twice: by the store and by the annotation {annotation} of the service account");
    }

    private async ValueTask<IHttpAuthenticator> OfClientAsync(CancellationToken ct)
    {
        var tenant = await TextAsync("tenantId", ct) is { Length: > 0 } secret ? secret : _fields.RequiredText("tenantId");
        var client = await TextAsync("clientId", ct);
        var isSecret = _auth!.Has("clientSecret");
        var proof = await StoreReferenceFields.SecretKeyAsync(
            _auth.RequiredChild(isSecret ? "clientSecret" : "clientCertificate"), _context, null, ct);
        return Share(tenant, client, () => isSecret ? AzureClientIdentity.Secret(proof.RevealText().Trim())
            : (address, id, proofToken) =>
            {
                using var certificate = AzureCertificate.Read(proof.Bytes.Span, "");
                return AzureClientIdentity.Certificate(certificate, _context.Host)(address, id, proofToken);
            }, isSecret ? "secret" : "certificate", AzureIdentities.Fingerprint(proof.Bytes.Span));
    }

    private IHttpAuthenticator Share(string tenant, string client, Func<AzureProof> proof, params ReadOnlySpan<string> name) =>
        AzureIdentities.Of(_context.Host).Share(_vault.Resource, () => new AzureClientIdentity(Endpoint, tenant, client, proof()),
            [_vault.Cloud.Authority, tenant, client, .. name]);

    private async ValueTask<string> TextAsync(string field, CancellationToken ct) => _auth?.Child(field) is { } selector
        ? (await StoreReferenceFields.SecretKeyAsync(selector, _context, null, ct)).RevealText().Trim()
        : "";

    private void RequireClient()
    {
        if (_auth is null)
        {
            throw _fields.Wrong("authSecretRef", "it is required for ServicePrincipal and missing");
        }

        _auth.RequiredChild("clientId");
        if (_auth.Has("clientSecret") == _auth.Has("clientCertificate"))
        {
            throw _auth.Wrong("", "expected one of clientSecret and clientCertificate");
        }

        if (!_auth.Has("tenantId"))
        {
            _fields.RequiredText("tenantId");
        }
    }

    // The token of this program proves who it is to whoever gets it: a manifest cannot send it anywhere.
    private void RequireOwnAuthority()
    {
        if (_vault.IsCustomCloud && _vault.Cloud.Authority != AzureCloud.Of(_context.Host.Environment).Authority)
        {
            throw _fields.Wrong("customCloudConfig", "the identity of this program itself is only used with the server for tokens that "
                + "AZURE_AUTHORITY_HOST names: use serviceAccountRef");
        }
    }
}
