using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Azure.Credentials;
using SecretsKit.Providers.Azure.Secrets;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Generators;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure.Registry;

/// <summary>
/// A login for a registry of Azure: <c>username</c> and <c>password</c>, a refresh token, or an access token if a scope is given (spec
/// external-secrets.md 4.5).
/// </summary>
internal sealed class AcrTokenGenerator : ISecretGenerator
{
    private const string Provider = "Azure Container Registry";
    private const string User = "00000000-0000-0000-0000-000000000000";
    private const long MaxResponseBytes = 1024 * 1024;

    private readonly StoreContext _context;
    private readonly AzureStoreCredentials _credentials;
    private readonly TlsOptions _tls;
    private readonly string _registry;
    private readonly string _tenant;
    private readonly string _scope;

    /// <param name="fields">The settings.</param>
    /// <param name="context">Whose generator it is.</param>
    /// <param name="tls">Whom to trust.</param>
    internal AcrTokenGenerator(StoreFields fields, StoreContext context, TlsOptions tls)
    {
        (_context, _tls) = (context, tls);
        (_tenant, _scope) = (fields.Text("tenantId"), fields.Text("scope"));
        var (cloud, resource, domain) = CloudOf(fields);

        // The token that goes there is good for all of the cloud: it goes to the vendor's registries alone, wherever the manifest points.
        _registry = fields.RequiredText("registry");
        if (Uri.CheckHostName(_registry) != UriHostNameType.Dns || !_registry.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
        {
            throw fields.Wrong("registry", $"expected the name of a registry of this cloud, such as NAME{domain}");
        }

        _credentials = new(
            new(AuthOf(fields), "spec.auth", Provider), context,
            new AzureVaultSettings($"https://{_registry}", cloud, new(resource), ""), tls);
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "ACRAccessToken", "acrAccessTokenSpec",
        static (spec, context) => new AcrTokenGenerator(new(spec, "spec", Provider), context, TlsOptions.Default));

    /// <inheritdoc/>
    public async ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        var token = await _credentials.AuthenticatorAsync(ct) is TokenAuthenticator identity ? await identity.RenewAsync(ct) : null;
        if (token is null)
        {
            throw AzureFailures.Credentials(_registry, "there is no token");
        }

        var password = await ExchangeAsync(
            "/oauth2/exchange", [new("grant_type", "access_token"), new("service", _registry), new("tenant", _tenant),
            new("access_token", token.Reveal())], "refresh_token", ct);
        if (_scope.Length > 0)
        {
            password = await ExchangeAsync(
                "/oauth2/token", [new("grant_type", "refresh_token"), new("service", _registry), new("scope", _scope),
                new("refresh_token", password)], "access_token", ct);
        }

        return new() { ["username"] = SecretValue.OfText(User), ["password"] = SecretValue.OfText(password) };
    }

    private async ValueTask<string> ExchangeAsync(
        string path, KeyValuePair<string, string>[] fields, string member, CancellationToken ct)
    {
        var form = Encoding.ASCII.GetBytes(string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}")));
        var request = new HttpRequest(HttpMethod.Post, HttpUrl.Parse($"https://{_registry}{path}"))
        {
            Body = HttpBody.FromBytes(form, "application/x-www-form-urlencoded"),
            Idempotence = HttpIdempotence.Idempotent,
            MaxResponseBytes = MaxResponseBytes,
            Tls = _tls,
        };
        byte[]? content = null;
        try
        {
            using var response = await _context.Host.Http.SendAsync(request, ct);
            content = await response.ReadContentAsync(ct);
            return !response.IsSuccess ? throw Refused(response, path)
                : JsonFields.TryParse(content)?.Text(member) is { Length: > 0 } token ? token
                : throw new ProviderException(
                    new(ProviderFault.InvalidResponse, Provider, path, _registry), $"the response holds no {member}");
        }
        catch (HttpTransportException failure)
        {
            throw ProviderException.Of(Provider, path, _registry, failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(form);
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private ProviderException Refused(HttpResponse response, string path)
    {
        var cause = new ProviderCause(ProviderException.FaultOf(response.Status), Provider, path, _registry)
        {
            Status = response.Status,
            RetryAfter = response.RetryAfter,
        };
        return new(cause, $"the registry refused: status {response.Status}")
        {
            Hint = cause.Fault is ProviderFault.Unauthenticated or ProviderFault.Denied
                ? "check that the identity has a role at the registry, such as AcrPull" : ProviderException.HintFor(cause.Fault),
        };
    }

    private static (AzureCloud Cloud, string Resource, string Domain) CloudOf(StoreFields fields) => fields.Text("environmentType") switch
    {
        "" or "PublicCloud" => (AzureCloud.Public, "https://management.azure.com", ".azurecr.io"),
        "USGovernmentCloud" => (AzureCloud.UsGovernment, "https://management.usgovcloudapi.net", ".azurecr.us"),
        "ChinaCloud" => (AzureCloud.China, "https://management.chinacloudapi.cn", ".azurecr.cn"),
        "GermanCloud" => (AzureCloud.Germany, "https://management.microsoftazure.de", ".azurecr.de"),
        _ => throw fields.Wrong("environmentType", "expected PublicCloud, USGovernmentCloud, ChinaCloud or GermanCloud"),
    };

    // The same identities as those of stores, whose settings have other names.
    private static MapValue AuthOf(StoreFields fields)
    {
        var auth = fields.RequiredChild("auth");
        var made = new MapValue();
        if (auth.Child("servicePrincipal") is { } principal)
        {
            Set("authType", Value.Of("ServicePrincipal"));
            Set("tenantId", Value.Of(fields.RequiredText("tenantId")));
            Set("authSecretRef", Value.Of(principal.RequiredChild("secretRef").Map));
        }
        else if (auth.Child("managedIdentity") is { } managed)
        {
            Set("authType", Value.Of("ManagedIdentity"));
            Set("identityId", Value.Of(managed.Text("identityId")));
        }
        else if (auth.Child("workloadIdentity") is { } workload)
        {
            Set("authType", Value.Of("WorkloadIdentity"));
            if (workload.Child("serviceAccountRef") is { } account)
            {
                Set("serviceAccountRef", Value.Of(account.Map));
            }
        }
        else
        {
            throw auth.Wrong("", "expected one of servicePrincipal, managedIdentity and workloadIdentity");
        }

        return made;

        void Set(string name, Value value) => made.Set(new ByteString(name), value);
    }
}
