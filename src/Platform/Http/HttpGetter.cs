using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Retries;

namespace SecretsKit.Platform.Http;

/// <summary>
/// Fetches over HTTP/1.1 as Go's client does, and fails in its words: redirects are followed, proxies are those of the environment. Two
/// things it does not do: go from https to http where a server redirects there, and show credentials or a client certificate to another
/// server. It keeps no connection; what it does not use it does not load. Safe on all threads.
/// </summary>
/// <param name="environment">Names proxies.</param>
/// <param name="clock">Measures the time allowed, and tells whether certificates are valid.</param>
public sealed class HttpGetter(HostEnvironment environment, TimeProvider clock) : IHttpGetter
{
    private const int MaxRedirects = 10;

    /// <inheritdoc/>
    public async Task<HttpGetResponse> GetAsync(HttpGet request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var timeout = new CancellationTokenSource(request.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var connections = new HttpConnections(environment, clock);
        var fetch = new Fetch(request, new HttpTransport(connections, KernelRandom.Fill) { Retries = HttpRetryPolicy.None });
        try
        {
            return await fetch.RunAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SecretsKitException(ErrorCode.General, fetch.IsReading
                ? "context deadline exceeded (Client.Timeout or context cancellation while reading body)"
                : $"Get {GoQuote.Format(fetch.Url.Masked)}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)")
            {
                Cause = CauseOf(fetch.Url, HttpFailureKind.TimedOut, HttpFault.Budget),
            };
        }
    }

    private static HttpCause CauseOf(HttpUrl url, HttpFailureKind kind, HttpFault fault) =>
        new(new HttpFailure(kind, HttpMethod.Get.Method, url.Display, url.Authority) { Fault = fault });

    /// <summary>One request and those that redirects lead to.</summary>
    private sealed class Fetch(HttpGet request, HttpTransport transport)
    {
        /// <summary>Whom to ask.</summary>
        public HttpUrl Url { get; private set; } = request.Url;

        /// <summary>Whether the server has answered and its content is on the way.</summary>
        public bool IsReading { get; private set; }

        public async Task<HttpGetResponse> RunAsync(CancellationToken ct)
        {
            for (var redirects = 0; ; redirects++)
            {
                var (response, location) = await SendAsync(ct);
                if (location is null)
                {
                    return response;
                }

                var next = Url.Redirected(location);
                if (redirects == MaxRedirects - 1)
                {
                    throw Failure(
                        $"Get {GoQuote.Format(HttpUrl.Mask(location))}: stopped after {MaxRedirects} redirects",
                        HttpFault.TooManyRedirects);
                }

                if (Url.IsEncrypted && !next.IsEncrypted)
                {
                    throw Failure(
                        $"Get {GoQuote.Format(request.Url.Masked)}: redirected to {next.Masked}, which is not encrypted",
                        HttpFault.Unencrypted);
                }

                Url = next;
            }
        }

        private async Task<(HttpGetResponse Response, string? Location)> SendAsync(CancellationToken ct)
        {
            IsReading = false;
            try
            {
                using var response = await transport.SendAsync(Request(), ct);
                if (response.Status is 301 or 302 or 303 or 307 or 308 && response.Header("Location") is { Length: > 0 } location)
                {
                    return (new(response.Status, response.Reason, []), location);
                }

                IsReading = response.Status == 200;
                return (new(response.Status, response.Reason, IsReading ? await response.ReadContentAsync(ct) : []), null);
            }
            catch (HttpTransportException failure)
            {
                throw Worded(failure.Failure);
            }
        }

        private HttpRequest Request()
        {
            var isSameServer = request.Url.MayShareWith(Url);
            return new HttpRequest(HttpMethod.Get, Url)
            {
                Headers = { ["User-Agent"] = request.UserAgent, ["Accept"] = request.Accept },
                Authenticator = Url.Credentials ?? (isSameServer ? request.Credentials ?? request.Url.Credentials : null),
                Tls = isSameServer ? request.Tls : request.Tls.WithoutClientCertificate(),
                Protocol = HttpProtocol.Http11,
                Compression = request.Compression,
                HeadTimeout = Timeout.InfiniteTimeSpan,
                IdleTimeout = Timeout.InfiniteTimeSpan,
                MaxResponseBytes = request.MaxBytes,
            };
        }

        private SecretsKitException Worded(HttpFailure failure)
        {
            var message = IsReading && failure.Kind != HttpFailureKind.ResponseTooLarge
                ? GoHttpFailure.DescribeReading(failure)
                : $"Get {GoQuote.Format(Url.Masked)}: {GoHttpFailure.Describe(failure)}";
            return new(failure.Kind == HttpFailureKind.ResponseTooLarge ? ErrorCode.LimitExceeded : ErrorCode.General, $"{message}")
            {
                Cause = new HttpCause(failure),
                Hint = failure.Fault == HttpFault.NoTlsLibrary ? HttpFailureText.Hint(failure) : null,
            };
        }

        private SecretsKitException Failure(string message, HttpFault fault) => new(ErrorCode.General, $"{message}")
        {
            Cause = CauseOf(Url, HttpFailureKind.Redirect, fault),
        };
    }
}
