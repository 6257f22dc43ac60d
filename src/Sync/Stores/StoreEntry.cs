using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Observing;

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

/// <summary>
/// A store in use: it ends after its last read once it was replaced. Limits reads. A store that is away, or asks to be left alone, is not
/// asked again for a while: reads fail at once as the last one did, so that mappings of other stores need not wait behind them.
/// </summary>
internal sealed class StoreEntry(StoreIdentity identity, ISecretStore store, TimeProvider clock) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _slots = new(MaxReads);
    private DateTimeOffset _pausedUntil;
    private ProviderException? _lastFailure;
    private int _failures;
    private int _users;
    private bool _isRetired;

    /// <summary>Most reads of one store at a time.</summary>
    public const int MaxReads = 16;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    public StoreIdentity Identity { get; } = identity;

    public ISecretStore Store { get; } = store;

    /// <summary>The field of the manifest that names the provider, and for AWS the service.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Counts calls.</summary>
    public ProviderCalls Calls { get; init; } = new();

    /// <summary>Whether its search gives keys of Secrets instead of its own names, before any rewrite (quirk Q9).</summary>
    public bool ConvertsFoundNames { get; init; }

    /// <summary>Runs a read within the limits of the store.</summary>
    /// <param name="operation">What it is, for metrics.</param>
    /// <param name="read">The read.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<T> RunAsync<T>(string operation, Func<ISecretStore, CancellationToken, ValueTask<T>> read, CancellationToken ct)
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
                RefuseDuringPause();
                return await AskAsync(operation, read, ct);
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

    private async Task<T> AskAsync<T>(string operation, Func<ISecretStore, CancellationToken, ValueTask<T>> read, CancellationToken ct)
    {
        try
        {
            var result = await read(Store, ct);
            Finish(operation, null);
            return result;
        }
        catch (ProviderException failure)
        {
            Finish(operation, failure);
            throw;
        }
    }

    private void RefuseDuringPause()
    {
        lock (_lock)
        {
            if (_lastFailure is { } last && clock.GetUtcNow() < _pausedUntil)
            {
                throw new ProviderException(last);
            }
        }
    }

    private void Finish(string operation, ProviderException? failure)
    {
        lock (_lock)
        {
            Calls.Add(Provider, operation, failure is not null);
            var isAway = failure?.Failure.Fault is ProviderFault.Unreachable or ProviderFault.TimedOut or ProviderFault.Throttled
                or ProviderFault.ServerFailed;
            (_lastFailure, _failures) = isAway ? (failure, _failures + 1) : (null, 0);
            if (failure is { Failure: { Fault: ProviderFault.Throttled, RetryAfter: { } wait } })
            {
                _pausedUntil = clock.GetUtcNow() + (wait < LongestPause ? wait : LongestPause);
            }
            else if (isAway)
            {
                var pause = FirstPause * (1 << Math.Min(_failures - 1, 10));
                _pausedUntil = clock.GetUtcNow() + (pause < LongestSilence ? pause : LongestSilence);
            }
        }
    }
}
