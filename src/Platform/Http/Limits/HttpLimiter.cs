namespace SecretsKit.Platform.Http.Limits;

/// <summary>
/// Keeps to <see cref="HttpLimits"/> for each server. Shared by those that share the limits: a transport, several, or the clients of one
/// store. Safe on all threads.
/// </summary>
public sealed class HttpLimiter
{
    // Of servers that no request waits for. Names of servers come from configuration, and from redirects.
    private const int MaxIdleServers = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServerLimit> _servers = new(StringComparer.OrdinalIgnoreCase);
    private readonly HttpLimits _limits;
    private readonly TimeProvider _clock;

    /// <summary>Starts with every server idle.</summary>
    /// <param name="limits">For each server.</param>
    /// <param name="clock">Measures the rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not positive.</exception>
    public HttpLimiter(HttpLimits limits, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.MaxConcurrent ?? 1, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.RequestsPerSecond ?? 1, nameof(limits));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.Burst, nameof(limits));
        (_limits, _clock) = (limits, clock);
    }

    /// <summary>Most requests under way at once; null for no limit.</summary>
    internal int? MaxConcurrent => _limits.MaxConcurrent;

    /// <summary>Waits for a place.</summary>
    /// <param name="server">Scheme, host and port.</param>
    /// <param name="ct">Ends the wait; the place goes to the next one.</param>
    /// <returns>The place; disposing it frees it, once.</returns>
    internal async ValueTask<IDisposable> AcquireAsync(string server, CancellationToken ct)
    {
        var limit = Enter(server);
        try
        {
            await limit.WaitAsync(ct);
        }
        catch
        {
            Leave(server, limit);
            throw;
        }

        return new Slot(() =>
        {
            limit.Release();
            Leave(server, limit);
        });
    }

    private ServerLimit Enter(string server)
    {
        lock (_lock)
        {
            if (!_servers.TryGetValue(server, out var limit))
            {
                _servers[server] = limit = new(_limits, _clock);
            }

            limit.Users++;
            return limit;
        }
    }

    private void Leave(string server, ServerLimit limit)
    {
        lock (_lock)
        {
            limit.Users--;
            if (_servers.Count > MaxIdleServers)
            {
                Forget();
            }
        }
    }

    // Only those whose rate is as if they had never been asked.
    private void Forget()
    {
        foreach (var (server, limit) in _servers.Where(entry => entry.Value.Users == 0 && entry.Value.IsRested).ToList())
        {
            _servers.Remove(server);
            limit.Dispose();
        }
    }

    private sealed class Slot(Action free) : IDisposable
    {
        private Action? _free = free;

        public void Dispose() => Interlocked.Exchange(ref _free, null)?.Invoke();
    }
}
