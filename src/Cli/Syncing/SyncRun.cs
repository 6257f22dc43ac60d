using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Syncing.Places;
using SecretsKit.Core.Errors;
using SecretsKit.Sync.Local;

namespace SecretsKit.Cli.Syncing;

/// <summary>Syncs mappings to a place: stores are read side by side, Secrets are written one after the other.</summary>
/// <param name="context">Of the run.</param>
/// <param name="request">How.</param>
/// <param name="place">Where.</param>
internal sealed class SyncRun(VerbContext context, SyncRequest request, ISyncPlace place)
{
    private const int MostAtOnce = 8;

    private readonly SyncReport _report = new(context, request);

    /// <summary>Syncs mappings once. One that fails does not keep the others from being synced.</summary>
    /// <param name="manifests">What they are from.</param>
    /// <param name="mappings">Which of them.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<IReadOnlyList<SyncedMapping>> RunAsync(
        SyncManifests manifests, IReadOnlyList<LocalMapping> mappings, CancellationToken ct)
    {
        var since = context.Host.Clock.GetUtcNow();
        var planned = new SyncedMapping[mappings.Count];
        await Parallel.ForAsync(
            0, mappings.Count, new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = ct },
            async (at, token) => planned[at] = await PlanAsync(manifests, mappings[at], since, token));
        foreach (var done in planned)
        {
            manifests.Learned.Add(done.Outcome.Values);
            await WriteAsync(done, ct);
            _report.Write(done, manifests.PlaceOf(done.Mapping), SafeNameOf(done.Mapping), manifests.Learned);
        }

        if (!request.IsDryRun)
        {
            await place.CompleteAsync(planned.Any(done => done.Failure is not null), ct);
        }

        return planned;
    }

    /// <summary>Says how many failed.</summary>
    /// <returns>The exit code.</returns>
    public int End(IReadOnlyList<SyncedMapping> done)
    {
        _report.WriteCount(done);
        return done.Any(item => item.Failure is not null)
            ? ExitCodes.For(Dialect.SecretsKit, "sync", ErrorCode.General)
            : request is { IsDryRun: true, DetailedExitCode: true } && done.Any(item => item.Outcome.Action != LocalAction.None)
            ? ExitCodes.Differences
            : ExitCodes.Success;
    }

    private async ValueTask<SyncedMapping> PlanAsync(
        SyncManifests manifests, LocalMapping mapping, DateTimeOffset since, CancellationToken ct)
    {
        try
        {
            var known = await place.IdentifyAsync(mapping, ct);
            var existing = await place.FindAsync(known, manifests.SecretOf(known), ct);
            return new(known, await manifests.Sync.PlanAsync(known, existing, since, ct), existing);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            return new(mapping, new() { Failure = failure }, existing: null);
        }
    }

    private async ValueTask WriteAsync(SyncedMapping done, CancellationToken ct)
    {
        // An immutable Secret may get its metadata and fail for its data.
        if (request.IsDryRun || (done.Failure is not null && done.Outcome.Action == LocalAction.None))
        {
            return;
        }

        try
        {
            done.IsUnchanged = !await place.WriteAsync(done.Mapping, done.Outcome, done.Existing, ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            done.Failure = failure;
        }
    }

    private string SafeNameOf(LocalMapping mapping)
    {
        try
        {
            return place.NameOf(mapping);
        }
        catch (SecretsKitException)
        {
            // The mapping has failed for it already.
            return mapping.Target.ToString();
        }
    }
}
