using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Platform.Http;

/// <summary>
/// Fetches over HTTP/1.1 as Go's client does: redirects are followed, proxies are those of the environment. Two things it does not do: go from https to http
/// where a server tells it to, and show credentials to another server. It keeps no connection; what it does not use it does not load. Safe on all threads.
/// </summary>
/// <param name="environment">Names proxies.</param>
/// <param name="clock">Measures the time allowed, and tells whether certificates are valid.</param>
public sealed class HttpGetter(HostEnvironment environment, TimeProvider clock) : IHttpGetter
{
    private const int MaxRedirects = 10;

    /// <inheritdoc/>
    public async Task<HttpAnswer> GetAsync(HttpGet request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var timeout = new CancellationTokenSource(request.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var hop = new HttpHop(request, environment, clock);
        try
        {
            return await FollowAsync(request, hop, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SecretsKitException(ErrorCode.General, hop.IsReading
                ? "context deadline exceeded (Client.Timeout or context cancellation while reading body)"
                : $"Get {GoQuote.Format(hop.Place.Masked)}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        }
    }

    private static async Task<HttpAnswer> FollowAsync(HttpGet request, HttpHop hop, CancellationToken ct)
    {
        for (var redirects = 0; ; redirects++)
        {
            var (answer, location) = await hop.AskAsync(ct);
            if (location is null)
            {
                return answer;
            }

            var next = hop.Place.Redirected(location);
            if (redirects == MaxRedirects - 1)
            {
                throw new SecretsKitException(ErrorCode.General, $"Get {GoQuote.Format(HttpUrl.Mask(location))}: stopped after {MaxRedirects} redirects");
            }

            if (hop.Place.IsEncrypted && !next.IsEncrypted)
            {
                throw new SecretsKitException(ErrorCode.General, $"Get {GoQuote.Format(request.Url.Masked)}: redirected to {next.Masked}, which is not encrypted");
            }

            hop.Place = next;
        }
    }
}
