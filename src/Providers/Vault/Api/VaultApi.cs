using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Vault.Api;

/// <summary>
/// Calls of a Vault or OpenBao over HTTP, as the reference's client sends them (goldens providers, rest.md, part 1). Statuses are results;
/// only a missing or unusable response is thrown. Safe for concurrent use.
/// </summary>
/// <param name="http">Sends, and repeats where that does no harm.</param>
/// <param name="server">Which server.</param>
internal sealed class VaultApi(IHttpTransport http, VaultServer server)
{
    /// <summary>The refusal of a token that is not valid, as opposed to one that may not do this.</summary>
    internal const string TokenRefused = "refused";

    // Vault takes requests of at most 32 MiB, and what it stores is smaller by far.
    private const long MaxResponseBytes = 32 * 1024 * 1024;

    /// <summary>Which server.</summary>
    public VaultServer Server { get; } = server;

    /// <summary>Remembers how far the server's storage was, for reads after writes; null where that is not wanted.</summary>
    public VaultConsistency? Consistency { get; init; }

    /// <summary>
    /// Whether requests are sent again as the reference's store client does: a server that has not caught up with a write (412), and for
    /// those that may reach it twice every failure of the server but 501 (spec external-secrets.md 3.5). Default false: the transport's
    /// rules.
    /// </summary>
    public bool RepeatsServerFailures { get; init; }

    /// <summary>
    /// Sends a request. One that is refused because its token is no longer valid is sent once more with a new one, where the authenticator
    /// can obtain one.
    /// </summary>
    /// <exception cref="HttpTransportException">There is no response, or its content is too large or breaks off.</exception>
    /// <exception cref="ProviderException">The address is no URL, or there is no token.</exception>
    public async Task<VaultResponse> SendAsync(VaultRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var authenticator = request.Authenticator is null ? null : new SentAttempt(request.Authenticator);
        var response = await SendOnceAsync(request, authenticator, ct);
        if (authenticator?.Attempt is { } attempt && VaultFailures.RefusesToken(response)
            && await authenticator.RefreshAsync(attempt, TokenRefused, ct))
        {
            response.Dispose();
            response = await SendOnceAsync(request, authenticator, ct);
        }

        return response;
    }

    /// <summary>Sends a request whose answer is needed: a success, or a 404 that has data or warnings.</summary>
    /// <returns>The answer; null for a 404 that says that there is nothing.</returns>
    /// <param name="request">What is asked.</param>
    /// <param name="operation">What is asked, for people.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">Any failure.</exception>
    public async Task<VaultResponse?> AskAsync(VaultRequest request, string operation, CancellationToken ct)
    {
        VaultResponse response;
        try
        {
            response = await SendAsync(request, ct);
        }
        catch (HttpTransportException failure)
        {
            throw ProviderException.Of(VaultFailures.Provider, operation, request.Path, failure);
        }

        if (response.IsAnswer && !response.IsMalformed)
        {
            return response;
        }

        using (response)
        {
            return response.Status == 404 && response.Errors.Count == 0 && !response.IsMalformed
                ? null
                : throw VaultFailures.Of(
                    response, request, operation, "check the path, and that the mount is of the version that is written");
        }
    }

    private async Task<VaultResponse> SendOnceAsync(VaultRequest request, SentAttempt? authenticator, CancellationToken ct)
    {
        var url = UrlOf(request);
        var headers = new HttpHeaderList();
        foreach (var (name, value) in Server.Headers)
        {
            headers.Add(name, value);
        }

        headers["X-Vault-Request"] = "true";
        if (Server.Namespace.Length > 0)
        {
            headers["X-Vault-Namespace"] = Server.Namespace;
        }

        Consistency?.Prepare(headers);
        var message = new HttpRequest(request.Method, Parse(url, request))
        {
            Headers = headers,
            Body = request.Body is { } body ? HttpBody.FromBytes(body, "") : null,
            Authenticator = authenticator,
            Tls = Server.Tls,
            Proxy = Server.Proxy,
            Idempotence = request.Idempotence,
            IsTurnedAway = RepeatsServerFailures ? response => IsTurnedAway(response.Status, request) : null,
            HeadTimeout = Server.Timeout,
            MaxResponseBytes = MaxResponseBytes,

            // A token must not go to a server that a response names.
            Redirects = HttpRedirects.FollowOnSameServer,
            Protocol = HttpProtocol.PreferHttp2,
        };
        using var response = await http.SendAsync(message, ct);
        var content = await response.ReadContentAsync(ct);
        string[] indexes = [.. response.HeaderValues("X-Vault-Index")];
        Consistency?.Remember(indexes);
        return new VaultResponse(response.Status, url, content)
        {
            RetryAfter = response.RetryAfter,
            Location = response.Header("Location"),
            SentToken = authenticator?.Attempt?.Headers["X-Vault-Token"],
        };
    }

    private static bool IsTurnedAway(int status, VaultRequest request) => status == 412
        || (status >= 500 && status != 501 && (request.Idempotence == HttpIdempotence.Idempotent
            || (request.Idempotence == HttpIdempotence.ByMethod && request.Method == HttpMethod.Get)));

    private string UrlOf(VaultRequest request) =>
        $"{Server.Address}/v1/{VaultPath.Escape(request.Path)}{(request.Query.Length > 0 ? "?" + request.Query : "")}";

    private static HttpUrl Parse(string url, VaultRequest request)
    {
        try
        {
            return HttpUrl.Parse(url);
        }
        catch (SecretsKitException failure)
        {
            throw new ProviderException(
                new(ProviderFault.InvalidSettings, VaultFailures.Provider, "request", request.Path),
                $"the address of the server is not a URL of http or https: {failure.Message}",
                failure);
        }
    }
}
