using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http.Authentication;

/// <summary>
/// One attempt to obtain a token, for all who wait: it ends when it is done, after its time, or when the last one stops waiting.
/// </summary>
internal sealed class SharedFetch
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop;
    private readonly Func<CancellationToken, Task<AccessToken?>> _fetch;
    private Task<AccessToken?>? _result;
    private int _waiting = 1;

    /// <summary>Made by the first who waits; nothing is sent before <see cref="WaitAsync"/>.</summary>
    public SharedFetch(Func<CancellationToken, Task<AccessToken?>> fetch, TimeSpan timeout, TimeProvider clock) =>
        (_fetch, _stop) = (fetch, new CancellationTokenSource(timeout, clock));

    /// <summary>Adds one who waits. False if it is over: what it obtained is then known, or a new attempt is needed.</summary>
    public bool TryJoin()
    {
        lock (_lock)
        {
            if (_waiting == 0 || _result is { IsCompleted: true })
            {
                return false;
            }

            _waiting++;
            return true;
        }
    }

    /// <summary>Waits for the token; to be called once by each who waits.</summary>
    public async Task<AccessToken?> WaitAsync(CancellationToken ct)
    {
        try
        {
            return await Start().WaitAsync(ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new SecretsKitException(ErrorCode.General, "no access token was obtained in time");
        }
        finally
        {
            Leave();
        }
    }

    private Task<AccessToken?> Start()
    {
        lock (_lock)
        {
            // On a thread of its own: code of the source that does not wait must not run under the lock, nor in the order of callers
            // first.
            return _result ??= Task.Run(() => _fetch(_stop.Token), CancellationToken.None);
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_waiting > 0)
            {
                return;
            }
        }

        _stop.Cancel();
        _stop.Dispose();
    }
}
