using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Platform.Http;

/// <summary>One request. Not changed by sending; headers, body and URL may hold secrets, which its text does not show.</summary>
/// <param name="method">Any method.</param>
/// <param name="url">Where. User and password in it are sent as Basic credentials unless there is another authentication.</param>
public sealed class HttpRequest(HttpMethod method, HttpUrl url)
{
    /// <summary>The limit on contents that <see cref="MaxResponseBytes"/> has unless set: 16 MiB.</summary>
    public const long DefaultMaxResponseBytes = 16 * 1024 * 1024;

    /// <summary>Any method.</summary>
    public HttpMethod Method { get; } = method;

    /// <summary>Where.</summary>
    public HttpUrl Url { get; } = url;

    /// <summary>
    /// Headers to send. To another server, where a redirect leads, only those go that cannot hold credentials: User-Agent and the Accept
    /// and Range headers.
    /// </summary>
    public HttpHeaderList Headers { get; init; } = [];

    /// <summary>What to send after the headers. Default null: nothing.</summary>
    public HttpBody? Body { get; init; }

    /// <summary>
    /// Adds credentials to each attempt, for the server of <see cref="Url"/> and no other. Default null: those of the URL, if any.
    /// </summary>
    public IHttpAuthenticator? Authenticator { get; init; }

    /// <summary>Whom to trust, and who we are. Default: the certificates of the machine, and none.</summary>
    public TlsOptions Tls { get; init; } = TlsOptions.Default;

    /// <summary>The proxy. Default null: those of the environment.</summary>
    public HttpProxy? Proxy { get; init; }

    /// <summary>Which addresses it may go to, also by redirects. Default all.</summary>
    public HttpReach Reach { get; init; }

    /// <summary>
    /// A Unix socket to connect to instead of the host of <see cref="Url"/>, by its absolute path; no proxy is used then. Default null.
    /// </summary>
    public string? UnixSocket { get; init; }

    /// <summary>What to do about redirects. Default: hand them to the caller.</summary>
    public HttpRedirects Redirects { get; init; } = HttpRedirects.Return;

    /// <summary>Whether the request may reach the server twice. Default: as its method says.</summary>
    public HttpIdempotence Idempotence { get; init; } = HttpIdempotence.ByMethod;

    /// <summary>
    /// Says of a response that its status alone does not mark as such that the server turned the request away for now, so that it is
    /// sent again by the policy. Only the head may be read. Default null: the status decides.
    /// </summary>
    public Func<HttpResponse, bool>? IsTurnedAway { get; init; }

    /// <summary>
    /// Judges responses by their content too. The content is read whole before, and is still there for the caller; where it breaks off,
    /// that counts as no response. The content is lent. Default null: the status decides.
    /// </summary>
    public Func<HttpResponse, ReadOnlyMemory<byte>, HttpReview>? Review { get; init; }

    /// <summary>The version of HTTP. Default: 2 where the server offers it, else 1.1.</summary>
    public HttpProtocol Protocol { get; init; } = HttpProtocol.PreferHttp2;

    /// <summary>
    /// Whether compressed transfer is offered and undone. Default: neither, so that an archive that a server declares to be compressed
    /// content stays one.
    /// </summary>
    public HttpCompression Compression { get; init; } = HttpCompression.None;

    /// <summary>For one attempt, from the first byte sent to the head of its response. Default 30 seconds; can be infinite.</summary>
    public TimeSpan HeadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the content of the response may stop. Default one minute; infinite for watches.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Most bytes of content of the response, as it is after decompression. Default <see cref="DefaultMaxResponseBytes"/>.
    /// </summary>
    public long MaxResponseBytes { get; init; } = DefaultMaxResponseBytes;

    /// <summary>When a place under the concurrency limit of the host becomes free again. Default: when the response is disposed.</summary>
    public HttpSlotRelease SlotRelease { get; init; } = HttpSlotRelease.AfterContent;

    /// <summary>Method and URL, without secrets.</summary>
    public override string ToString() => $"{Method} {Url.Display}";

    /// <summary>Whether it may be sent again after the server may have acted on it.</summary>
    internal bool IsIdempotent => Idempotence == HttpIdempotence.Idempotent
        || (Idempotence == HttpIdempotence.ByMethod && Method.Method is ("GET" or "HEAD" or "OPTIONS" or "TRACE" or "PUT" or "DELETE"));
}
