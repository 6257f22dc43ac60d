using SecretsKit.Core.Crypto;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Limits;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Platform.Http.Sending;

namespace SecretsKit.Platform.Http;

/// <summary>
/// Sends requests over shared connections, with one policy for repeating and one limiter. Cheap to make: one for each kind of server, such
/// as one for each secret store. Safe on all threads.
/// </summary>
/// <param name="connections">Lent.</param>
/// <param name="random">Draws the random part of waits.</param>
public sealed class HttpTransport(HttpConnections connections, RandomFill random) : IHttpTransport
{
    /// <summary>When requests are sent again. Default <see cref="HttpRetryPolicy.Default"/>.</summary>
    public HttpRetryPolicy Retries { get; init; } = HttpRetryPolicy.Default;

    /// <summary>What requests wait for, so that no server is asked for too much. Default null: nothing.</summary>
    public HttpLimiter? Limiter { get; init; }

    /// <summary>Connects to the server of a URL, or to the proxy on the way there, and sends nothing.</summary>
    /// <param name="url">The server.</param>
    /// <param name="reach">Which addresses it may have.</param>
    /// <param name="timeout">How long that may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpTransportException">It cannot be reached.</exception>
    public async Task ProbeAsync(HttpUrl url, HttpReach reach, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        var attempt = new HttpAttempt(new("CONNECT"), url, [], null);
        FailureClassifier.RequireReach(attempt, reach);
        using var waiting = new CancellationTokenSource(timeout, connections.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, waiting.Token);
        try
        {
            var (isProxied, failure) = await connections.TryConnectAsync(url, reach, either.Token);
            if (failure is not null)
            {
                throw new HttpTransportException(FailureClassifier.Dialled(failure, attempt, isProxied));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpTransportException(FailureClassifier.Of(attempt, HttpFailureKind.TimedOut, HttpFault.HeadTimeout) with
            {
                Allowed = timeout,
            });
        }
    }

    /// <inheritdoc/>
    public async Task<HttpResponse> SendAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var clock = connections.Clock;
        using var budget = new CancellationTokenSource(Retries.Budget, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, budget.Token);
        try
        {
            var sender = new HttpSender(connections, Limiter?.MaxConcurrent);
            return await new HttpExchange(request, sender, Limiter, new(Retries, clock, random), clock).RunAsync(either.Token);
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpTransportException(new(HttpFailureKind.TimedOut, request.Method.Method, request.Url.Display,
                request.Url.Authority)
            {
                Fault = HttpFault.Budget,
                Allowed = Retries.Budget,
                MayHaveBeenProcessed = true,
            });
        }
    }
}
