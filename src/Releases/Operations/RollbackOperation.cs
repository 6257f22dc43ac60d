using System.Globalization;
using SecretsKit.Charts.Logging;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Ordering;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Waiting;

namespace SecretsKit.Releases.Operations;

/// <summary>Brings a release back to an earlier revision, as a new one (spec helm.md 10).</summary>
/// <param name="context">Where.</param>
/// <param name="options">How.</param>
public sealed class RollbackOperation(OperationContext context, RollbackOptions options)
{
    private ReleaseHistory? _history;

    private Release? _current;

    /// <summary>The revisions that were loaded to prepare it.</summary>
    internal ReleaseHistory History => _history ?? throw new InvalidOperationException("prepare it first");

    /// <summary>Rolls back.</summary>
    /// <param name="name">The release.</param>
    /// <param name="revision">The revision to go back to; 0 for the one before the last.</param>
    /// <param name="cancellationToken">Ends it; the record says so then.</param>
    /// <returns>The new revision as it was recorded, or as it would be.</returns>
    /// <exception cref="SecretsKitException">It failed. From the first record on, the record says so, too.</exception>
    public async Task<Release> RunAsync(string name, int revision, CancellationToken cancellationToken)
    {
        var prepared = await PrepareAsync(name, revision, cancellationToken);
        return options.DryRun == DryRunMode.None ? await CarryOutAsync(prepared, cancellationToken) : prepared.Release;
    }

    /// <summary>Finds the revisions. Nothing is written.</summary>
    /// <param name="name">The release.</param>
    /// <param name="revision">The revision to go back to; 0 for the one before the last.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecretsKitException">There is no such revision, or the storage failed.</exception>
    public async Task<PreparedRevision> PrepareAsync(string name, int revision, CancellationToken cancellationToken)
    {
        if (revision < 0)
        {
            throw new DeployCause(DeployFault.NoRevision, name).ToException("invalid release revision");
        }

        Use(await context.Store.LoadHistoryAsync(name, cancellationToken));
        var current = _current!;
        var number = revision == 0 ? current.Revision - 1 : revision;
        var target = History.Find(number)?.Read() ?? throw new DeployCause(DeployFault.NoRevision, name).ToException(
            string.Create(CultureInfo.InvariantCulture, $"release has no {number} version"));
        var method = options.Apply.For(context.Generation, target.ApplyMethod);
        var release = target.ToRollback(History.NextRevision, current.FirstDeployed, context.Now, Recorded(method));
        if (OrderAnnotations.MayBeIn(release.Manifest.Span, context.OrderNames))
        {
            // Otherwise objects are read as late as Helm does.
            DeployOrder.Require(await TargetsAsync(release, cancellationToken), context.OrderNames);
        }

        return new() { Release = release, Method = method, PlanAsync = ct => PlanAsync(current, release, method, ct) };
    }

    /// <summary>Records a new revision and carries it out.</summary>
    /// <param name="prepared">What is done.</param>
    /// <param name="cancellationToken">Ends it; the record says so then.</param>
    /// <returns>The release as it was recorded.</returns>
    /// <exception cref="SecretsKitException">It failed. From the first record on, the record says so, too.</exception>
    public async Task<Release> CarryOutAsync(PreparedRevision prepared, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        var release = prepared.Release;
        if (await context.Store.CreateAsync(release, History, options.HistoryLimit, cancellationToken) == StorageOutcome.AlreadyExists)
        {
            // Another deployer was faster: the revision is theirs.
            throw new DeployCause(DeployFault.Pending, release.Name).ToException("release: already exists");
        }

        return await ChangeAsync(prepared, cancellationToken);
    }

    /// <summary>Takes revisions that were loaded before.</summary>
    /// <exception cref="SecretsKitException">There is none, with a <see cref="DeployCause"/>.</exception>
    internal void Use(ReleaseHistory history) => (_history, _current) = (
        history,
        history.Last?.Read() ?? throw new DeployCause(DeployFault.NotDeployed, history.Name).ToException("release: not found"));

