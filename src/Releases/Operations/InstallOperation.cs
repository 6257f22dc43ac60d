using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Ordering;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Releases.Operations;

/// <summary>
/// Installs a release (spec helm.md 8). First the name is checked and definitions are made, then the chart is rendered, then this runs.
/// </summary>
/// <param name="context">Where.</param>
/// <param name="options">How.</param>
public sealed class InstallOperation(OperationContext context, InstallOptions options)
{
    private const string Begun = "Initial install underway";
    private const string Done = "Install complete";
    private const string Rehearsed = "Dry run complete";
    private const string Replaced = "superseded by new release";

    private ReleaseHistory _history = new("", []);

    /// <summary>The revisions of the name that are loaded: those before it was uninstalled.</summary>
    internal ReleaseHistory History => _history;

    /// <summary>The release as an installation would make it, without asking a server.</summary>
    /// <param name="draft">The rendered release.</param>
    /// <param name="options">How it would be installed.</param>
    /// <param name="namespace">Of the release.</param>
    /// <param name="generation">Whose record it is.</param>
    /// <param name="now">When.</param>
    public static Release Preview(
        ReleaseDraft draft, InstallOptions options, string @namespace, HelmGeneration generation, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(options);
        RecordLabels.Require(options.Labels);
        var start = new RevisionStart(1, ReleaseStatus.PendingInstall, Rehearsed, now, now);
        return draft.ToRelease(@namespace, generation, start, options.Method, options.Labels);
    }

    /// <summary>Requires that the name is free, or may be used again. Nothing is asked for a dry run.</summary>
    /// <exception cref="SecretsKitException">It is taken, with a <see cref="DeployCause"/>; or the storage failed.</exception>
    public async Task CheckNameAsync(string name, CancellationToken cancellationToken)
    {
        if (options.DryRun != DryRunMode.None)
        {
            return;
        }

        try
        {
            _history = await context.Store.LoadHistoryAsync(name, cancellationToken);
        }
        catch (SecretsKitException failure) when (failure.Cause is StorageCause)
        {
            // Whoever may not read records gets to know that when the first one is written, as with Helm.
            return;
        }

        var last = _history.Last?.Summary;
        var isFree = last is null || (options.ReplacesName && (last.Status is ReleaseStatus.Uninstalled or ReleaseStatus.Failed));
        if (!isFree)
        {
            throw new DeployCause(DeployFault.NameInUse, name).ToException(context.Generation == HelmGeneration.V4
                ? "cannot reuse a name that is still in use"
                : "cannot re-use a name that is still in use");
        }
    }

    /// <summary>Takes revisions that were loaded and checked before.</summary>
    internal void Use(ReleaseHistory history) => _history = history;

    /// <summary>Makes the definitions of the chart's <c>crds/</c>, unless options or a dry run leave them out.</summary>
    /// <exception cref="SecretsKitException">The server refused one.</exception>
    public Task InstallDefinitionsAsync(Chart chart, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(chart);
        return options.SkipsDefinitions || options.DryRun != DryRunMode.None
            ? Task.CompletedTask
            : new DefinitionInstallation(context, options.Method).RunAsync([.. chart.CrdFiles], cancellationToken);
    }

    /// <summary>Installs.</summary>
    /// <param name="draft">The rendered release.</param>
    /// <param name="cancellationToken">Ends it; the record says so then.</param>
    /// <returns>The release as it was recorded, or as it would be.</returns>
    /// <exception cref="SecretsKitException">It failed. From the first record on, the record says so, too.</exception>
    public async Task<Release> RunAsync(ReleaseDraft draft, CancellationToken cancellationToken)
    {
        var prepared = await PrepareAsync(draft, cancellationToken);
        return options.DryRun == DryRunMode.None
            ? await CarryOutAsync(prepared, cancellationToken)
            : prepared.Release.With(ReleaseStatus.PendingInstall, Rehearsed);
    }

    /// <summary>Compares a rendering with the cluster. Nothing is written.</summary>
    /// <param name="draft">The rendered release.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecretsKitException">The release cannot be installed so.</exception>
    public async Task<PreparedRevision> PrepareAsync(ReleaseDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        RecordLabels.Require(options.Labels);
        var now = context.Now;
        var start = new RevisionStart(_history.NextRevision, ReleaseStatus.PendingInstall, Begun, now, now);
        var release = draft.ToRelease(context.Namespace, context.Generation, start, options.Method, options.Labels);
        var targets = await BuildAsync(release, cancellationToken);
        DeployOrder.Require(targets, context.OrderNames);
        var planner = new ObjectPlanner(context.Objects, new(release.Name, release.Namespace), context.Generation);
        var adopted = options.IsForUpgrade ? [] : await FindAdoptedAsync(planner, targets, cancellationToken);
        return new()
        {
            Release = release,
            Method = options.Method,
            PlanAsync = async ct => adopted.Count == 0
                ? planner.PlanCreation(targets, options.Method)
                : await planner.PlanUpdateAsync(adopted, targets, options.Method, options.Ownership, ct),
        };
    }

