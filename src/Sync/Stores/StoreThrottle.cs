using SecretsKit.Sync.Observing;

namespace SecretsKit.Sync.Stores;

/// <summary>
/// The turns of one store: reads are spread evenly where it has a rate, and looks of mappings that would wait long are put off instead of
/// waiting, so that they keep no worker. Safe on all threads.
/// </summary>
/// <param name="clock">Measures.</param>
/// <param name="waits">Counts how long reads wait.</param>
internal sealed class StoreThrottle(TimeProvider clock, Histogram? waits = null)
{
    /// <summary>How long a look waits for its first turn, at most.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a look is put off, at most: what was read for another meanwhile serves it, too.</summary>
    internal static readonly TimeSpan LongestPutOff = TimeSpan.FromSeconds(30);

    private const int OpenForEachSlot = 2;

    private readonly Lock _lock = new();
    private readonly long _began = clock.GetTimestamp();
    private StoreLimits _limits = new();
    private SemaphoreSlim? _slots;
    private TimeSpan _next;
    private TimeSpan _promised;
    private TimeSpan _pace = TimeSpan.FromMilliseconds(50);
    private int _open;

    /// <summary>How many looks were put off.</summary>
    public long PutOff { get; private set; }

    /// <summary>How many reads have a turn that has not come.</summary>
    public int Waiting { get; private set; }

    /// <summary>Whether there is something to say of it.</summary>
    public bool IsWorthShowing => _limits.RequestsPerSecond is not null || _limits.MaxConcurrent is not null || PutOff > 0;

    /// <summary>The places of all namespaces together; null for no limit but that of each.</summary>
    public SemaphoreSlim? Slots
    {
        get
        {
            lock (_lock)
            {
                return _slots;
            }
        }
    }

    /// <summary>From now on these limits count.</summary>
    public void Set(StoreLimits limits)
    {
        lock (_lock)
        {
            if (_limits.MaxConcurrent != limits.MaxConcurrent)
            {
                _slots = limits.MaxConcurrent is { } most and < StoreEntry.MaxReads ? new(most, most) : null;
            }

            _limits = limits;
        }
    }

    /// <summary>Takes the next turn, however long it takes to come. <see cref="Leave"/> is called for each.</summary>
    /// <returns>How long to wait for it.</returns>
    public TimeSpan Enter()
    {
        lock (_lock)
        {
            return Take(Elapsed);
        }
    }

    /// <summary>Takes the next turn if it comes soon.</summary>
    /// <param name="wait">How long to wait for it; otherwise when to ask again.</param>
    public bool TryEnter(out TimeSpan wait)
    {
        lock (_lock)
        {
            var (now, most) = (Elapsed, OpenForEachSlot * (_limits.MaxConcurrent ?? StoreEntry.MaxReads));
            if (_next - now <= Patience && _open < most)
            {
                wait = Take(now);
                return true;
            }

            wait = Promise(now);
            return false;
        }
    }

    /// <summary>Puts off a look that would wait for a read whose turn has not come.</summary>
    /// <returns>When to ask again.</returns>
    public TimeSpan PutOffUntil(TimeSpan turn)
    {
        lock (_lock)
        {
            PutOff++;
            return turn < LongestPutOff ? turn : LongestPutOff;
        }
    }

    /// <summary>Waits for a turn.</summary>
    public async Task WaitAsync(TimeSpan turn, CancellationToken ct)
    {
        waits?.Add(turn.TotalSeconds);
        if (turn <= TimeSpan.Zero)
        {
            return;
        }

        Count(1);
        try
        {
            await Task.Delay(turn, clock, ct);
        }
        finally
        {
            Count(-1);
        }
    }

    /// <summary>Ends a turn.</summary>
    /// <param name="took">How long the read took.</param>
    public void Leave(TimeSpan took)
    {
        lock (_lock)
        {
            _open--;
            _pace = ((_pace * 7) + (took / (_limits.MaxConcurrent ?? StoreEntry.MaxReads))) / 8;
        }
    }

    private TimeSpan Elapsed => clock.GetElapsedTime(_began);

    private TimeSpan Spacing => _limits.RequestsPerSecond is { } rate ? TimeSpan.FromSeconds(Math.Min(1 / rate, 3600)) : TimeSpan.Zero;

    private TimeSpan Take(TimeSpan now)
    {
        var turn = _next > now ? _next : now;
        _next = turn + Spacing;
        _open++;
        return turn - now;
    }

    // Those who are put off come back one after another, as fast as the store takes them.
    private TimeSpan Promise(TimeSpan now)
    {
        PutOff++;
        var last = _promised > _next ? _promised : _next;
        var promised = (last > now ? last : now) + (Spacing > _pace ? Spacing : _pace);
        if (promised - now < LongestPutOff)
        {
            _promised = promised;
            return promised - now;
        }

        // More than that cannot be served in time: they are spread over the second half of it.
        return LongestPutOff * (0.5 + (PutOff % 64 / 128.0));
    }

    private void Count(int more)
    {
        lock (_lock)
        {
            Waiting += more;
        }
    }
}
