using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Retries;

namespace SecretsKit.Providers.Aws.Calls;

/// <summary>
/// When calls of AWS are sent again. AWS says in the body of a response what a status does not, such as that a client is throttled.
/// </summary>
internal static class AwsReview
{
    private const int DefaultAttempts = 3;

    private static readonly string[] ServerFaults =
        ["InternalServiceError", "InternalServiceErrorException", "InternalServerError", "InternalFailure", "KMSInternalException",
         "ServiceUnavailable", "DependencyTimeoutException", "RequestTimeout", "RequestTimeoutException"];

    private static readonly string[] RefusedTimes =
        ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException", "SignatureDoesNotMatch",
         "AuthFailure"];

    /// <summary>Three attempts within thirty seconds, as AWS's own clients make them.</summary>
    public static HttpRetryPolicy Policy { get; } = new() { MaxAttempts = DefaultAttempts };

    /// <summary>What a store asks for.</summary>
    /// <param name="maxRetries">
    /// Most attempts, as the reference counts them; null or 0, which is what settings without a number have, for the default.
    /// </param>
    /// <param name="interval">The wait between them; null for waits that double.</param>
    public static HttpRetryPolicy PolicyOf(int? maxRetries, TimeSpan? interval)
    {
        var policy = Policy with { MaxAttempts = maxRetries is null or 0 ? DefaultAttempts : maxRetries.Value };
        return interval is { } every ? policy with { FirstDelay = every, MaxDelay = every, RandomPart = 0 } : policy;
    }

    /// <summary>Whether another attempt may help after a response that is no success.</summary>
    public static HttpReview Of(int status, string code) => AwsThrottling.Is(status, code) ? HttpReview.TurnedAway
        : status is 500 or 502 or 503 or 504 || ServerFaults.Contains(code) ? HttpReview.Failed
        : HttpReview.Final;

    /// <summary>Whether a response says that the time of the signature is wrong, or may be.</summary>
    public static bool IsTimeRefused(string code) => RefusedTimes.Contains(code);

    /// <summary>Whether a response says that temporary credentials have ended.</summary>
    public static bool IsSessionOver(string code) => code is "ExpiredToken" or "ExpiredTokenException";

    /// <summary>Whether attempts went on until there was no other left.</summary>
    public static bool WasRepeated(AwsFailure failure, bool isIdempotent)
    {
        if (failure.Transport is { Failure: var transport })
        {
            return (isIdempotent || !transport.MayHaveBeenProcessed)
                && transport.Kind is (HttpFailureKind.ConnectionRefused or HttpFailureKind.ConnectionFailed
                    or HttpFailureKind.ConnectionLost or HttpFailureKind.TimedOut);
        }

        return Of(failure.Status, failure.Code) is var review
            && (review == HttpReview.TurnedAway || (review == HttpReview.Failed && isIdempotent));
    }
}
