using System.Runtime.CompilerServices;
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

    // A page has 25 items.
    private const int MaxPages = 10_000;

    // What a vault says of an object that it does not have. Nothing else may count as that, since secrets of clusters are deleted for it:
    // not what something before the vault answers.
    private static readonly string[] Missing = ["SecretNotFound", "KeyNotFound", "CertificateNotFound"];

    /// <summary>
    /// Describes a refusal by its request, its response and the content, without the texts that were sent; null for the codes alone.
    /// </summary>
    public Func<HttpRequest, HttpResponse, byte[], IEnumerable<string?>, string>? Describe { get; init; }

    /// <summary>Calls.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Behind the address of the vault; its parts are escaped already.</param>
    /// <param name="body">JSON, lent; null for none.</param>
    /// <param name="operation">What it does, for failures.</param>
    /// <param name="resource">What it is about, for failures; never a value.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>The response, or null where the vault says that there is no such thing.</returns>
    /// <exception cref="ProviderException">It is refused, or there is no usable response.</exception>
    public async ValueTask<JsonFields?> TrySendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, string operation, string resource, CancellationToken ct)
    {
        var url = HttpUrl.Parse($"{vault}{path}?api-version={version}");
        var (fields, missing) = await SendAsync(method, url, body, operation, resource, ct);
        return missing is null ? fields : Missing.Contains(missing.Failure.Code) ? null : throw missing;
    }

    /// <summary>Calls for something that must be there.</summary>
    /// <inheritdoc cref="TrySendAsync"/>
    public async ValueTask<JsonFields> SendAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte>? body, string operation, string resource, CancellationToken ct)
    {
        var url = HttpUrl.Parse($"{vault}{path}?api-version={version}");
        var (fields, missing) = await SendAsync(method, url, body, operation, resource, ct);
        return missing is null ? fields : throw missing;
    }

    /// <summary>All items of a list, page by page.</summary>
    /// <param name="path">Behind the address of the vault.</param>
    /// <param name="operation">What it does, for failures.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">It is refused, or a response is not what it should be.</exception>
    public async IAsyncEnumerable<JsonFields> ListAsync(string path, string operation, [EnumeratorCancellation] CancellationToken ct)
    {
        var start = HttpUrl.Parse($"{vault}{path}?api-version={version}");
        var next = start;
        for (var page = 0; page < MaxPages; page++)
        {
            var (fields, missing) = await SendAsync(HttpMethod.Get, next, null, operation, vault, ct);
            if (missing is not null)
            {
                throw missing;
            }

            if (fields.List("value") is { } items)
            {
                foreach (var item in items)
                {
                    yield return item;
                }
            }
            else if (!fields.Child("value").Value.IsNil)
            {
                throw AzureFailures.Wrong(AzureFailures.Vault, operation, vault, "the response holds no list");
            }

            if (fields.Text("nextLink") is not { Length: > 0 } link)
            {
                yield break;
            }

            // As it was sent, but the token goes to no other server.
            next = Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
                && HttpUrl.Parse(link) is var following && following.HasServerOf(start) ? following
                : throw AzureFailures.Wrong(AzureFailures.Vault, operation, vault, "the list goes on at another server");
        }

        throw AzureFailures.Wrong(AzureFailures.Vault, operation, vault, "the list has no end");
    }

    private async ValueTask<(JsonFields Fields, ProviderException? Missing)> SendAsync(
        HttpMethod method, HttpUrl url, ReadOnlyMemory<byte>? body, string operation, string resource, CancellationToken ct)
    {
        var sent = new SentAttempt(authenticator);
        var request = new HttpRequest(method, url)
        {
            Body = body is { } bytes ? HttpBody.FromBytes(bytes, "application/json") : null,
            Authenticator = sent,
            Idempotence = HttpIdempotence.Idempotent,
            MaxResponseBytes = MaxResponseBytes,
            Tls = tls,
        };
        byte[]? content = null;
        try
        {
            using var response = await host.Http.SendAsync(request, ct);
            content = await response.ReadContentAsync(ct);
            if (!response.IsSuccess)
            {
                var refused = AzureFailures.Refused(
                    response, content, operation, resource, Describe?.Invoke(request, response, content, SecretsOf(sent, body)));
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

    private static IEnumerable<string?> SecretsOf(SentAttempt sent, ReadOnlyMemory<byte>? body) =>
        [sent.Bearer, .. SentSecrets.InJson((body ?? default).Span, "alg")];
}
