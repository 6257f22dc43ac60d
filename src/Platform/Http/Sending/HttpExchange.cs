using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Limits;
using SecretsKit.Platform.Http.Retries;

namespace SecretsKit.Platform.Http.Sending;

/// <summary>One request on its way to a response: attempts, redirects, and one refresh of credentials.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="sender">Sends attempts.</param>
/// <param name="limiter">Whom to wait for before each attempt; null for none.</param>
/// <param name="schedule">How often, and when.</param>
/// <param name="clock">Measures waits.</param>
internal sealed class HttpExchange(HttpRequest request, HttpSender sender, HttpLimiter? limiter, RetrySchedule schedule, TimeProvider clock)
{
    private const int MaxRedirects = 10;
    private const int MaxCorrections = 3;

    // What may go to any server: nothing here can hold credentials.
    private static readonly string[] HarmlessHeaders =
        ["Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "If-Modified-Since", "If-None-Match", "Range", "User-Agent"];

    private readonly IHttpAuthenticator? _authenticator =
        request.Authenticator ?? (request.Headers["Authorization"] is null ? request.Url.Credentials : null);

    private HttpMethod _method = request.Method;
    private HttpUrl _url = request.Url;
    private HttpBody? _body = request.Body;
    private bool _isElsewhere;
    private bool _isRefreshed;
    private int _redirects;
    private int _corrections;

    /// <summary>Runs it.</summary>
    /// <exception cref="HttpTransportException">There is no response.</exception>
    public async Task<HttpResponse> RunAsync(CancellationToken ct)
    {
        while (true)
        {
            var attempt = new HttpAttempt(_method, _url, Headers(), _body);
            if (!_isElsewhere && _authenticator is not null)
            {
                await _authenticator.AuthenticateAsync(attempt, ct);
            }

            var (response, wait) = await TrySendAsync(attempt, ct);
            if (response is not null)
            {
                wait = await ReviewAsync(response, attempt, ct);
                if (wait is null)
                {
                    return response;
                }

                response.Dispose();
            }

            await Task.Delay(wait ?? TimeSpan.Zero, clock, ct);
        }
    }

    private bool CanSendAgain => _body?.CanSend ?? true;

    /// <summary>The response, or how long to wait before another attempt.</summary>
    private async Task<(HttpResponse? Response, TimeSpan? Wait)> TrySendAsync(HttpAttempt attempt, CancellationToken ct)
    {
        var wait = TimeSpan.Zero;
        var slot = limiter is null ? null : await limiter.AcquireAsync(attempt.Url.Target.GetLeftPart(UriPartial.Authority), ct);
        try
        {
            var tls = _isElsewhere ? request.Tls.WithoutClientCertificate() : request.Tls;
            var response = await sender.SendAsync(request, attempt, tls, slot, ct);
            await BufferAsync(response, ct);
            return (response, null);
        }
        catch (HttpTransportException failure) when (IsRepeated(failure.Failure, out wait))
        {
            return (null, wait);
        }
    }

    private async Task BufferAsync(HttpResponse response, CancellationToken ct)
    {
        if (request.Review is null)
        {
            return;
        }

        try
        {
            await response.BufferAsync(ct);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private bool IsRepeated(HttpFailure failure, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        return schedule.RepeatsLostRequests && HttpRetryPolicy.Repeats(failure, request.IsIdempotent) && CanSendAgain
            && schedule.TryNext(null, out wait);
    }

    /// <summary>Null if the response is the result, else how long to wait before another attempt.</summary>
    private async Task<TimeSpan?> ReviewAsync(HttpResponse response, HttpAttempt attempt, CancellationToken ct)
    {
        try
        {
            var review = response.Review();
            if (review == HttpReview.Corrected && CanSendAgain && _corrections++ < MaxCorrections)
            {
                return TimeSpan.Zero;
            }

            if (response.Status == 401 && !_isElsewhere && !_isRefreshed && _authenticator is not null && CanSendAgain)
            {
                _isRefreshed = true;
                var challenge = string.Join(", ", response.HeaderValues("WWW-Authenticate"));

                // The place under the limits is free while a token is fetched, perhaps from the same server.
                response.ReleaseSlot();
                return await _authenticator.RefreshAsync(attempt, challenge.Length > 0 ? challenge : null, ct) ? TimeSpan.Zero : null;
            }

            if (Location(response) is { } location)
            {
                return TryRedirect(location, response) ? TimeSpan.Zero : null;
            }

            var isForNow = review switch
            {
                HttpReview.ByStatus => HttpRetryPolicy.Repeats(response.Status, request.IsIdempotent, response.RetryAfter is not null)
                    || (request.IsTurnedAway?.Invoke(response) ?? false),
                HttpReview.Failed => request.IsIdempotent,
                _ => review == HttpReview.TurnedAway,
            };
            var mayRepeat = isForNow && CanSendAgain;
            return mayRepeat && schedule.TryNext(response.RetryAfter, out var wait) ? wait : null;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static string? Location(HttpResponse response) =>
        response.Status is 301 or 302 or 303 or 307 or 308 && response.Header("Location") is { Length: > 0 } location ? location : null;

    /// <summary>Turns to where a response leads. False if it is to be handed to the caller.</summary>
    private bool TryRedirect(string location, HttpResponse response)
    {
        if (request.Redirects == HttpRedirects.Return)
        {
            return false;
        }

        var next = Target(location, response);
        var isSame = next.HasServerOf(_url);
        if (!isSame && request.Redirects == HttpRedirects.FollowOnSameServer)
        {
            return false;
        }

        if (++_redirects > MaxRedirects)
        {
            throw Refused(response, HttpFault.TooManyRedirects);
        }

        if (_url.IsEncrypted && !next.IsEncrypted)
        {
            throw Refused(response, HttpFault.Unencrypted);
        }

        // As browsers and Go do: the answer to a form is fetched with GET.
        if (response.Status == 303 ? _method != HttpMethod.Head : response.Status is 301 or 302 && _method == HttpMethod.Post)
        {
            (_method, _body) = (HttpMethod.Get, null);
        }

        if (_body is not null && !(isSame && _body.CanSend))
        {
            throw Refused(response, HttpFault.BodyElsewhere);
        }

        (_url, _isElsewhere) = (next, _isElsewhere || !next.HasServerOf(request.Url));
        return true;
    }

    private HttpUrl Target(string location, HttpResponse response)
    {
        try
        {
            return _url.Redirected(location);
        }
        catch (SecretsKitException)
        {
            throw Refused(response, HttpFault.BadLocation);
        }
    }

    private static HttpTransportException Refused(HttpResponse response, HttpFault fault) =>
        new(response.ToFailure() with { Kind = HttpFailureKind.Redirect, Fault = fault, Limit = MaxRedirects });

    private HttpHeaderList Headers()
    {
        var headers = new HttpHeaderList();
        foreach (var (name, value) in request.Headers)
        {
            if (!_isElsewhere || HarmlessHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                headers.Add(name, value);
            }
        }

        return headers;
    }
}
