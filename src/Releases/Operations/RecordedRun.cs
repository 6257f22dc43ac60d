using System.Globalization;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Releases.Operations;

/// <summary>Runs what changes objects and records how it ended, also where it fails or is ended by a signal.</summary>
/// <param name="context">Where records are.</param>
/// <param name="hooks">The release, and the runs of its hooks.</param>
internal sealed class RecordedRun(OperationContext context, OperationHooks hooks)
{
    // What a signal leaves for the records of the end.
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(30);

    /// <summary>What the record says of a failure.</summary>
    public required Func<SecretsKitException, string> Describe { get; init; }

    /// <summary>Whether a failure is recorded at all. Default: it is.</summary>
    public Func<SecretsKitException, bool> IsRecorded { get; init; } = _ => true;

    /// <summary>What is done before a failure is recorded. Default nothing.</summary>
    public Func<SecretsKitException, CancellationToken, Task> BeforeFailure { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>What is done before the success is recorded. Default nothing.</summary>
    public Func<CancellationToken, Task> BeforeSuccess { get; init; } = _ => Task.CompletedTask;

    /// <summary>Runs.</summary>
    /// <param name="work">Changes objects and returns the record of the success.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The release as it was recorded.</returns>
    /// <exception cref="SecretsKitException">It failed, and its record says so; or somebody deleted the record.</exception>
    public async Task<Release> RunAsync(Func<CancellationToken, Task<Release>> work, CancellationToken ct)
    {
        Release done;
        try
        {
            done = await work(ct);
        }
        catch (Exception failure) when (failure is SecretsKitException or OperationCanceledException)
        {
            var reported = failure as SecretsKitException
                ?? new DeployCause(DeployFault.Cancelled, hooks.Release.Name).ToException("context canceled", failure);
            if (IsRecorded(reported))
            {
                using var limit = new CancellationTokenSource(LastWrites, context.Clock);
                await BeforeFailure(reported, limit.Token);
                var failed = hooks.Release.With(ReleaseStatus.Failed, context.Redact(Describe(reported)));
                await context.Store.UpdateAsync(failed, limit.Token);
            }

            throw reported;
        }

        // All objects are written: that is recorded whatever signal comes now.
        await BeforeSuccess(CancellationToken.None);
        if (await context.Store.UpdateAsync(done, CancellationToken.None) == StorageOutcome.NotFound)
        {
            throw new DeployCause(DeployFault.NoRevision, done.Name).ToException(string.Create(
                CultureInfo.InvariantCulture,
                $"everything is written, but the record of revision {done.Revision} of {done.Name} was deleted meanwhile"));
        }

        return done;
    }
}
