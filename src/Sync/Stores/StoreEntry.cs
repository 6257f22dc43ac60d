using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Tracing;

namespace SecretsKit.Sync.Stores;

/// <summary>
/// A store in use: it ends after its last read once it was replaced. Limits reads. A store that is away, or asks to be left alone, is not
/// asked again for a while: reads fail at once as the last one did, so that mappings of other stores need not wait behind them.
/// </summary>
internal sealed class StoreEntry(StoreIdentity identity, ISecretStore store, TimeProvider clock) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _slots = new(MaxReads);
    private long _pauseBegan;
    private TimeSpan _pause;
    private long _progressed = clock.GetTimestamp();
    private ProviderException? _lastFailure;
    private int _failures;
    private int _users;
    private bool _isRetired;

    /// <summary>Most reads of one store at a time.</summary>
    public const int MaxReads = 16;

    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    public StoreIdentity Identity { get; } = identity;

    public ISecretStore Store { get; } = store;

    /// <summary>The field of the manifest that names the provider, and for AWS the service.</summary>
    public string Provider { get; init; } = "";

    /// <summary>Counts calls.</summary>
    public ProviderCalls Calls { get; init; } = new();

    /// <summary>The turns of the store, which its other namespaces share. Default: turns of its own without limits.</summary>
    public StoreThrottle Throttle { get; init; } = new(clock);

    /// <summary>Whether its search gives keys of Secrets instead of its own names, before any rewrite (quirk Q9).</summary>
    public bool ConvertsFoundNames { get; init; }

    /// <summary>Whether a read would be refused at once, so that it needs no turn.</summary>
    public bool IsRefusing
    {
        get
        {
            lock (_lock)
            {
                return IsPaused || IsStuck;
            }
        }
    }

    /// <summary>Runs a read within the limits of the store; it waits for its turn.</summary>
    /// <inheritdoc cref="RunAsync{T}(string, Func{ISecretStore, CancellationToken, ValueTask{T}}, TimeSpan?, CancellationToken)"/>
    public Task<T> RunAsync<T>(string operation, Func<ISecretStore, CancellationToken, ValueTask<T>> read, CancellationToken ct) =>
        RunAsync(operation, read, Throttle.Enter(), ct);

    /// <summary>Runs a read within the limits of the store.</summary>
    /// <param name="operation">What it is, for metrics.</param>
    /// <param name="read">The read.</param>
    /// <param name="turn">How long to wait for the turn that was taken for it, which ends here; null if none was.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<T> RunAsync<T>(
        string operation, Func<ISecretStore, CancellationToken, ValueTask<T>> read, TimeSpan? turn, CancellationToken ct)
    {
        lock (_lock)
        {
            _users++;
        }

        var took = TimeSpan.Zero;
        try
        {
            RefuseWhenStuck();
            await Throttle.WaitAsync(turn ?? TimeSpan.Zero, ct);
            using var place = await ShareAsync(ct);
            await _slots.WaitAsync(ct);
            var began = clock.GetTimestamp();
            try
            {
                RefuseDuringPause();
                return await AskAsync(operation, read, ct);
            }
            finally
            {
                took = clock.GetElapsedTime(began);
                Progress();
                _slots.Release();
            }
        }
        finally
        {
            if (turn is not null)
            {
                Throttle.Leave(took);
            }

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
        using var span = ReadSpan.Call(Identity, Provider, operation);
        try
        {
            var result = await read(Store, ct);
            Finish(operation, null);
            return result;
        }
        catch (ProviderException failure)
        {
            span.Failed(failure);
            Finish(operation, failure);
            throw;
        }
    }

    private async Task<SharedPlace?> ShareAsync(CancellationToken ct)
    {
        if (Throttle.Slots is not { } shared)
        {
            return null;
        }

        await shared.WaitAsync(ct);
        return new(shared);
    }

    private bool IsPaused => _lastFailure is not null && clock.GetElapsedTime(_pauseBegan) < _pause;

    private bool IsStuck => _slots.CurrentCount == 0 && clock.GetElapsedTime(_progressed) > Stuck;

    private void RefuseDuringPause()
    {
        lock (_lock)
        {
            if (IsPaused)
            {
                throw new ProviderException(_lastFailure!);
            }
        }
    }

    // All reads of the store run, and none has ended for a while: another would only wait with them.
    private void RefuseWhenStuck()
    {
        lock (_lock)
        {
            if (_slots.CurrentCount == MaxReads)
            {
                _progressed = clock.GetTimestamp();
            }
            else if (IsStuck)
            {
                throw new ProviderException(
                    new(ProviderFault.TimedOut, Identity.Kind, "read", Identity.Name),
                    $"none of {MaxReads} reads has ended in ten seconds");
            }
        }
    }

    private void Progress()
    {
        lock (_lock)
        {
            _progressed = clock.GetTimestamp();
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
                (_pauseBegan, _pause) = (clock.GetTimestamp(), wait < LongestPause ? wait : LongestPause);
            }
            else if (isAway)
            {
                var pause = FirstPause * (1 << Math.Min(_failures - 1, 10));
                (_pauseBegan, _pause) = (clock.GetTimestamp(), pause < LongestSilence ? pause : LongestSilence);
            }
        }
    }

    private sealed class SharedPlace(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
