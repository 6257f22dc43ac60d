using SecretsKit.Charts.Logging;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Ordering;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Releases.Operations;

/// <summary>Upgrades a release (spec helm.md 9). First the revisions are loaded, then the chart is rendered, then this runs.</summary>
/// <param name="context">Where.</param>
/// <param name="options">How.</param>
public sealed class UpgradeOperation(OperationContext context, UpgradeOptions options)
{
    private ReleaseHistory? _history;

    private Release? _last;

    private Release? _current;

    /// <summary>The revision that the upgrade starts from: the one that is deployed, or the last one if none is.</summary>
    /// <exception cref="InvalidOperationException">The revisions are not loaded.</exception>
    public Release Current => _current ?? throw new InvalidOperationException("load the revisions first");

    /// <summary>The number of the new revision.</summary>
    public int Revision => _history?.NextRevision ?? throw new InvalidOperationException("load the revisions first");

    /// <summary>The revisions that are loaded.</summary>
    internal ReleaseHistory History => _history ?? throw new InvalidOperationException("load the revisions first");

    /// <summary>Loads the revisions and finds the one to start from.</summary>
    /// <exception cref="SecretsKitException">There is none, or an operation is under way, with a <see cref="DeployCause"/>.</exception>
    public async Task LoadAsync(string name, CancellationToken cancellationToken) =>
        Use(await context.Store.LoadHistoryAsync(name, cancellationToken));

    /// <summary>Takes revisions that were loaded before, and finds the one to start from.</summary>
    /// <exception cref="SecretsKitException">There is none, or an operation is under way, with a <see cref="DeployCause"/>.</exception>
    internal void Use(ReleaseHistory history)
    {
        _history = history;
        var (name, last) = (history.Name, history.Last);
        if (last is null)
        {
            throw _history.Damaged.Count > 0
                ? new DeployCause(DeployFault.NoRevision, name).ToException($"no revision for release \"{name}\"")
                : NotDeployed(name);
        }

        if (last.Summary!.Status is ReleaseStatus.PendingInstall or ReleaseStatus.PendingUpgrade or ReleaseStatus.PendingRollback)
        {
            throw new DeployCause(DeployFault.Pending, name).ToException("another operation (install/upgrade/rollback) is in progress");
        }

        var current = last.Summary.Status == ReleaseStatus.Deployed ? last
            : _history.LastDeployed
                ?? (last.Summary.Status is ReleaseStatus.Failed or ReleaseStatus.Superseded ? last : throw NotDeployed(name));
        (_last, _current) = (last.Read(), current.Read());
    }

    /// <summary>Upgrades.</summary>
    /// <param name="draft">The rendered release.</param>
    /// <param name="cancellationToken">Ends it; the record says so then.</param>
    /// <returns>The release as it was recorded, or as it would be.</returns>
    /// <exception cref="SecretsKitException">It failed. From the first record on, the record says so, too.</exception>
    public async Task<Release> RunAsync(ReleaseDraft draft, CancellationToken cancellationToken)
    {
        var prepared = await PrepareAsync(draft, cancellationToken);
        return options.DryRun == DryRunMode.None
            ? await CarryOutAsync(prepared, cancellationToken)
            : prepared.Release.With(
                ReleaseStatus.PendingUpgrade, options.Description.Length > 0 ? options.Description : "Dry run complete");
    }

    /// <summary>Compares a rendering with the cluster. Nothing is written.</summary>
    /// <param name="draft">The rendered release.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecretsKitException">The release cannot be upgraded so.</exception>
    public async Task<PreparedRevision> PrepareAsync(ReleaseDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        RecordLabels.Require(options.Labels);
        var now = context.Now;
        var method = options.Apply.For(context.Generation, _last!.ApplyMethod);
        var start = new RevisionStart(
            Revision, ReleaseStatus.PendingUpgrade, "Preparing upgrade", Current.FirstDeployed ?? now, now);
        var release = draft.ToRelease(
            Current.Namespace, context.Generation, start, method, ReleaseLabels.Merge(_last.Labels, options.Labels));
        var targets = await new ManifestObjects(context.Objects, context.Generation) { Fields = options.Fields }
            .ReadAsync(release.Manifest.Memory, context.Namespace, cancellationToken);
        DeployOrder.Require(targets, context.OrderNames);
        var builder = new ManifestObjects(context.Objects, context.Generation);
        var originals = await CurrentObjects.ReadAsync(context, builder, Current, cancellationToken);
        var planner = new ObjectPlanner(context.Objects, new(release.Name, release.Namespace), context.Generation);
        var adopted = await FindAdoptedAsync(planner, originals, targets, cancellationToken);
        var left = await LeftObjects.FindAsync(context, _history!, originals.Concat(targets), cancellationToken);
        return new()
        {
            Release = release,
            Method = method,
            PlanAsync = ct => planner.PlanUpdateAsync([.. originals, .. adopted, .. left], targets, method, options.Ownership, ct),
        };
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
        if (await context.Store.CreateAsync(release, _history!, options.HistoryLimit, cancellationToken) == StorageOutcome.AlreadyExists)
        {
            // Another deployer was faster: the revision is theirs.
            throw new DeployCause(DeployFault.Pending, release.Name).ToException("release: already exists");
        }

        return await ChangeAsync(prepared, cancellationToken);
    }

