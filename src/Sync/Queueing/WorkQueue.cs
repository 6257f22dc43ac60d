using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.Queueing;

/// <summary>
/// Objects to look at, each by one worker at a time. What was asked for by an event comes before what is due by time; a failure doubles the
/// wait of its object alone. Safe on all threads.
/// </summary>
internal sealed class WorkQueue<TKey>
    where TKey : notnull
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(7);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    private const int ParkedForEachWorker = 16;

    private readonly TimeProvider _clock;
    private readonly Func<TKey, DateTimeOffset, CancellationToken, Task<Requeue>> _work;
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Entry> _entries = [];
    private readonly Queue<TKey> _asked = [];
    private readonly TimedKeys<TKey> _timed;
    private readonly long _began;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _stamp;

    /// <summary>A queue with nothing in it.</summary>
    /// <param name="clock">Times and waits.</param>
    /// <param name="work">
    /// Looks at an object that was asked for at a time, and says when it is looked at again. What it throws besides the end of the token
    /// ends the queue.
    /// </param>
    public WorkQueue(TimeProvider clock, Func<TKey, DateTimeOffset, CancellationToken, Task<Requeue>> work)
    {
        (_clock, _work, _began) = (clock, work, clock.GetTimestamp());
        _timed = new(key => _entries.TryGetValue(key, out var entry) && !entry.IsRunning && !entry.IsQueued ? entry.Stamp : 0);
    }

    /// <summary>Which objects are looked at; others are dropped. Default: all.</summary>
    public Func<TKey, bool> IsOurs { get; init; } = static _ => true;

    /// <summary>Called when an object is asked for, under a lock: it must be quick. Default: nothing.</summary>
    public Action Added { get; init; } = static () => { };

    /// <summary>Gets how long an object waited for a worker, after an event or after it was due. Default: nothing.</summary>
    public Action<TimeSpan> Started { get; init; } = static _ => { };

    /// <summary>Gets how long after it was due by time an object found a worker. Default: nothing.</summary>
    public Action<TimeSpan> Late { get; init; } = static _ => { };

    /// <summary>How many wait for a worker by an event.</summary>
    public int Depth
    {
        get
        {
            lock (_lock)
            {
                return _asked.Count;
            }
        }
    }

    /// <summary>How long it takes until an object is looked at; zero if that is now, null if no time is set.</summary>
    public TimeSpan? TimeUntil(TKey key)
    {
        lock (_lock)
        {
            return !_entries.TryGetValue(key, out var entry) ? null
                : entry.IsRunning || entry.IsQueued ? TimeSpan.Zero
                : entry.Stamp == 0 ? null
                : entry.Due - Elapsed is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>Asks for an object now.</summary>
    public void Add(TKey key)
    {
        if (!IsOurs(key))
        {
            return;
        }

        lock (_lock)
        {
            Added();
            var entry = EntryOf(key);
            entry.Asked ??= _clock.GetUtcNow();
            if (!entry.IsRunning && !entry.IsQueued)
            {
                entry.IsQueued = true;
                _asked.Enqueue(key);
            }

            Signal();
        }
    }

    /// <summary>Forgets an object: its failures, and when it is due.</summary>
    public void Forget(TKey key)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                (entry.Failures, entry.Stamp) = (0, 0);
            }
        }
    }

    /// <summary>Works until the token fires, then waits for what is under way.</summary>
    /// <param name="workers">Most objects at a time.</param>
    /// <param name="grace">
    /// Asked when the token fires: how long what is under way may go on, before its own token fires. A look that ends between a write and
    /// the status that speaks of it would leave the rest to the next agent.
    /// </param>
    /// <param name="ct">Ends it.</param>
    public async Task RunAsync(int workers, Func<TimeSpan> grace, CancellationToken ct)
    {
        using var last = new CancellationTokenSource();
        var slow = new ParkedWork(_clock, workers * ParkedForEachWorker);
        var working = Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(slow, ct, last.Token)));
        await Task.WhenAny(working, slow.Broken, Task.Delay(Timeout.InfiniteTimeSpan, ct));
        if (slow.Broken.IsCompleted)
        {
            await last.CancelAsync();
            await await slow.Broken;
        }

        var all = EndAsync(working, slow, last.Token);
        if (!all.IsCompleted && grace() is var rest && rest > TimeSpan.Zero)
        {
            await Task.WhenAny(all, Task.Delay(rest, _clock, last.Token));
        }

        await last.CancelAsync();
        await all;
    }

    private static async Task EndAsync(Task working, ParkedWork slow, CancellationToken last)
    {
        await working;
        try
        {
            await slow.AllAsync();
        }
        catch (OperationCanceledException) when (last.IsCancellationRequested)
        {
            // They were given up.
        }
    }

    private async Task WorkAsync(ParkedWork slow, CancellationToken ct, CancellationToken last)
    {
        while (!ct.IsCancellationRequested)
        {
            if (!TryTake(out var key, out var asked, out var wait, out var changed))
            {
                try
                {
                    await changed.WaitAsync(wait, _clock, ct);
                }
                catch (TimeoutException)
                {
                    // Something is due.
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                continue;
            }

            try
            {
                await slow.FollowAsync(LookAsync(key, asked, last));
            }
            catch (OperationCanceledException) when (last.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task LookAsync(TKey key, DateTimeOffset asked, CancellationToken last) => Finish(key, await _work(key, asked, last));

    private bool TryTake(out TKey key, out DateTimeOffset asked, out TimeSpan wait, out Task changed)
    {
        lock (_lock)
        {
            var now = Elapsed;
            (wait, changed, asked) = (LongestSleep, _changed.Task, _clock.GetUtcNow());
            if (_asked.TryDequeue(out key!))
            {
                var entry = EntryOf(key);
                var waited = asked - (entry.Asked ?? asked);
                asked -= waited;
                Started(waited > TimeSpan.Zero ? waited : TimeSpan.Zero);
                Start(entry);
                return true;
            }

            if (!_timed.TryPeek(out key, out var due))
            {
                return false;
            }

            if (due > now)
            {
                wait = due - now < LongestSleep ? due - now : LongestSleep;
                return false;
            }

            _timed.Dequeue();
            Started(now - due);
            Late(now - due);
            Start(_entries[key]);
            return true;
        }
    }

    private void Finish(TKey key, Requeue requeue)
    {
        lock (_lock)
        {
            var entry = EntryOf(key);
            entry.IsRunning = false;
            entry.Failures = requeue.Kind == RequeueKind.Backoff ? entry.Failures + 1 : 0;
            if (entry.Asked is not null || requeue.Kind == RequeueKind.Immediately)
            {
                entry.Asked ??= _clock.GetUtcNow();
                entry.IsQueued = true;
                _asked.Enqueue(key);
            }
            else if (requeue.Kind == RequeueKind.None)
            {
                _entries.Remove(key);
            }
            else
            {
                (entry.Stamp, entry.Due) = (++_stamp, Elapsed + DelayOf(requeue, entry.Failures));
                _timed.Add(key, entry.Stamp, entry.Due);
            }

            Signal();
        }
    }

    // What is due by time does not depend on the clock of the wall, which can be set.
    private TimeSpan Elapsed => _clock.GetElapsedTime(_began);

    private static TimeSpan DelayOf(Requeue requeue, int failures) => requeue.Kind == RequeueKind.After ? requeue.Delay
        : failures > 9 ? LongestWait
        : FirstWait * (1 << (failures - 1)) is var wait && wait < LongestWait ? wait : LongestWait;

    private static void Start(Entry entry) =>
        (entry.IsRunning, entry.IsQueued, entry.Asked, entry.Stamp) = (true, false, null, 0);

    private Entry EntryOf(TKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            _entries[key] = entry = new();
        }

        return entry;
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.TrySetResult();
    }

    private sealed class Entry
    {
        public bool IsRunning { get; set; }

        public bool IsQueued { get; set; }

        public DateTimeOffset? Asked { get; set; }

        public int Failures { get; set; }

        public long Stamp { get; set; }

        public TimeSpan Due { get; set; }
    }
}
