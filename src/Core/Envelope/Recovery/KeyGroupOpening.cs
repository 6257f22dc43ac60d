using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Core.Envelope.Recovery;

/// <summary>
/// Opens one key group. Its keys are tried in order, each with the services for its type in order; the first success ends it. A remote
/// service that does not answer is not waited for alone: the next step begins beside it, and who answers first wins. Beside a local service
/// nothing begins, since it may be waiting for a person.
/// </summary>
internal sealed class KeyGroupOpening
{
    /// <summary>How long a remote service may be silent before another remote one is asked beside it.</summary>
    public static readonly TimeSpan HedgeDelay = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The same before a local service is: longer, so that a slow network alone makes nobody type a passphrase.
    /// </summary>
    public static readonly TimeSpan LocalDelay = TimeSpan.FromSeconds(5);

    private readonly KeyServiceChain _services;
    private readonly Task _before;
    private readonly List<(MasterKey Key, int End)> _keys = [];
    private readonly List<UnwrapStep> _steps = [];
    private readonly List<UnwrapStep> _running = [];
    private readonly TaskCompletionSource _remoteOnly = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _lastLocal;
    private int _next;
    private int _reported;
    private bool _isLatestAnswered;
    private long _lastBegin;

    /// <summary>A group that is yet to be opened.</summary>
    /// <param name="services">Who can unwrap.</param>
    /// <param name="keys">The group's keys in the order in which they are tried.</param>
    /// <param name="before">Ends with the groups before this one: no local service is called until then.</param>
    public KeyGroupOpening(KeyServiceChain services, IEnumerable<WrappedKey> keys, Task before)
    {
        (_services, _before) = (services, before);
        foreach (var wrapped in keys)
        {
            _steps.AddRange(services.For(wrapped.Key.Type).Select(service => new UnwrapStep(wrapped, service)));
            _keys.Add((wrapped.Key, _steps.Count));
        }

        _lastLocal = _steps.FindLastIndex(static step => !step.IsRemote);
    }

    /// <summary>Whether the first service that is asked is a remote one.</summary>
    public bool BeginsRemotely => _steps.Count > 0 && _steps[0].IsRemote;

    /// <summary>Ends as soon as no local service is left to ask, at the latest with the group.</summary>
    public Task RemoteOnly => _remoteOnly.Task;

    /// <summary>Opens it; to be called once.</summary>
    /// <param name="report">Receives the attempts in order.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The group's part, which the caller owns, or null.</returns>
    public async Task<KeyPart?> OpenAsync(Action<KeyUse> report, CancellationToken ct)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            while (_running.Count > 0 || _next < _steps.Count)
            {
                ct.ThrowIfCancellationRequested();
                if (WaitBeforeNext() == TimeSpan.Zero)
                {
                    Begin(stop.Token);
                }

                if (_next > _lastLocal && _running.TrueForAll(static step => step.IsRemote))
                {
                    _remoteOnly.TrySetResult();
                }

                await WaitAsync(ct);
                if (await CollectAsync(report) is { } part)
                {
                    return part;
                }
            }

            return null;
        }
        finally
        {
            await StopAsync(stop);
            Report(report, isOver: true);
            _remoteOnly.TrySetResult();
        }
    }

    /// <summary>What was tried, once it is open or has failed: the keys up to the one that succeeded.</summary>
    public GroupAttempts Attempts()
    {
        var (tried, start) = (new List<KeyAttempts>(_keys.Count), 0);
        foreach (var (key, end) in _keys)
        {
            KeyAttempt[] attempts = [.. _steps[start..end].Select(static step => step.Outcome).OfType<KeyAttempt>()];
            if (start == end && _services.Services.Count > 0)
            {
                attempts = [new(key, UnwrapOutcome.Unavailable, $"no key service for keys of type {key.Type}")];
            }

            tried.Add(new(key, attempts));
            if (attempts.Any(static attempt => attempt.Outcome == UnwrapOutcome.Unwrapped))
            {
                return new(true, tried);
            }

            start = end;
        }

        return new(false, tried);
    }

    // How long until the next step may begin; null while that depends on something else than time.
    private TimeSpan? WaitBeforeNext()
    {
        if (_next == _steps.Count || (!_steps[_next].IsRemote && !_before.IsCompleted))
        {
            return null;
        }

        if (_running.Count == 0)
        {
            return TimeSpan.Zero;
        }

        if (_services.Clock is not { } clock || _running.Exists(static step => !step.IsRemote))
        {
            return null;
        }

        var delay = !_steps[_next].IsRemote ? LocalDelay : _isLatestAnswered ? TimeSpan.Zero : HedgeDelay;
        var left = delay - clock.GetElapsedTime(_lastBegin);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Begin(CancellationToken ct)
    {
        var step = _steps[_next++];
        _lastBegin = _services.Clock?.GetTimestamp() ?? 0;
        _isLatestAnswered = false;
        step.Begin(ct);
        _running.Add(step);
    }

    // Until a call ends, or the next step may begin.
    private async Task WaitAsync(CancellationToken ct)
    {
        var wait = WaitBeforeNext();
        if (wait == TimeSpan.Zero || _running.Exists(static step => step.Call.IsCompleted))
        {
            return;
        }

        List<Task> events = [.. _running.Select(static step => step.Call)];
        if (_next < _steps.Count && !_before.IsCompleted && !_steps[_next].IsRemote)
        {
            events.Add(_before);
        }

        using var waiting = new CancellationTokenSource();
        if (wait is { } time)
        {
            events.Add(Task.Delay(time, _services.Clock!, waiting.Token));
        }

        await Task.WhenAny(events).WaitAsync(ct);
        await waiting.CancelAsync();
    }

    private async ValueTask<KeyPart?> CollectAsync(Action<KeyUse> report)
    {
        for (var index = 0; index < _running.Count;)
        {
            var step = _running[index];
            if (!step.Call.IsCompleted)
            {
                index++;
                continue;
            }

            _running.RemoveAt(index);
            _isLatestAnswered |= index == _running.Count;
            var result = await step.Call;
            step.Outcome = result.Attempt;
            if (result.Part is { } part)
            {
                return part;
            }
        }

        Report(report, isOver: false);
        return null;
    }

    // A local service is waited for, since it may hold the terminal; a remote one that ignores its token delays nobody.
    private async Task StopAsync(CancellationTokenSource stop)
    {
        await stop.CancelAsync();
        foreach (var step in _running.Where(static step => !step.IsRemote))
        {
            await step.DiscardAsync();
        }

        _ = DiscardAsync([.. _running.Where(static step => step.IsRemote)], stop);
    }

    private static async Task DiscardAsync(UnwrapStep[] late, CancellationTokenSource stop)
    {
        foreach (var step in late)
        {
            await step.DiscardAsync();
        }

        stop.Dispose();
    }

    // Those that nothing before them is open to; at the end all that have an outcome.
    private void Report(Action<KeyUse> report, bool isOver)
    {
        for (; _reported < _next && (isOver || _steps[_reported].Outcome is not null); _reported++)
        {
            if (_steps[_reported] is { Outcome: { } outcome, Key: var key })
            {
                report(new(key, KeyOperation.Unwrap, outcome.Outcome == UnwrapOutcome.Unwrapped));
            }
        }
    }
}
