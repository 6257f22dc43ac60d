using System.Buffers.Binary;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Platform.Http.Retries;

/// <summary>Counts the attempts of one request and says how long to wait before the next one.</summary>
/// <param name="policy">The limits.</param>
/// <param name="clock">Measures the budget.</param>
/// <param name="random">Draws the random part of waits.</param>
internal sealed class RetrySchedule(HttpRetryPolicy policy, TimeProvider clock, RandomFill random)
{
    // A server that asks for more is not waited for, even without a budget: that is up to the caller.
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    private readonly long _start = clock.GetTimestamp();
    private int _attempts = 1;

    /// <summary>Whether requests without an answer are sent again.</summary>
    public bool RepeatsLostRequests => policy.RepeatsLostRequests;

    /// <summary>Whether there is another attempt, and after which wait.</summary>
    /// <param name="retryAfter">What the server asked for; null for nothing.</param>
    /// <param name="delay">The wait.</param>
    public bool TryNext(TimeSpan? retryAfter, out TimeSpan delay)
    {
        delay = TimeSpan.Zero;
        if (_attempts >= policy.MaxAttempts)
        {
            return false;
        }

        var longest = Math.Min(policy.MaxDelay.TotalSeconds, policy.FirstDelay.TotalSeconds * Math.Pow(2, _attempts - 1));
        var random = longest * policy.RandomPart;
        var own = TimeSpan.FromSeconds(longest - random + (random * Draw()));

        // The server's wait is the least; a random part comes on top, so that those it turned away do not come back at once.
        delay = retryAfter is { } asked && asked + (own / 2) > own ? asked + (own / 2) : own;
        if (delay > MaxWait || (policy.Budget != Timeout.InfiniteTimeSpan && clock.GetElapsedTime(_start) + delay >= policy.Budget))
        {
            return false;
        }

        _attempts++;
        return true;
    }

    // From 0 to 1.
    private double Draw()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        random(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes) / (double)uint.MaxValue;
    }
}
