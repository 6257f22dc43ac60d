namespace SecretsKit.Platform.Http.Limits;

/// <summary>Allows so many in a second, and after a pause so many at once. Who waits is served in order.</summary>
/// <param name="perSecond">The rate.</param>
/// <param name="burst">Most at once.</param>
/// <param name="clock">Measures time.</param>
internal sealed class TokenBucket(double perSecond, int burst, TimeProvider clock) : IDisposable
{
    // Only the first in line waits for time to pass; who gives up leaves nothing behind.
    private readonly SemaphoreSlim _line = new(1, 1);
    private readonly Lock _lock = new();
    private double _tokens = burst;
    private long _filledAt = clock.GetTimestamp();

    /// <summary>Whether a whole burst would go through.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                Fill();
                return _tokens >= burst;
            }
        }
    }

    /// <summary>Waits until one more may go.</summary>
    public async Task TakeAsync(CancellationToken ct)
    {
        await _line.WaitAsync(ct);
        try
        {
            for (var wait = TryTake(); wait > TimeSpan.Zero; wait = TryTake())
            {
                await Task.Delay(wait, clock, ct);
            }
        }
        finally
        {
            _line.Release();
        }
    }

    public void Dispose() => _line.Dispose();

    private TimeSpan TryTake()
    {
        lock (_lock)
        {
            Fill();
            if (_tokens >= 1)
            {
                _tokens--;
                return TimeSpan.Zero;
            }

            // Rounded up, so that no wait is too short to fill the rest.
            return TimeSpan.FromTicks((long)Math.Ceiling((1 - _tokens) / perSecond * TimeSpan.TicksPerSecond));
        }
    }

    private void Fill()
    {
        var now = clock.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + (clock.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
    }
}
