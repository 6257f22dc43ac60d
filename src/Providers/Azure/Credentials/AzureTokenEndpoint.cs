using System.Security.Cryptography;
using System.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure.Credentials;

/// <summary>Asks the token server of a cloud in the name of a client of a tenant.</summary>
/// <param name="host">The network and the clock.</param>
/// <param name="cloud">Where the server is.</param>
/// <param name="tls">Whom to trust there.</param>
internal sealed class AzureTokenEndpoint(ProviderHost host, AzureCloud cloud, TlsOptions tls)
{
    private const long MaxResponseBytes = 1024 * 1024;

    // Says that we handle a token that is revoked before its end: the resource then names claims, and gets a new token with them.
    private const string Capability = "\"xms_cc\":{\"values\":[\"CP1\"]}";

    /// <summary>The address that an assertion of a client is made for.</summary>
    public string Address(string tenant) => $"{cloud.Authority}/{Uri.EscapeDataString(tenant)}/oauth2/v2.0/token";

    /// <summary>Asks.</summary>
    /// <param name="tenant">Whose server.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="request">What for.</param>
    /// <param name="proof">The fields that prove who asks; secret.</param>
    /// <param name="ct">Ends the request.</param>
    /// <exception cref="ProviderException">No token is issued.</exception>
    public async ValueTask<AccessToken> AskAsync(string tenant, string client, AzureTokenRequest request,
        IReadOnlyList<KeyValuePair<string, string>> proof, CancellationToken ct)
    {
        KeyValuePair<string, string>[] fields =
        [
            new("claims", Claims(request.Claims)), new("client_id", client), .. proof, new("grant_type", "client_credentials"),
            new("scope", request.Scope + " openid offline_access profile"),
        ];
        var form = Encoding.ASCII.GetBytes(string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}")));
        try
        {
            return await PostAsync(tenant, request.Resource, form, ct);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(form);
        }
    }

    /// <summary>The token of a response, of whatever server of the vendor.</summary>
    /// <exception cref="ProviderException">It is none.</exception>
    public static AccessToken Read(ReadOnlySpan<byte> content, string resource, DateTimeOffset now)
    {
        var fields = JsonFields.TryParse(content) ?? default;
        if (fields.Text("access_token") is not { Length: > 0 } token || token.Any(letter => letter is <= ' ' or > '~'))
        {
            throw AzureFailures.Wrong(AzureFailures.Entra, "token", resource, "the response holds no token");
        }

        var end = fields.Number("expires_in") is { } seconds and >= 0 and < int.MaxValue ? now.AddSeconds(seconds)
            : fields.Number("expires_on") is { } time and >= 0 and < int.MaxValue * 8L ? DateTimeOffset.FromUnixTimeSeconds(time)
            : (DateTimeOffset?)null;
        return new(token, end);
    }

    private static string Claims(string? wanted) => wanted is null ? $"{{\"access_token\":{{{Capability}}}}}"
        : wanted[..^1].TrimEnd() is var open && open.EndsWith('}') ? $"{open[..^1]},{Capability}}}}}"
        : $"{{\"access_token\":{{{Capability}}}}}";

    private async ValueTask<AccessToken> PostAsync(string tenant, string resource, byte[] form, CancellationToken ct)
    {
        var request = new HttpRequest(HttpMethod.Post, HttpUrl.Parse(Address(tenant)))
        {
            Body = HttpBody.FromBytes(form, "application/x-www-form-urlencoded; charset=utf-8"),
            Idempotence = HttpIdempotence.Idempotent,
            MaxResponseBytes = MaxResponseBytes,
            Tls = tls,
        };
        byte[]? content = null;
        try
        {
            using var response = await host.Http.SendAsync(request, ct);
            content = await response.ReadContentAsync(ct);
            return response.IsSuccess ? Read(content, resource, host.Clock.GetUtcNow())
                : throw AzureFailures.Token(response, content, resource);
        }
        catch (HttpTransportException failure)
        {
            throw AzureFailures.Transport(AzureFailures.Entra, "token", resource, failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }
}
