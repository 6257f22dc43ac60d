using System.Net;
using System.Net.Http.Headers;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Platform.Http;

/// <summary>One question to one server, of those that a request leads to.</summary>
internal sealed class HttpHop(HttpGet request, HostEnvironment environment, TimeProvider clock)
{
    private const int BufferSize = 64 * 1024;

    private readonly ProxyRules _proxies = new(environment);

    /// <summary>Whom to ask.</summary>
    public HttpUrl Place { get; set; } = request.Url;

    /// <summary>Whether the server has answered and its content is on the way.</summary>
    public bool IsReading { get; private set; }

    /// <summary>Asks.</summary>
    /// <returns>The answer, and where it sends us if it does.</returns>
    /// <exception cref="SecretsKitException">There was none, or no whole one.</exception>
    public async Task<(HttpAnswer Answer, string? Location)> AskAsync(CancellationToken ct)
    {
        IsReading = false;
        var proxy = _proxies.For(Place.Target);
        RequireTls(proxy);
        var certificates = new CertificateCheck(request.Tls, clock);
        using var handler = Handler(proxy, certificates);
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        using var message = Message();
        try
        {
            using var response = await invoker.SendAsync(message, ct);
            if (Location(response) is { } location)
            {
                return (new((int)response.StatusCode, response.ReasonPhrase ?? "", []), location);
            }

            IsReading = response.StatusCode == HttpStatusCode.OK;
            return (new((int)response.StatusCode, response.ReasonPhrase ?? "", IsReading ? await ReadAsync(response.Content, ct) : []), null);
        }
        catch (HttpRequestException failure)
        {
            throw Failed(certificates.Refusal ?? HttpFailure.Describe(failure), proxy, failure);
        }
        catch (IOException failure) when (IsReading)
        {
            throw new SecretsKitException(ErrorCode.General, HttpFailure.DescribeReading(failure), failure);
        }
    }

    private HttpRequestMessage Message()
    {
        var message = new HttpRequestMessage(HttpMethod.Get, Place.Target);
        message.Headers.TryAddWithoutValidation("User-Agent", request.UserAgent);
        if (request.Accept is { } accept)
        {
            message.Headers.TryAddWithoutValidation("Accept", accept);
        }

        var known = request.Credentials ?? request.Url.Credentials;
        if ((Place.Credentials ?? (request.Url.MayShareWith(Place) ? known : null)) is { } credentials)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials.RevealParameter());
        }

        return message;
    }

    private SocketsHttpHandler Handler(Uri? proxy, CertificateCheck certificates)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = proxy is not null,
            AutomaticDecompression = request.TakesCompressed ? DecompressionMethods.GZip : DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseDrainSize = 0,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = (context, token) => Dialer.ConnectAsync(context.DnsEndPoint, token),
        };
        if (proxy is not null)
        {
            handler.Proxy = new WebProxy(new UriBuilder(proxy) { UserName = "", Password = "" }.Uri) { Credentials = ProxyRules.CredentialsOf(proxy) };
        }

        if (Place.IsEncrypted || proxy?.Scheme == Uri.UriSchemeHttps)
        {
            handler.SslOptions = certificates.Handshake();
        }

        return handler;
    }

    private static string? Location(HttpResponseMessage response) =>
        (int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.TryGetValues("Location", out var values) && values.FirstOrDefault() is { Length: > 0 } location
            ? location
            : null;

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken ct)
    {
        // Compressed content, which may stand for very much, has no length here: what comes out of it is counted.
        if (content.Headers.ContentLength > request.MaxBytes)
        {
            throw TooLarge();
        }

        using var whole = new MemoryStream();
        await using var stream = await content.ReadAsStreamAsync(ct);
        var buffer = new byte[BufferSize];
        int count;
        while ((count = await stream.ReadAsync(buffer, ct)) > 0)
        {
            if (whole.Length + count > request.MaxBytes)
            {
                throw TooLarge();
            }

            whole.Write(buffer, 0, count);
        }

        return whole.ToArray();
    }

    private SecretsKitException TooLarge() => new(ErrorCode.LimitExceeded, $"Get {GoQuote.Format(Place.Masked)}: the content is larger than {request.MaxBytes} bytes");

    private SecretsKitException Failed(string cause, Uri? proxy, HttpRequestException failure)
    {
        // An address that was dialled is the proxy's.
        cause = proxy is not null && cause.StartsWith("dial tcp", StringComparison.Ordinal) ? "proxyconnect tcp: " + cause : cause;
        return new(ErrorCode.General, $"Get {GoQuote.Format(Place.Masked)}: {cause}", failure);
    }

    // Where OpenSSL is missing the runtime ends the process instead of telling.
    private void RequireTls(Uri? proxy)
    {
        if ((Place.IsEncrypted || proxy?.Scheme == Uri.UriSchemeHttps) && !OpenSsl.IsThere)
        {
            throw new SecretsKitException(ErrorCode.General, $"Get {GoQuote.Format(Place.Masked)}: https needs the library libssl, which is not installed") { Hint = "install the package libssl3 or openssl" };
        }
    }
}
