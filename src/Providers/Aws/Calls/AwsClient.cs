using System.Security.Cryptography;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Limits;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Aws.Calls;

/// <summary>
/// Sends calls of AWS services: signed, again where that may help, and once more where the clock of this machine or the session is what is
/// wrong. Failures are results. Safe on all threads.
/// </summary>
/// <param name="host">The surroundings.</param>
/// <param name="retries">When calls are sent again.</param>
/// <param name="limiter">What calls wait for; null for nothing.</param>
internal sealed class AwsClient(ProviderHost host, HttpRetryPolicy retries, HttpLimiter? limiter = null)
{
    private readonly HttpTransport _transport = new(host.Connections, host.Random) { Retries = retries, Limiter = limiter };
    private readonly AwsClock _clock = new(host.Clock);

    /// <summary>Sends a call.</summary>
    /// <param name="call">What is asked.</param>
    /// <param name="source">Whose signature; null to send it without one.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="Failures.ProviderException">There are no credentials.</exception>
    public async ValueTask<AwsResult> SendAsync(AwsCall call, IAwsCredentials? source, CancellationToken ct)
    {
        var attempts = new AwsAttempts(call, source, _clock, InvocationId(), retries.MaxAttempts);
        try
        {
            using var response = await _transport.SendAsync(Request(call, attempts), ct);
            var content = await response.ReadContentAsync(ct);
            return response.IsSuccess ? new() { Content = content } : Failed(FailureOf(response, content, attempts), call);
        }
        catch (HttpTransportException failure)
        {
            return Failed(new(failure.Failure.Status ?? 0, "", attempts.Count) { Transport = failure }, call);
        }
    }

    private static HttpRequest Request(AwsCall call, AwsAttempts attempts)
    {
        var list = new HttpHeaderList();
        foreach (var (header, value) in call.Headers)
        {
            list.Add(header, value);
        }

        return new(call.Method, HttpUrl.Parse(call.Url))
        {
            Headers = list,
            Body = call.Body.IsEmpty ? null : HttpBody.FromBytes(call.Body, call.ContentType),
            Authenticator = attempts,
            Review = attempts.Review,
            Idempotence = call.IsIdempotent ? HttpIdempotence.Idempotent : HttpIdempotence.NotIdempotent,
            Tls = call.Tls,
        };
    }

    private static AwsResult Failed(AwsFailure failure, AwsCall call) =>
        new() { Failure = failure with { IsRepeatable = AwsReview.WasRepeated(failure, call.IsIdempotent) } };

    private static AwsFailure FailureOf(HttpResponse response, byte[] content, AwsAttempts attempts)
    {
        var (code, message) = AwsErrorContent.Read(response.Header("x-amzn-errortype"), content);
        CryptographicOperations.ZeroMemory(content);
        return new(response.Status, code, attempts.Count)
        {
            Message = SentSecrets.Clear(message, attempts.Secrets),
            RequestId = response.Header("x-amzn-requestid") ?? response.Header("x-amz-request-id") ?? "",
            RetryAfter = response.RetryAfter,
        };
    }

    private string InvocationId()
    {
        var bytes = new byte[16];
        host.Random(bytes);
        return new Guid(bytes).ToString();
    }
}
