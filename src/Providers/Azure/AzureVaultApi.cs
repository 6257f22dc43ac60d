using System.Security.Cryptography;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure;

/// <summary>Calls of one vault. Safe on all threads.</summary>
/// <param name="host">The network.</param>
/// <param name="vault">The address of the vault, without a slash at the end.</param>
/// <param name="authenticator">Adds the token.</param>
/// <param name="version">The version of the interface.</param>
/// <param name="tls">Whom to trust.</param>
internal sealed class AzureVaultApi(ProviderHost host, string vault, IHttpAuthenticator authenticator, string version, TlsOptions tls)
{
    private const long MaxResponseBytes = 4 * 1024 * 1024;

    /// <summary>Calls.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Behind the address of the vault; its parts are escaped already.</param>
    /// <param name="body">JSON, lent; null for none.</param>
    /// <param name="operation">What it does, for failures.</param>
    /// <param name="resource">What it is about, for failures; never a value.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>The response, or null where there is no such thing (404).</returns>
    /// <exception cref="ProviderException">It is refused, or there is no usable response.</exception>
    public async ValueTask<JsonFields?> TrySendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, string operation, string resource, CancellationToken ct)
    {
        var (fields, missing) = await SendAsync(Request(method, $"{vault}{path}?api-version={version}", body), operation, resource, ct);
        return missing is null ? fields : null;
    }

    /// <summary>Calls for something that must be there.</summary>
    /// <inheritdoc cref="TrySendAsync"/>
    public async ValueTask<JsonFields> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, string operation, string resource, CancellationToken ct)
    {
        var (fields, missing) = await SendAsync(Request(method, $"{vault}{path}?api-version={version}", body), operation, resource, ct);
        return missing is null ? fields : throw missing;
    }

    private HttpRequest Request(HttpMethod method, string url, ReadOnlyMemory<byte>? body) => new(method, HttpUrl.Parse(url))
    {
        Body = body is { } bytes ? HttpBody.FromBytes(bytes, "application/json") : null,
        Authenticator = authenticator,
        Idempotence = HttpIdempotence.Idempotent,
        MaxResponseBytes = MaxResponseBytes,
        Tls = tls,
    };

    private async ValueTask<(JsonFields Fields, ProviderException? Missing)> SendAsync(
        HttpRequest request, string operation, string resource, CancellationToken ct)
    {
        byte[]? content = null;
        try
        {
            using var response = await host.Http.SendAsync(request, ct);
            content = await response.ReadContentAsync(ct);
            if (!response.IsSuccess)
            {
                var refused = AzureFailures.Refused(response, content, operation, resource);
                return response.Status == 404 ? (default, refused) : throw refused;
            }

            return JsonFields.TryParse(content) is { } fields ? (fields, null)
                : throw AzureFailures.Wrong(AzureFailures.Vault, operation, resource, "the response is not a JSON object");
        }
        catch (HttpTransportException failure)
        {
            throw AzureFailures.Transport(AzureFailures.Vault, operation, resource, failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }
}
