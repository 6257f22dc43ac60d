using System.Net;
using System.Runtime.ExceptionServices;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Platform.Http.Sending;

/// <summary>Sends one attempt to one server.</summary>
/// <param name="connections">Where to.</param>
/// <param name="maxConcurrent">
/// Most requests to a server at once, whose connections need not be more; null for no limit.
/// </param>
internal sealed class HttpSender(HttpConnections connections, int? maxConcurrent = null)
{
    private static readonly Version Http11 = new(1, 1);
    private static readonly Version Http2 = new(2, 0);

    /// <summary>Sends, and waits for the head of the response.</summary>
    /// <param name="request">The settings.</param>
    /// <param name="attempt">What to send, and where.</param>
    /// <param name="tls">Whom to trust there, and who we are there.</param>
    /// <param name="slot">The place under the limits of the server; belongs to the response from here on, or is freed.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="HttpTransportException">There is no response.</exception>
    public async Task<HttpResponse> SendAsync(HttpRequest request, HttpAttempt attempt, TlsOptions tls, IDisposable? slot,
        CancellationToken ct)
    {
        HandlerPool? pool = null;
        BodyContent? body = null;
        try
        {
            FailureClassifier.RequireReach(attempt, request.Reach);
            var decompression = request.Compression == HttpCompression.Gzip ? DecompressionMethods.GZip : DecompressionMethods.None;
            pool = connections.Rent(attempt.Url, tls, request.UnixSocket is null ? request.Proxy : HttpProxy.None, decompression,
                request.UnixSocket, request.Reach, request.SlotRelease == HttpSlotRelease.AfterContent ? maxConcurrent : null);
            RequireTlsLibrary(attempt, pool);
            using var timeout = new CancellationTokenSource(request.HeadTimeout, connections.Clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
            var message = Message(request, attempt, pool);
            body = message.Content as BodyContent;
            var response = await SendAsync(pool, message, attempt, either.Token);
            return Response(request, attempt, response, pool, slot);
        }
        catch (Exception failure)
        {
            if (pool is not null)
            {
                connections.Return(pool);
            }

            slot?.Dispose();
            if (failure is OperationCanceledException && !ct.IsCancellationRequested)
            {
                throw new HttpTransportException(FailureClassifier.Of(attempt, HttpFailureKind.TimedOut, HttpFault.HeadTimeout) with
                {
                    Allowed = request.HeadTimeout,
                    MayHaveBeenProcessed = body?.IsStarted ?? true,
                });
            }

            throw;
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HandlerPool pool, HttpRequestMessage message, HttpAttempt attempt,
        CancellationToken ct)
    {
        try
        {
            return await pool.Invoker.SendAsync(message, ct);
        }
        catch (Exception failure) when (BodySourceException.CauseIn(failure) is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
        catch (HttpRequestException failure)
        {
            var wasSent = (message.Content as BodyContent)?.IsStarted ?? true;
            var isProxied = pool.Proxies.GetProxy(attempt.Url.Target) is not null;
            throw new HttpTransportException(FailureClassifier.Classify(failure, attempt, wasSent, isProxied));
        }
    }

    private HttpResponse Response(HttpRequest request, HttpAttempt attempt, HttpResponseMessage message, HandlerPool pool,
        IDisposable? slot)
    {
        if (request.SlotRelease == HttpSlotRelease.AfterHead)
        {
            slot?.Dispose();
        }

        return new(request, attempt.Url, message, connections.Clock, () => connections.Return(pool), slot);
    }

    private static HttpRequestMessage Message(HttpRequest request, HttpAttempt attempt, HandlerPool pool)
    {
        var message = new HttpRequestMessage(attempt.Method, attempt.Url.Target)
        {
            Version = request.Protocol == HttpProtocol.Http11 ? Http11 : Http2,
            VersionPolicy = request.Protocol == HttpProtocol.Http2 ? HttpVersionPolicy.RequestVersionExact
                : HttpVersionPolicy.RequestVersionOrLower,
        };

        // The base library sends a request without content again by itself when a server closes the connection before any response. For
        // methods that may not be repeated an empty content prevents that.
        if (attempt.Body is not null || !request.IsIdempotent
            || attempt.Method.Method is not ("GET" or "HEAD" or "OPTIONS" or "TRACE" or "DELETE"))
        {
            message.Content = new BodyContent(attempt.Body);
        }

        foreach (var (name, value) in attempt.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content ??= new BodyContent(null);
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (pool.Proxies.RevealAuthorization(attempt.Url.Target) is { } authorization)
        {
            message.Headers.TryAddWithoutValidation("Proxy-Authorization", authorization);
        }

        return message;
    }

    // Where OpenSSL is missing the runtime ends the process instead of reporting it.
    private static void RequireTlsLibrary(HttpAttempt attempt, HandlerPool pool)
    {
        if ((attempt.Url.IsEncrypted || pool.Proxies.GetProxy(attempt.Url.Target)?.Scheme == Uri.UriSchemeHttps) && !OpenSsl.IsThere)
        {
            throw new HttpTransportException(FailureClassifier.Of(attempt, HttpFailureKind.Tls, HttpFault.NoTlsLibrary));
        }
    }
}
