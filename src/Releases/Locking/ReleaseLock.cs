using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Releases.Locking;

/// <summary>
/// The right to change a release: a Lease beside its records, which is renewed while this object lives. A holder that dies stops renewing,
/// and the next one sees that. Dispose it when the release is as it should be: the Lease is deleted then. Safe on all threads.
/// </summary>
public sealed class ReleaseLock : IAsyncDisposable
{
    private const string Prefix = "secretskit-release-";

    // How often a held lock is looked at.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A renewal that is older than this beyond its duration is that of a dead holder, whatever the clocks of both machines say.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    // Whoever is faster holds the lock at the next look; a server that says so again and again has another reason.
    private const int MostLostRaces = 10;

    private static readonly WriteOptions Writing = new() { FieldManager = "secretskit" };

    private readonly ObjectClient _objects;
    private readonly TimeProvider _clock;
    private readonly LockOptions _options;
    private readonly string _release;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _renewal;
    private Lease _lease;

    private ReleaseLock(ObjectClient objects, TimeProvider clock, LockOptions options, string release, Lease lease)
    {
        (_objects, _clock, _options, _release, _lease) = (objects, clock, options, release, lease);
        _renewal = RenewAsync();
    }

    /// <summary>Who held it before and died without releasing it; empty if no one did.</summary>
    public string DeadHolder { get; private init; } = "";

    /// <summary>Cancelled when the lock is lost: whatever changes the release must end.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>The failure that whoever still wants to write has to have; null while the lock is held.</summary>
    public SecretsKitException? Failure => !_lost.IsCancellationRequested ? null : new LockCause(LockFault.Lost, _release, "").ToException(
        $"the lock of release {_release} was lost: it could not be renewed in time, or somebody else took it",
        $"nothing more was written; 'secretskit pipeline recover {_release}' says what state the release is in");

    /// <summary>Locks a release.</summary>
    /// <param name="objects">The server. Lent.</param>
    /// <param name="namespace">That of the release.</param>
    /// <param name="release">Its name.</param>
    /// <param name="options">Who, and how long.</param>
    /// <param name="clock">Times waits and renewals.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null if the namespace is not there: then there is no release to lock.</returns>
    /// <exception cref="SecretsKitException">
    /// Somebody else holds it, or the server refused, with a <see cref="LockCause"/>; or the server failed.
    /// </exception>
    public static async Task<ReleaseLock?> AcquireAsync(
        ObjectClient objects,
        string @namespace,
        string release,
        LockOptions options,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        var start = clock.GetTimestamp();
        var (seen, seenAt, announced, lostRaces) = ("", start, "", 0);
        while (true)
        {
            try
            {
                var found = await Lease.FindAsync(objects, @namespace, Prefix + release, cancellationToken);
                if (found is not null && found.ResourceVersion != seen)
                {
                    (seen, seenAt) = (found.ResourceVersion, clock.GetTimestamp());
                }

                var isDead = found is { Holder.Length: > 0 } && IsDead(found, clock, seenAt);
                if (found is null || found.Holder.Length == 0 || isDead)
                {
                    var lease = Taken(found ?? new(@namespace, Prefix + release), options, clock);
                    return new(objects, clock, options, release, await lease.WriteAsync(objects, Writing, cancellationToken))
                    {
                        DeadHolder = isDead ? found!.Holder : "",
                    };
                }

                if (clock.GetElapsedTime(start) >= options.Patience)
                {
                    throw Held(release, found);
                }

                lostRaces = 0;
                if (announced != found.Holder)
                {
                    options.Waiting(announced = found.Holder);
                }
            }
            catch (ApiException failure)
                when ((failure.Status.IsAlreadyExists || failure.Status.IsConflict) && ++lostRaces <= MostLostRaces)
            {
                // Somebody else was faster: it is theirs.
                continue;
            }
            catch (ApiException failure) when (failure.Status.IsNotFound)
            {
                return null;
            }
            catch (ApiException failure) when (failure.Status.IsAlreadyExists || failure.Status.IsConflict)
            {
                throw new LockCause(LockFault.Refused, release, "").ToException(
                    $"release {release} cannot be locked: {failure.Message}",
                    $"look at the Lease {Prefix}{release} in this namespace: something refuses each write to it",
                    failure);
            }
            catch (ApiException failure) when (failure.Status.IsForbidden)
            {
                throw new LockCause(LockFault.Refused, release, "").ToException(
                    $"release {release} cannot be locked: {failure.Message}",
                    "the account needs get, create, update and delete on leases of coordination.k8s.io in this namespace",
                    failure);
            }

            await Task.Delay(Interval, clock, cancellationToken);
        }
    }

