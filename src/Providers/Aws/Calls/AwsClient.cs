using System.Globalization;
using System.Security.Cryptography;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Limits;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Aws.Calls;

/// <summary>
/// Sends calls of AWS services: signed, again where that may help, and once more where the clock of this machine or the session is what is
/// wrong. Failures are results. Safe on all threads.
/// </summary>
/// <param name="host">The surroundings.</param>
/// <param name="retries">When calls are sent again.</param>
/// <param name="limiter">What calls wait for; null for nothing.</param>
internal sealed class AwsClient(ProviderHost host, AwsRetries retries, HttpLimiter? limiter = null)
{
    // Servers take five minutes of difference; what is nearer has another cause.
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(4);

    private readonly HttpTransport _transport = new(host.Connections, host.Random) { Retries = HttpRetryPolicy.None, Limiter = limiter };
    private long _clockOffset;

    /// <summary>Sends a call.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="source">Whose signature; null to send it without one.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="Failures.ProviderException">There are no credentials.</exception>
    public async ValueTask<AwsResult> SendAsync(AwsCall call, IAwsCredentials? source, CancellationToken ct)
    {
        var start = host.Clock.GetTimestamp();
        var name = InvocationId();
        var (isSkewCorrected, isRefreshed) = (false, false);
        for (var attempt = 1; ; attempt++)
        {
            var credentials = source is null ? null : await source.GetAsync(ct);
            var (result, date) = await SendOnceAsync(call, credentials, name, attempt, ct);
            if (result.Failure is not { } failure)
            {
                return result;
            }

            if (!isSkewCorrected && credentials is not null && IsSkew(failure, date))
            {
                isSkewCorrected = true;
                continue;
            }

            if (!isRefreshed && credentials is not null && failure.Code is ("ExpiredToken" or "ExpiredTokenException")
                && source!.Forget(credentials))
            {
                isRefreshed = true;
                continue;
            }

            var repeats = AwsRetries.Repeats(failure, call.IsIdempotent);
            if (!repeats || retries.Delay(attempt, host.Clock.GetElapsedTime(start), failure.RetryAfter, host.Random) is not { } delay)
            {
                return new() { Failure = failure with { IsRepeatable = repeats } };
            }

            await Task.Delay(delay, host.Clock, ct);
        }
    }

    private async ValueTask<(AwsResult Result, DateTimeOffset? Date)> SendOnceAsync(
        AwsCall call, AwsCredentials? credentials, string name, int attempt, CancellationToken ct)
    {
        try
        {
            using var response = await _transport.SendAsync(Request(call, credentials, name, attempt), ct);
            var content = await response.ReadContentAsync(ct);
            return response.IsSuccess ? (new() { Content = content }, null)
                : (new() { Failure = FailureOf(response, content, attempt) }, DateOf(response));
        }
        catch (HttpTransportException failure)
        {
            return (new() { Failure = new(failure.Failure.Status ?? 0, "", attempt) { Transport = failure } }, null);
        }
    }

    private HttpRequest Request(AwsCall call, AwsCredentials? credentials, string name, int attempt)
    {
        var url = HttpUrl.Parse(call.Url);
        KeyValuePair<string, string>[] headers =
        [
            .. call.Headers,
            new("Amz-Sdk-Invocation-Id", name),
            new("Amz-Sdk-Request", string.Create(CultureInfo.InvariantCulture, $"attempt={attempt}; max={retries.MaxAttempts}")),
        ];
        var list = new HttpHeaderList();
        foreach (var (header, value) in headers)
        {
            list.Add(header, value);
        }

        if (credentials is not null)
        {
            KeyValuePair<string, string>[] signed = call.Body.IsEmpty ? headers :
            [
                .. headers,
                new("Content-Type", call.ContentType),
                new("Content-Length", call.Body.Length.ToString(CultureInfo.InvariantCulture)),
            ];
            var time = host.Clock.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _clockOffset));
            var scope = new SigV4Scope(call.Service, call.Region, time);
            foreach (var (header, value) in SigV4.Sign(new(call.Method.Method, url, signed, call.Body), credentials, scope))
            {
                list.Add(header, value);
            }
        }

        return new(call.Method, url)
        {
            Headers = list,
            Body = call.Body.IsEmpty ? null : HttpBody.FromBytes(call.Body, call.ContentType),
            Idempotence = call.IsIdempotent ? HttpIdempotence.Idempotent : HttpIdempotence.NotIdempotent,
            Tls = call.Tls,
        };
    }

    private static AwsFailure FailureOf(HttpResponse response, byte[] content, int attempt)
    {
        var (code, message) = AwsErrorContent.Read(response.Header("x-amzn-errortype"), content);
        CryptographicOperations.ZeroMemory(content);
        return new(response.Status, code, attempt)
        {
            Message = message,
            RequestId = response.Header("x-amzn-requestid") ?? response.Header("x-amz-request-id") ?? "",
            RetryAfter = response.RetryAfter,
        };
    }

    private static DateTimeOffset? DateOf(HttpResponse response) => DateTimeOffset.TryParseExact(
        response.Header("Date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    // Sets the difference that the server's time shows. Only a refused signature makes it count.
    private bool IsSkew(AwsFailure failure, DateTimeOffset? date)
    {
        if (date is not { } theirs || failure.Code is not ("RequestTimeTooSkewed" or "RequestExpired" or "RequestInTheFuture"
            or "InvalidSignatureException" or "SignatureDoesNotMatch" or "AuthFailure"))
        {
            return false;
        }

        var offset = theirs - host.Clock.GetUtcNow();
        var isFar = (offset - new TimeSpan(Interlocked.Read(ref _clockOffset))).Duration() > MaxSkew;
        if (isFar)
        {
            Interlocked.Exchange(ref _clockOffset, offset.Ticks);
        }

        return isFar;
    }

    private string InvocationId()
    {
        var bytes = new byte[16];
        host.Random(bytes);
        return new Guid(bytes).ToString();
    }
}