    private static SecretsKitException NotDeployed(string name) =>
        new DeployCause(DeployFault.NotDeployed, name).ToException($"\"{name}\" has no deployed releases");

    private async Task<IReadOnlyList<ReleaseObject>> FindAdoptedAsync(
        ObjectPlanner planner, IReadOnlyList<ReleaseObject> originals, IReadOnlyList<ReleaseObject> targets, CancellationToken ct)
    {
        try
        {
            var known = originals.Select(one => one.Reference.Identity).ToHashSet();
            var added = targets.Where(target => !known.Contains(target.Reference.Identity)).ToList();
            return await planner.FindAdoptedAsync(added, options.Ownership, ct);
        }
        catch (SecretsKitException failure)
        {
            var prefix = context.Generation == Charts.Model.HelmGeneration.V4 ? "unable" : "Unable";
            throw failure.WithPrefix($"{prefix} to continue with update: ");
        }
    }

    private async Task<Release> ChangeAsync(PreparedRevision prepared, CancellationToken cancellationToken)
    {
        var release = prepared.Release;
        IReadOnlyList<ReleaseObject> created = [];
        var areObjectsConcerned = false;
        var hooks = new OperationHooks(context, release, prepared.Method, options.Hooks) { States = prepared.States };
        var run = new RecordedRun(context, hooks)
        {
            Describe = failure => $"Upgrade \"{release.Name}\" failed: {failure.Message}",
            BeforeFailure = async (failure, ct) =>
            {
                context.Log.Write(
                    new(NoticeLevel.Warn, "upgrade failed", ("name", release.Name), ("error", failure.Message)) { IsNew = true });
                if (areObjectsConcerned && failure.Cause is not DeployCause { Fault: DeployFault.Cancelled })
                {
                    await context.Store.UpdateAsync(Current, ct);
                }
            },
            BeforeSuccess = async ct => await context.Store.UpdateAsync(Current.With(ReleaseStatus.Superseded), ct),
        };
        try
        {
            return await run.RunAsync(
                async ct =>
                {
                    await prepared.BeforeHooksAsync(ct);
                    await hooks.RunAsync(HookEvent.PreUpgrade, "pre-upgrade hooks failed: ", ct);
                    areObjectsConcerned = true;
                    var plan = await prepared.PlanAsync(ct);
                    var outcome = await new PlanExecution(context).UpdateAsync(plan, ct);
                    created = outcome.Created;
                    if (outcome.Failure is { } refused)
                    {
                        throw refused;
                    }

                    await ObjectWait.UntilReadyAsync(context, plan.Targets, ct);
                    areObjectsConcerned = false;
                    await hooks.RunAsync(HookEvent.PostUpgrade, "post-upgrade hooks failed: ", ct);
                    var description = options.Description.Length > 0 ? options.Description : "Upgrade complete";
                    return hooks.Release.With(ReleaseStatus.Deployed, description);
                },
                cancellationToken);
        }
        catch (SecretsKitException failure) when (options.Cleanup == FailureCleanup.Delete || options.Reversal == FailureReversal.Undo)
        {
            if (options.Cleanup == FailureCleanup.Delete && created.Count > 0)
            {
                await CreatedObjects.DeleteAsync(context, created, failure);
            }

            if (options.Reversal == FailureReversal.Undo)
            {
                throw await RollBackAsync(release.Name, failure);
            }

            throw;
        }
    }

    // To the last revision that went well. A signal ends the upgrade, not its reversal.
    private async Task<SecretsKitException> RollBackAsync(string name, SecretsKitException failure)
    {
        var last = _history!.Revisions
            .LastOrDefault(record => record.Summary!.Status is ReleaseStatus.Superseded or ReleaseStatus.Deployed);
        if (last is null)
        {
            return new DeployCause(DeployFault.NoRevision, name).ToException(
                $"unable to find a previously successful release when attempting to rollback. original upgrade error: {failure.Message}",
                failure);
        }

        try
        {
            var rollback = new RollbackOptions { Apply = options.Apply, Hooks = options.Hooks, HistoryLimit = 0 };
            await new RollbackOperation(context, rollback).RunAsync(name, last.Revision, CancellationToken.None);
        }
        catch (SecretsKitException problem)
        {
            return problem.WithPrefix(
                $"an error occurred while rolling back the release. original upgrade error: {failure.Message:lines}: ");
        }

        return new DeployCause(DeployFault.Reverted, name).ToException(
            $"release {name} failed, and has been rolled back due to {context.ReversalFlag} being set: {failure.Message}", failure);
    }
}