    /// <summary>
    /// The holder of a release's lock; null if it is free, its holder is dead, or the Lease may not be read.
    /// </summary>
    public static async Task<string?> FindHolderAsync(
        ObjectClient objects, string @namespace, string release, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clock);
        try
        {
            return await ObserveAsync(objects, @namespace, release, clock, cancellationToken);
        }
        catch (ApiException failure) when (failure.Status.IsForbidden)
        {
            return null;
        }
    }

    private static async Task<string?> ObserveAsync(
        ObjectClient objects, string @namespace, string release, TimeProvider clock, CancellationToken cancellationToken)
    {
        var found = await Lease.FindAsync(objects, @namespace, Prefix + release, cancellationToken);
        if (found is not { Holder.Length: > 0 })
        {
            return null;
        }

        var start = clock.GetTimestamp();
        while (!IsDead(found, clock, start))
        {
            await Task.Delay(Interval, clock, cancellationToken);
            var again = await Lease.FindAsync(objects, @namespace, Prefix + release, cancellationToken);
            if (again is null || again.ResourceVersion != found.ResourceVersion)
            {
                return again is { Holder.Length: > 0 } ? again.Holder : null;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewal;
        if (!_lost.IsCancellationRequested)
        {
            // After its duration it is free without that.
            using var limit = new CancellationTokenSource(_options.Duration, _clock);
            try
            {
                await _objects.DeleteAsync(_lease.Reference, new() { ResourceVersion = _lease.ResourceVersion }, limit.Token);
            }
            catch (Exception failure) when (failure is SecretsKitException or OperationCanceledException)
            {
                // It ends by itself: the operation is done, and its result is what counts.
            }
        }

        _stop.Dispose();
        _lost.Dispose();
    }

    private static Lease Taken(Lease lease, LockOptions options, TimeProvider clock) => lease with
    {
        Holder = options.Holder,
        Duration = options.Duration,
        Acquired = clock.GetUtcNow(),
        Renewed = clock.GetUtcNow(),
        Transitions = lease.Transitions + (lease.ResourceVersion.Length > 0 ? 1 : 0),
    };

    // Clocks of two machines differ: what counts is that no one renewed it while we looked, unless it is very old.
    private static bool IsDead(Lease lease, TimeProvider clock, long seenAt) =>
        clock.GetElapsedTime(seenAt) > lease.Duration
        || (lease.Renewed is { } renewed && clock.GetUtcNow() - renewed > lease.Duration + ClockTolerance);

    private static SecretsKitException Held(string release, Lease lease)
    {
        var since = lease.Acquired is { } time ? $" since {time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "";
        return new LockCause(LockFault.Held, release, lease.Holder).ToException(
            $"release {release} is being changed by {lease.Holder}{since}",
            "wait until that is done, or let this command wait longer: --lock=10m");
    }

    // Ends before somebody else could take it: a third of its duration is left then.
    private async Task RenewAsync()
    {
        var pause = _options.Duration / 3;
        var renewed = _clock.GetTimestamp();
        try
        {
            while (_clock.GetElapsedTime(renewed) < pause * 2)
            {
                await Task.Delay(pause, _clock, _stop.Token);
                if (await TryRenewAsync(pause) is not { } result)
                {
                    continue;
                }

                if (!result)
                {
                    break;
                }

                renewed = _clock.GetTimestamp();
            }

            await _lost.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The lock is not wanted any more.
            return;
        }
    }

    // Null: not known; false: it is somebody else's.
    private async Task<bool?> TryRenewAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        try
        {
            _lease = await (_lease with { Renewed = _clock.GetUtcNow() }).WriteAsync(_objects, Writing, either.Token);
            return true;
        }
        catch (ApiException failure) when (failure.Status.IsConflict || failure.Status.IsNotFound)
        {
            return false;
        }
        catch (SecretsKitException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
