using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Platform.Http.Retries;

/// <summary>
/// When a request is sent again. Failures before anything was sent, status 429, and others from 500 on with a Retry-After allow it for
/// every request; lost connections, time-outs and status 408, 502, 503 and 504 only for idempotent ones. Waits double from attempt to
/// attempt, a part of each is random; a longer Retry-After of the server counts instead. Within one attempt the base library sends a GET,
/// HEAD or DELETE without a body over other connections, up to three times, if a server closes the connection before any response; other
/// requests it never repeats.
/// </summary>
public sealed record HttpRetryPolicy
{
    /// <summary>One attempt, without a limit of time beyond those of the request.</summary>
    public static HttpRetryPolicy None { get; } = new() { MaxAttempts = 1, Budget = Timeout.InfiniteTimeSpan };

    /// <summary>Four attempts within thirty seconds.</summary>
    public static HttpRetryPolicy Default { get; } = new();

    /// <summary>Four attempts within thirty seconds, but one where there is no answer at all.</summary>
    public static HttpRetryPolicy OfAnswers { get; } = new() { RepeatsLostRequests = false };

    /// <summary>Whether requests without an answer are sent again, and not only those that were refused for now. Default yes.</summary>
    public bool RepeatsLostRequests { get; init; } = true;

    /// <summary>Most attempts, the first one included. Default 4.</summary>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>
    /// For everything until the head of the response is there: attempts, waits between them, waits for limits and tokens. A wait that would
    /// not end within it is not begun: the response or failure at hand is the result. Default 30 seconds; can be infinite.
    /// </summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait before the second attempt, of which <see cref="RandomPart"/> is random. Default 200 milliseconds.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait, but for Retry-After. Default 10 seconds.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Which part of a wait is random, from 0 to 1. Default 0.5; 0 makes all waits as long as <see cref="FirstDelay"/> and its multiples
    /// say.
    /// </summary>
    public double RandomPart { get; init; } = 0.5;

    /// <summary>Whether another attempt may help after a failure, and does no harm.</summary>
    internal static bool Repeats(HttpFailure failure, bool isIdempotent) =>
        (isIdempotent || !failure.MayHaveBeenProcessed)
        && failure.Fault is (HttpFault.NameServer or HttpFault.Connect or HttpFault.NoResponse or HttpFault.Broken
            or HttpFault.HeadTimeout or HttpFault.ContentEnded or HttpFault.IdleTimeout);

    /// <summary>The same for a status. A server that says when to come back has not done what it was asked.</summary>
    internal static bool Repeats(int status, bool isIdempotent, bool namesTime) => status switch
    {
        429 => true,
        >= 500 when namesTime => true,
        408 or 502 or 503 or 504 => isIdempotent,
        _ => false,
    };
}
