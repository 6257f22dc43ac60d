using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Sync.Leading;

/// <summary>
/// Elects one agent of many that works, by a lease. Whether a lease of another is over is judged by how long this agent has seen it
/// unchanged, not by the times in it: clocks of machines differ. A leader counts its own time from before each renewal was sent.
/// </summary>
/// <param name="objects">The server; its client must not be the one that is fenced. Lent.</param>
/// <param name="settings">How.</param>
/// <param name="clock">Measures.</param>
public sealed class LeaderElection(ObjectClient objects, LeaderSettings settings, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private Lease? _seen;
    private long _seenAt;
    private long _renewedAt;
    private DateTimeOffset _renewedOn;
    private bool _isLeader;

    /// <summary>Gets each failure to take or renew the lease; the next attempt follows by itself. Default: not reported.</summary>
    public Action<SecretsKitException>? AttemptFailed { get; init; }

    /// <summary>Whether this agent may write: it leads, and its last renewal is not older than the deadline.</summary>
    public bool IsLeader
    {
        get
        {
            lock (_lock)
            {
                return _isLeader && Left > TimeSpan.Zero;
            }
        }
    }

    /// <summary>How long this agent may still write without another renewal; zero if it does not lead.</summary>
    public TimeSpan Allowed
    {
        get
        {
            lock (_lock)
            {
                return _isLeader && Left is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    // By both clocks: the one that only goes on does not count the time in which a machine was suspended.
    private TimeSpan Left
    {
        get
        {
            var (steady, wall) = (clock.GetElapsedTime(_renewedAt), clock.GetUtcNow() - _renewedOn);
            return settings.RenewDeadline - (steady > wall ? steady : wall);
        }
    }

    /// <summary>For <see cref="ApiClient.Fence"/> of the client that writes: refuses every request once this agent may not write.</summary>
    public SecretsKitException? Refuse() => IsLeader ? null : new SecretsKitException(
        ErrorCode.General, $"this agent does not hold the lease {settings.Namespace}/{settings.Name}");

    /// <summary>
    /// Works as long as this agent leads, and waits to lead again, until the token fires. Then the lease is given back, so that another
    /// need not wait for its end.
    /// </summary>
    /// <param name="work">Ends soon after its token fires, which it does when the lease is lost.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            while (true)
            {
                await AcquireAsync(cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var working = work(lost.Token);
                var holding = HoldAsync(lost.Token);
                var isDone = await Task.WhenAny(working, holding) == working;
                await lost.CancelAsync();
                await working;
                await holding;
                if (isDone)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // That was asked for.
        }
        finally
        {
            await ReleaseAsync();
        }
    }

    private async Task AcquireAsync(CancellationToken ct)
    {
        while (!await TryTakeAsync(settings.RenewDeadline, ct))
        {
            // A lease that ends before the next attempt is taken at its end.
            var left = settings.LeaseDuration - clock.GetElapsedTime(_seenAt);
            var wait = _seen is not null && left > TimeSpan.Zero && left < settings.RetryPeriod ? left : settings.RetryPeriod;
            await Task.Delay(wait, clock, ct);
        }
    }

    // Returns when the lease is lost, or the token fires.
    private async Task HoldAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await Task.Delay(settings.RetryPeriod, clock, ct);

                // What is under way ends with the right to write, not some time later.
                var left = Remaining();
                if (left <= TimeSpan.Zero || (!await TryTakeAsync(left, ct) && (!IsLeader || IsTakenByAnother())))
                {
                    Lose();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Given back by the caller.
        }
    }

    private async Task<bool> TryTakeAsync(TimeSpan patience, CancellationToken ct)
    {
        var (began, beganOn) = (clock.GetTimestamp(), clock.GetUtcNow());

        // Its own timer, which may end while the source is disposed: a timer that cancels another source would fail then.
        using var deadline = new CancellationTokenSource(patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            var found = await Lease.FindAsync(objects, settings.Namespace, settings.Name, limit.Token);
            if (found is not null && found.Holder.Length > 0 && found.Holder != settings.Identity && !IsOver(found))
            {
                return false;
            }

            var now = clock.GetUtcNow();
            var isOurs = found?.Holder == settings.Identity;
            var wanted = (found ?? new Lease(settings.Namespace, settings.Name)) with
            {
                Holder = settings.Identity,
                Duration = settings.LeaseDuration,
                Acquired = isOurs ? found!.Acquired : now,
                Renewed = now,
                Transitions = found is null || isOurs ? found?.Transitions ?? 0 : found.Transitions + 1,
            };
            var written = await wanted.WriteAsync(objects, WriteOptions.Default, limit.Token);
            lock (_lock)
            {
                (_isLeader, _renewedAt, _renewedOn, _seen, _seenAt) = (true, began, beganOn, written, began);
            }

            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
        catch (SecretsKitException failure)
        {
            // Somebody was faster, or the server is away or refuses: the next attempt follows.
            AttemptFailed?.Invoke(failure);
            return false;
        }
    }

    private bool IsOver(Lease found)
    {
        lock (_lock)
        {
            if (_seen?.ResourceVersion != found.ResourceVersion)
            {
                (_seen, _seenAt) = (found, clock.GetTimestamp());
                return false;
            }

            return clock.GetElapsedTime(_seenAt) >= found.Duration;
        }
    }

    private bool IsTakenByAnother()
    {
        lock (_lock)
        {
            return _seen is { } seen && seen.Holder != settings.Identity;
        }
    }

    private TimeSpan Remaining()
    {
        lock (_lock)
        {
            return Left;
        }
    }

    private void Lose()
    {
        lock (_lock)
        {
            _isLeader = false;
        }
    }

    private async Task ReleaseAsync()
    {
        Lease? held;
        lock (_lock)
        {
            held = _isLeader && _seen?.Holder == settings.Identity ? _seen : null;
            _isLeader = false;
        }

        if (held is null)
        {
            return;
        }

        using var patience = new CancellationTokenSource(settings.RetryPeriod, clock);
        try
        {
            await (held with { Holder = "", Duration = TimeSpan.FromSeconds(1), Renewed = clock.GetUtcNow() })
                .WriteAsync(objects, WriteOptions.Default, patience.Token);
        }
        catch (Exception failure) when (failure is SecretsKitException or OperationCanceledException)
        {
            // It ends by itself then.
        }
    }
}
