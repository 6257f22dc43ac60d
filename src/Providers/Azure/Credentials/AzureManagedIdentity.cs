using System.Security.Cryptography;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Azure.Credentials;

/// <summary>
/// The identity of the machine: of an App Service (<c>IDENTITY_ENDPOINT</c>), else of a virtual machine by its metadata server.
/// </summary>
/// <param name="host">Variables and the network.</param>
/// <param name="client">Which one of several identities, by its client id; empty for the only one.</param>
/// <param name="isProbed">
/// Whether a machine without a metadata server is expected: it gets one second, and no second attempt. Otherwise the server, which refuses
/// requests while it starts, is asked for up to thirty seconds.
/// </param>
internal sealed class AzureManagedIdentity(ProviderHost host, string client, bool isProbed) : IAzureIdentity
{
    private const string Metadata = "http://169.254.169.254/metadata/identity/oauth2/token";
    private const long MaxResponseBytes = 256 * 1024;

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    private readonly IHttpTransport _http = isProbed ? new HttpTransport(host.Connections, host.Random) { Retries = HttpRetryPolicy.None }
        : host.Http;

    /// <summary>Where the metadata server is, for tests. Default the address that the vendor has fixed.</summary>
    internal string TestOnlyMetadata { get; init; } = Metadata;

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> TokenAsync(AzureTokenRequest request, CancellationToken ct)
    {
        var (endpoint, secret) = (host.Environment.Variable("IDENTITY_ENDPOINT"), host.Environment.Variable("IDENTITY_HEADER"));
        var isService = endpoint is { Length: > 0 } && secret is { Length: > 0 };
        var url = isService ? endpoint + "?api-version=2019-08-01" : TestOnlyMetadata + "?api-version=2018-02-01";
        url += "&resource=" + Uri.EscapeDataString(request.Resource);
        url += client.Length > 0 ? "&client_id=" + Uri.EscapeDataString(client) : "";
        var message = new HttpRequest(HttpMethod.Get, HttpUrl.Parse(url))
        {
            Proxy = HttpProxy.None,
            MaxResponseBytes = MaxResponseBytes,
            HeadTimeout = isProbed && !isService ? ProbeTimeout : TimeSpan.FromSeconds(10),
        };
        message.Headers[isService ? "X-IDENTITY-HEADER" : "Metadata"] = isService ? secret : "true";
        byte[]? content = null;
        try
        {
            using var response = await _http.SendAsync(message, ct);
            content = await response.ReadContentAsync(ct);
            if (response.IsSuccess)
            {
                return AzureTokenEndpoint.Read(content, request.Resource, host.Clock.GetUtcNow());
            }

            // The metadata server says so of a machine without an identity; other clouds have other servers there.
            return isProbed && !isService ? null : throw AzureFailures.Token(response, content, request.Resource);
        }
        catch (HttpTransportException failure)
        {
            return isProbed && !isService ? null
                : throw AzureFailures.Transport(AzureFailures.Entra, "managed identity", request.Resource, failure);
        }
        catch (ProviderException) when (isProbed && !isService)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }
}