    /// <summary>Records the first revision and carries it out.</summary>
    /// <param name="prepared">What is done.</param>
    /// <param name="cancellationToken">Ends it; the record says so then.</param>
    /// <returns>The release as it was recorded.</returns>
    /// <exception cref="SecretsKitException">It failed. From the first record on, the record says so, too.</exception>
    public async Task<Release> CarryOutAsync(PreparedRevision prepared, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        var release = prepared.Release;
        context.Store.CheckSize(release);
        if (options.CreatesNamespace)
        {
            await new NamespaceCreation(context, options.Method) { States = prepared.States }.RunAsync(cancellationToken);
        }

        await SupersedeAsync(cancellationToken);
        if (await context.Store.CreateAsync(release, _history, 0, cancellationToken) == StorageOutcome.AlreadyExists)
        {
            throw new DeployCause(DeployFault.NameInUse, release.Name).ToException("release: already exists");
        }

        try
        {
            return await ChangeAsync(prepared, cancellationToken);
        }
        catch (SecretsKitException failure) when (options.Reversal == FailureReversal.Undo)
        {
            throw await UninstallAsync(release.Name, failure);
        }
    }

    private Task<Release> ChangeAsync(PreparedRevision prepared, CancellationToken cancellationToken)
    {
        var release = prepared.Release;
        var hooks = new OperationHooks(context, release, options.Method, options.Hooks) { States = prepared.States };
        var run = new RecordedRun(context, hooks)
        {
            Describe = failure => $"Release \"{release.Name}\" failed: {failure.Message}",
            IsRecorded = _ => options.Reversal == FailureReversal.None,
        };
        return run.RunAsync(
            async ct =>
            {
                await prepared.BeforeHooksAsync(ct);
                await hooks.RunAsync(HookEvent.PreInstall, "failed pre-install: ", ct);
                var plan = await prepared.PlanAsync(ct);
                await ApplyAsync(plan, ct);
                await ObjectWait.UntilReadyAsync(context, plan.Targets, ct);
                await hooks.RunAsync(HookEvent.PostInstall, "failed post-install: ", ct);
                return hooks.Release.With(ReleaseStatus.Deployed, options.Description.Length > 0 ? options.Description : Done);
            },
            cancellationToken);
    }

    // A signal ends the installation, not its reversal.
    private async Task<SecretsKitException> UninstallAsync(string name, SecretsKitException failure)
    {
        try
        {
            await new UninstallOperation(context, new() { Hooks = options.Hooks }).RunAsync(name, CancellationToken.None);
        }
        catch (SecretsKitException problem)
        {
            return problem.WithPrefix(
                $"an error occurred while uninstalling the release. original install error: {failure.Message:lines}: ");
        }

        return new DeployCause(DeployFault.Reverted, name).ToException(
            $"release {name} failed, and has been uninstalled due to {context.ReversalFlag} being set: {failure.Message}", failure);
    }

    private async Task<IReadOnlyList<ReleaseObject>> BuildAsync(Release release, CancellationToken ct)
    {
        try
        {
            return await new ManifestObjects(context.Objects, context.Generation) { Fields = options.Fields }
                .ReadAsync(release.Manifest.Memory, context.Namespace, ct);
        }
        catch (SecretsKitException failure)
        {
            throw failure.WithPrefix("unable to build kubernetes objects from release manifest: ");
        }
    }

    private async Task<IReadOnlyList<ReleaseObject>> FindAdoptedAsync(
        ObjectPlanner planner, IReadOnlyList<ReleaseObject> targets, CancellationToken ct)
    {
        try
        {
            return await planner.FindAdoptedAsync(targets, options.Ownership, ct);
        }
        catch (SecretsKitException failure)
        {
            var prefix = context.Generation == HelmGeneration.V4 ? "unable" : "Unable";
            throw failure.WithPrefix($"{prefix} to continue with install: ");
        }
    }

    // The last revision of the release whose name is used again.
    private async Task SupersedeAsync(CancellationToken ct)
    {
        if (_history.Last is { } last && last.Summary!.Status != ReleaseStatus.Failed)
        {
            await context.Store.UpdateAsync(last.Read()!.With(ReleaseStatus.Superseded, Replaced), ct);
        }
    }

    private async Task ApplyAsync(ObjectPlan plan, CancellationToken ct)
    {
        var execution = new PlanExecution(context);
        var outcome = plan.IsCreation ? await execution.CreateAsync(plan, ct) : await execution.UpdateAsync(plan, ct);
        if (outcome.Failure is { } failure)
        {
            throw failure;
        }
    }
}