    private ApplyMethod Recorded(WriteMethod method) => context.Generation == Charts.Model.HelmGeneration.V3 ? ApplyMethod.Unrecorded
        : method.IsServerSide() ? ApplyMethod.ServerSide
        : ApplyMethod.ClientSide;

    private async Task<Release> ChangeAsync(PreparedRevision prepared, CancellationToken cancellationToken)
    {
        var (release, current) = (prepared.Release, _current!);
        IReadOnlyList<ReleaseObject> created = [];
        var isBegun = false;
        var hooks = new OperationHooks(context, release, prepared.Method, options.Hooks) { States = prepared.States };
        var run = new RecordedRun(context, hooks)
        {
            // As with Helm, a failed hook leaves the revision pending. So does a record of one that could not be written: nothing is rolled
            // back yet, and a revision that is recorded as failed is what the next rollback compares with.
            IsRecorded = failure => failure.Cause is not HookCause && (isBegun || failure.Cause is not StorageCause),
            Describe = failure => failure.Cause is WaitCause wait
                ? $"Release \"{release.Name}\" failed: {wait.Message}"
                : $"Rollback \"{release.Name}\" failed: {failure.Message}",
            BeforeFailure = async (failure, ct) =>
            {
                if (failure.Cause is WaitCause)
                {
                    await context.Store.UpdateAsync(current, ct);
                    return;
                }

                context.Log.Write(new(NoticeLevel.Warn, $"Rollback \"{release.Name}\" failed: {failure.Message}") { IsNew = true });
                await context.Store.UpdateAsync(current.With(ReleaseStatus.Superseded), ct);
            },
            BeforeSuccess = async ct =>
            {
                foreach (var deployed in History.Deployed)
                {
                    await context.Store.UpdateAsync(deployed.Read()!.With(ReleaseStatus.Superseded), ct);
                }
            },
        };
        try
        {
            return await run.RunAsync(
                async ct =>
                {
                    await hooks.RunAsync(HookEvent.PreRollback, "", ct);
                    var plan = await prepared.PlanAsync(ct);
                    isBegun = true;
                    var outcome = await new PlanExecution(context).UpdateAsync(plan, ct);
                    created = outcome.Created;
                    if (outcome.Failure is { } refused)
                    {
                        throw refused;
                    }

                    await WaitAsync(release.Name, plan.Targets, ct);
                    await hooks.RunAsync(HookEvent.PostRollback, "", ct);
                    return hooks.Release.With(ReleaseStatus.Deployed);
                },
                cancellationToken);
        }
        catch (SecretsKitException failure) when (options.Cleanup == FailureCleanup.Delete && created.Count > 0)
        {
            await CreatedObjects.DeleteAsync(context, created, failure);
            throw;
        }
    }

    private async Task WaitAsync(string name, IReadOnlyList<ReleaseObject> targets, CancellationToken ct)
    {
        try
        {
            await ObjectWait.UntilReadyAsync(context, targets, ct);
        }
        catch (SecretsKitException failure)
        {
            throw failure.WithPrefix($"release {name} failed: ");
        }
    }

    private async Task<IReadOnlyList<ReleaseObject>> TargetsAsync(Release release, CancellationToken ct)
    {
        try
        {
            return await new ManifestObjects(context.Objects, context.Generation)
                .ReadAsync(release.Manifest.Memory, context.Namespace, ct);
        }
        catch (SecretsKitException failure)
        {
            throw failure.WithPrefix("unable to build kubernetes objects from new release manifest: ");
        }
    }

    private async Task<ObjectPlan> PlanAsync(Release current, Release release, WriteMethod method, CancellationToken ct)
    {
        var targets = await TargetsAsync(release, ct);
        var builder = new ManifestObjects(context.Objects, context.Generation);
        var originals = await CurrentObjects.ReadAsync(context, builder, current, ct);
        var planner = new ObjectPlanner(context.Objects, new(release.Name, release.Namespace), context.Generation);
        var left = await LeftObjects.FindAsync(context, History, originals.Concat(targets), ct);
        return await planner.PlanUpdateAsync([.. originals, .. left], targets, method, OwnershipPolicy.Require, ct);
    }
}
