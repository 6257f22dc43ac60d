using System.Buffers.Binary;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Providers.Aws.Calls;

/// <summary>
/// When calls of AWS are sent again. AWS says in the body of a response what a status does not, such as that a client is throttled, so
/// this takes the place of the transport's own rules, within one budget of time; the transport sends once.
/// </summary>
internal sealed record AwsRetries
{
    private static readonly string[] ServerFaults =
        ["InternalServiceError", "InternalServiceErrorException", "InternalServerError", "InternalFailure", "KMSInternalException",
         "ServiceUnavailable", "DependencyTimeoutException", "RequestTimeout", "RequestTimeoutException"];

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Three attempts within thirty seconds.</summary>
    public static AwsRetries Default { get; } = new();

    /// <summary>Most attempts, the first one included. Default 3, as AWS's own clients.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The same wait before each repetition; null for waits that double. Default null.</summary>
    public TimeSpan? FixedDelay { get; init; }

    /// <summary>For all attempts and the waits between them: no wait is begun that would not end within it. Default 30 seconds.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether another attempt may help after a failure, and does no harm.</summary>
    public static bool Repeats(AwsFailure failure, bool isIdempotent)
    {
        if (failure.Transport is { Failure: var transport })
        {
            return (isIdempotent || !transport.MayHaveBeenProcessed)
                && transport.Kind is (HttpFailureKind.ConnectionRefused or HttpFailureKind.ConnectionFailed
                    or HttpFailureKind.ConnectionLost or HttpFailureKind.TimedOut);
        }

        return AwsThrottling.Is(failure.Status, failure.Code)
            || (isIdempotent && (failure.Status is 500 or 502 or 503 or 504 || ServerFaults.Contains(failure.Code)));
    }

    /// <summary>How long to wait before another attempt; null if there is none.</summary>
    /// <param name="attempt">The number of the attempt that failed, from 1.</param>
    /// <param name="elapsed">Since the first one began.</param>
    /// <param name="asked">What the service asked for.</param>
    /// <param name="random">Draws the random half of waits.</param>
    public TimeSpan? Delay(int attempt, TimeSpan elapsed, TimeSpan? asked, RandomFill random)
    {
        if (attempt >= MaxAttempts)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        random(bytes);
        var half = FirstDelay * Math.Pow(2, attempt - 1) / 2;
        var own = FixedDelay ?? half + (half * (BinaryPrimitives.ReadUInt32LittleEndian(bytes) / (double)uint.MaxValue));
        var delay = asked is { } wanted && wanted > own ? wanted : own;
        return elapsed + delay < Budget ? delay : null;
    }
}
