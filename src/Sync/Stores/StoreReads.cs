using System.Diagnostics;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Tracing;

namespace SecretsKit.Sync.Stores;

/// <summary>
/// Merges equal reads of all mappings: whoever asks for something that is being read waits for that read, and a value that is new enough
/// for the mapping is not read again. Failures are never kept. Safe on all threads.
/// </summary>
/// <param name="clock">Says how old a value is.</param>
internal sealed class StoreReads(TimeProvider clock)
{
    private static readonly TimeSpan LongestRead = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestKept = TimeSpan.FromHours(1);
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<ReadKey, Read> _reads = [];
    private DateTimeOffset _swept;

    /// <summary>How many reads went to stores.</summary>
    public long Sent { get; private set; }

    /// <summary>How many were served by a read of another.</summary>
    public long Merged { get; private set; }

    /// <summary>One value.</summary>
    /// <param name="store">The store.</param>
    /// <param name="reference">What.</param>
    /// <param name="demand">How new it has to be, and whether who asks waits for a turn.</param>
    /// <param name="ct">Ends the waiting, not the read that others may wait for too.</param>
    /// <exception cref="StoreBusyException">The store has no turn soon, and who asks may be put off.</exception>
    public async Task<SecretValue?> GetAsync(StoreEntry store, RemoteRef reference, ReadDemand demand, CancellationToken ct) =>
        (SecretValue?)await SharedAsync(
            new(store.Identity, "get", reference), store, demand, async (from, token) => await from.GetAsync(reference, token), ct);

    /// <summary>The members of a map; a copy for the caller.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<SecretMap?> GetMapAsync(StoreEntry store, RemoteRef reference, ReadDemand demand, CancellationToken ct) =>
        Copy((SecretMap?)await SharedAsync(
            new(store.Identity, "map", reference), store, demand, async (from, token) => await from.GetMapAsync(reference, token), ct));

    /// <summary>All that a search finds; a copy for the caller.</summary>
    public async Task<SecretMap> FindAsync(StoreEntry store, SecretSearch search, ReadDemand demand, CancellationToken ct)
    {
        var tags = search.Tags is null ? "" : string.Join('\n', search.Tags.Select(tag => $"{tag.Key}\t{tag.Value}"));
        return Copy((SecretMap?)await SharedAsync(
            new(store.Identity, $"find\n{search.Path}\n{search.Tags?.Count}\n{tags}", new(search.Name)),
            store, demand, async (from, token) => await from.FindAsync(search, token), ct))!;
    }

    private async Task<object?> SharedAsync(
        ReadKey key, StoreEntry store, ReadDemand demand,
        Func<ISecretStore, CancellationToken, ValueTask<object?>> read, CancellationToken ct)
    {
        using var span = ReadSpan.Start(store.Identity, store.Provider, key.Operation);
        Task<object?> task;
        try
        {
            task = Begin(key, store, demand, read, span);
        }
        catch (StoreBusyException)
        {
            ReadSpan.PutOff(span);
            throw;
        }

        try
        {
            return await task.WaitAsync(ct);
        }
        catch (ProviderException failure)
        {
            span.Failed(failure);

            // Each who waits gets a failure of its own: one object must not be thrown by many.
            throw new ProviderException(failure);
        }
    }

    private Task<object?> Begin(
        ReadKey key, StoreEntry store, ReadDemand demand, Func<ISecretStore, CancellationToken, ValueTask<object?>> read, Activity? span)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            Sweep(now);
            if (!_reads.TryGetValue(key, out var known) || known.Began < demand.NotBefore || known.Began > now)
            {
                var (wait, hasTurn) = Enter(store, demand);
                Sent++;
                ReadSpan.Sent(span);
                _reads[key] = known = new(now, now + wait) { Span = span?.Context };
                known.Task = RunAsync(key, known, store, read, hasTurn ? wait : null);
            }
            else
            {
                WaitWith(known, store, demand, now);
                Merged++;
                ReadSpan.Shared(span, known.Span);
            }

            return known.Task;
        }
    }

    // A store that refuses reads is asked without a turn: it says why.
    private static (TimeSpan Wait, bool HasTurn) Enter(StoreEntry store, ReadDemand demand)
    {
        var throttle = store.Throttle;
        if (store.IsRefusing)
        {
            return (TimeSpan.Zero, false);
        }

        if (demand.WaitsFor(throttle))
        {
            return (throttle.Enter(), true);
        }

        if (!throttle.TryEnter(out var wait))
        {
            throw new StoreBusyException(wait);
        }

        demand.Admit(throttle);
        return (wait, true);
    }

    // A read of another that waits for its turn keeps those who wait for it.
    private static void WaitWith(Read known, StoreEntry store, ReadDemand demand, DateTimeOffset now)
    {
        if (known.Turn - now is var wait && wait > StoreThrottle.Patience && !demand.WaitsFor(store.Throttle))
        {
            throw new StoreBusyException(store.Throttle.PutOffUntil(wait));
        }
    }

    private async Task<object?> RunAsync(
        ReadKey key, Read own, StoreEntry store, Func<ISecretStore, CancellationToken, ValueTask<object?>> read, TimeSpan? turn)
    {
        // Nothing of a read happens under the lock.
        await Task.Yield();
        using var limit = new CancellationTokenSource(LongestRead + (turn ?? TimeSpan.Zero), clock);
        var isDone = false;
        try
        {
            var result = await store.RunAsync(
                key.Operation.Split('\n')[0], read, turn, limit.Token);

            // What is missing may be there at any moment: only those who wait for this very read take that from it.
            isDone = result is not null;
            return result;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new ProviderException(
                new(ProviderFault.TimedOut, store.Identity.Kind, "read", store.Identity.Name), $"there was no answer in two minutes");
        }
        finally
        {
            if (!isDone)
            {
                lock (_lock)
                {
                    if (_reads.TryGetValue(key, out var current) && ReferenceEquals(current, own))
                    {
                        _reads.Remove(key);
                    }
                }
            }
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        if (now - _swept < SweepPeriod)
        {
            return;
        }

        _swept = now;
        foreach (var (key, read) in _reads.ToList())
        {
            if (now - read.Began > LongestKept && read.Task.IsCompleted)
            {
                _reads.Remove(key);
            }
        }
    }

    private static SecretMap? Copy(SecretMap? map)
    {
        if (map is null)
        {
            return null;
        }

        var copy = new SecretMap { IsAbsent = map.IsAbsent };
        foreach (var (name, value) in map.Entries)
        {
            copy[name] = value;
        }

        return copy;
    }

    private sealed record ReadKey(StoreIdentity Store, string Operation, RemoteRef Reference);

    private sealed class Read(DateTimeOffset began, DateTimeOffset turn)
    {
        public DateTimeOffset Began { get; } = began;

        public DateTimeOffset Turn { get; } = turn;

        public Task<object?> Task { get; set; } = null!;

        /// <summary>The span of who asked first; null where that is not traced.</summary>
        public ActivityContext? Span { get; init; }
    }
}
