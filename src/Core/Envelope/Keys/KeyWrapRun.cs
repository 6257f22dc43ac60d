using System.Runtime.ExceptionServices;

namespace SecretsKit.Core.Envelope.Keys;

/// <summary>
/// Wraps for many keys. Local services are called one after the other, in the order of the keys; calls to remote ones overlap with each
/// other and with those. A key that cannot wrap stops no other one; any other failure, cancellation included, ends the calls that are
/// under way, and none is begun after it.
/// </summary>
internal sealed class KeyWrapRun : IDisposable
{
    /// <summary>Most calls to remote services that are under way at once: servers limit the rate of a client.</summary>
    public const int MaxRemoteCalls = 8;

    private readonly CancellationTokenSource _stop;
    private readonly SemaphoreSlim _slots = new(MaxRemoteCalls);
    private readonly List<Task> _remote = [];
    private ExceptionDispatchInfo? _failure;

    /// <summary>A run, which ends early with a token.</summary>
    public KeyWrapRun(CancellationToken ct) => _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _slots.Dispose();
    }

    /// <summary>Calls the services of all attempts. No call is under way any more when it returns, or fails.</summary>
    public async ValueTask RunAsync(IReadOnlyList<KeyWrapAttempt> attempts)
    {
        try
        {
            foreach (var attempt in attempts)
            {
                await attempt.CallLocalAsync(_stop.Token);
                if (attempt.NeedsRemote)
                {
                    await _slots.WaitAsync(_stop.Token);

                    // A call that was ended may have freed the slot.
                    _stop.Token.ThrowIfCancellationRequested();
                    _remote.Add(CallRemoteAsync(attempt));
                }
            }
        }
        catch (Exception failure)
        {
            await StopAsync(failure);
            _failure!.Throw();
            throw;
        }
        finally
        {
            // The parts are lent: they are wiped after this.
            await Task.WhenAll(_remote).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _failure?.Throw();
    }

    private async Task CallRemoteAsync(KeyWrapAttempt attempt)
    {
        try
        {
            await attempt.CallRemoteAsync(_stop.Token);
        }
        catch (Exception failure)
        {
            await StopAsync(failure);
            throw;
        }
        finally
        {
            _slots.Release();
        }
    }

    // What the calls that are ended for this failure throw after it does not count.
    private Task StopAsync(Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
        return _stop.CancelAsync();
    }
}
