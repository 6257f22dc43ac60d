using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Sync.Stores;

/// <summary>Who reads what: the identity that reads are merged by (design decision 14).</summary>
/// <param name="Kind">The kind of the store.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">
/// The namespace that it is read for: for a ClusterSecretStore too, because credentials may be those of each namespace.
/// </param>
/// <param name="Uid">The identifier of the object: one that was made anew is another store.</param>
/// <param name="Generation">The state of its settings.</param>
internal sealed record StoreIdentity(string Kind, string Name, string Namespace, string Uid, long Generation);

/// <summary>A store in use: it ends after its last read once it was replaced. Limits reads, and waits when the store asks for it.</summary>
internal sealed class StoreEntry(StoreIdentity identity, ISecretStore store, TimeProvider clock) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _slots = new(MaxReads);
    private DateTimeOffset _pausedUntil;
    private int _users;
    private bool _isRetired;

    /// <summary>Most reads of one store at a time.</summary>
    public const int MaxReads = 16;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    public StoreIdentity Identity { get; } = identity;

    public ISecretStore Store { get; } = store;

    /// <summary>Whether its search gives keys of Secrets instead of its own names, before any rewrite (quirk Q9).</summary>
    public bool ConvertsFoundNames { get; init; }

    /// <summary>Runs a read within the limits of the store.</summary>
    public async Task<T> RunAsync<T>(Func<ISecretStore, CancellationToken, ValueTask<T>> read, CancellationToken ct)
    {
        lock (_lock)
        {
            _users++;
        }

        try
        {
            await _slots.WaitAsync(ct);
            try
            {
                await WaitForPauseAsync(ct);
                return await read(Store, ct);
            }
            catch (ProviderException failure) when (failure.Failure is { Fault: ProviderFault.Throttled, RetryAfter: { } wait })
            {
                lock (_lock)
                {
                    _pausedUntil = clock.GetUtcNow() + (wait < LongestPause ? wait : LongestPause);
                }

                throw;
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            await LeaveAsync();
        }
    }

    /// <summary>Ends the store as soon as its last read is over.</summary>
    public async ValueTask DisposeAsync()
    {
        bool isFree;
        lock (_lock)
        {
            isFree = !_isRetired && _users == 0;
            _isRetired = true;
        }

        if (isFree)
        {
            await EndAsync();
        }
    }

    private async ValueTask LeaveAsync()
    {
        bool isLast;
        lock (_lock)
        {
            isLast = --_users == 0 && _isRetired;
        }

        if (isLast)
        {
            await EndAsync();
        }
    }

    private async ValueTask EndAsync()
    {
        await Store.DisposeAsync();
        _slots.Dispose();
    }

    private async Task WaitForPauseAsync(CancellationToken ct)
    {
        TimeSpan wait;
        lock (_lock)
        {
            wait = _pausedUntil - clock.GetUtcNow();
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, ct);
        }
    }
}
