using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Frozen;

/// <summary>Freezes operations that are prepared: with the states of all objects that they are about. It writes nothing.</summary>
/// <param name="context">Where.</param>
/// <param name="origin">Where, when and by what the plan is made.</param>
/// <param name="settings">How it is to be carried out.</param>
public sealed class FrozenPlanning(OperationContext context, FrozenOrigin origin, FrozenSettings settings)
{
    // Requests under way at a time.
    private const int Parallelism = 8;

    /// <summary>What was decrypted and is in the plan. Default: nothing.</summary>
    public Func<Release, IReadOnlyList<string>> SecretsOf { get; init; } = _ => [];

    /// <summary>Freezes an upgrade.</summary>
    /// <param name="operation">The operation, whose revisions are loaded.</param>
    /// <param name="prepared">What it prepared.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecretsKitException">An object comes twice, or the server failed.</exception>
    public Task<FrozenPlan> OfUpgradeAsync(UpgradeOperation operation, PreparedRevision prepared, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return FreezeAsync(
            FrozenOperation.Upgrade, prepared, StartOf(operation.History, operation.Current.Revision), [], cancellationToken);
    }

    /// <summary>Freezes an installation.</summary>
    /// <param name="operation">The operation, whose name is checked.</param>
    /// <param name="prepared">What it prepared.</param>
    /// <param name="definitions">The files of definitions to install first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecretsKitException">An object comes twice, or the server failed.</exception>
    public Task<FrozenPlan> OfInstallAsync(
        InstallOperation operation, PreparedRevision prepared, IReadOnlyList<ChartFile> definitions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var history = operation.History;
        var start = history.Last is { } last ? StartOf(history, last.Summary!.Revision) : null;
        return FreezeAsync(FrozenOperation.Install, prepared, start, definitions, cancellationToken);
    }

    /// <summary>Freezes a rollback.</summary>
    /// <param name="operation">The operation, which is prepared.</param>
    /// <param name="prepared">What it prepared.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecretsKitException">An object comes twice, or the server failed.</exception>
    public Task<FrozenPlan> OfRollbackAsync(RollbackOperation operation, PreparedRevision prepared, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var history = operation.History;
        return FreezeAsync(
            FrozenOperation.Rollback, prepared, StartOf(history, history.Last!.Summary!.Revision), [], cancellationToken);
    }

    /// <summary>Freezes a removal.</summary>
    /// <param name="name">The release.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SecretsKitException">There is no such release, or it is uninstalled; or the server failed.</exception>
    public async Task<FrozenPlan> OfUninstallAsync(string name, CancellationToken cancellationToken)
    {
        var history = await context.Store.LoadHistoryAsync(name, cancellationToken);
        var release = history.Last?.Read() ?? throw new DeployCause(DeployFault.NotDeployed, name).ToException("release: not found");
        if (release.Status == ReleaseStatus.Uninstalled)
        {
            throw new DeployCause(DeployFault.AlreadyDeleted, name).ToException($"the release named \"{name}\" is already deleted");
        }

        var (_, deleted) = await new UninstallOperation(context, new()).SelectAsync(release, cancellationToken);
        RequireDistinct(deleted.Select(item => item.Reference));
        var states = await StatesAsync([.. deleted.Select(item => item.Reference)], cancellationToken);
        return new()
        {
            Operation = FrozenOperation.Uninstall,
            Origin = origin,
            Release = release.WithoutChartFiles().WithLabels(ReleaseLabels.Custom(release.Labels)),
            Namespace = context.Namespace,
            Start = StartOf(history, release.Revision),
            Settings = settings,
            Deletions = [.. deleted.Select((item, at) => new FrozenDeletion(item, states[at]))],
            Hooks = await HooksAsync(FrozenOperation.Uninstall, release, cancellationToken),
            NamespaceUid = await NamespaceUid.ReadAsync(context.Objects, context.Namespace, cancellationToken),
            Secrets = SecretsOf(release),
        };
    }

    private static FrozenStart StartOf(ReleaseHistory history, int baseRevision)
    {
        var (last, found) = (history.Last!, history.Find(baseRevision)!);
        var release = found.Read();
        return new(
            last.Summary!.Revision,
            last.Summary.Status,
            RecordDigest.Of(last),
            release.WithoutChartFiles().WithLabels(ReleaseLabels.Custom(release.Labels)),
            RecordDigest.Of(found));
    }

    private async Task<FrozenPlan> FreezeAsync(
        FrozenOperation operation,
        PreparedRevision prepared,
        FrozenStart? start,
        IReadOnlyList<ChartFile> definitions,
        CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        context.Store.CheckSize(prepared.Release);
        var plan = await prepared.PlanAsync(ct);
        RequireDistinct(plan.Targets.Concat(plan.Deletions).Select(item => item.Reference));
        return new()
        {
            Operation = operation,
            Origin = origin,
            Release = prepared.Release,
            Namespace = context.Namespace,
            Start = start,
            Settings = settings with { Method = prepared.Method },
            Writes = [.. plan.Writes.Select(write => new FrozenWrite(write, StateOf(plan, write.Item)))],
            Deletions = [.. plan.Deletions.Select(item => new FrozenDeletion(item, StateOf(plan, item)))],
            Definitions = await DefinitionsAsync(definitions, ct),
            Hooks = await HooksAsync(operation, prepared.Release, ct),
            NamespaceUid = await NamespaceUid.ReadAsync(context.Objects, context.Namespace, ct),
            NamespaceState = settings.CreatesNamespace
                ? (await StatesAsync([new("v1", "Namespace", "", context.Namespace)], ct))[0]
                : null,
            IsCreation = plan.IsCreation,
            Secrets = SecretsOf(prepared.Release),
        };
    }

    private static ReviewedState StateOf(ObjectPlan plan, ReleaseObject item) =>
        ReviewedState.Of(plan.Live.GetValueOrDefault(item.Reference));

    private async Task<IReadOnlyList<FrozenDefinition>> DefinitionsAsync(IReadOnlyList<ChartFile> files, CancellationToken ct)
    {
        var found = new List<FrozenDefinition>();
        foreach (var file in files)
        {
            var items = await new ManifestObjects(context.Objects, context.Generation).ReadAsync(file.Data, context.Namespace, ct);
            List<ResourceRef> references = [.. items.Select(item => item.Reference)];
            found.Add(new(file, [.. references.Zip(await StatesAsync(references, ct))]));
        }

        return found;
    }

    private async Task<IReadOnlyList<FrozenHook>> HooksAsync(FrozenOperation operation, Release release, CancellationToken ct)
    {
        if (settings.Hooks == HookUse.Skip)
        {
            return [];
        }

        HookEvent[] events = operation switch
        {
            FrozenOperation.Install => [HookEvent.PreInstall, HookEvent.PostInstall],
            FrozenOperation.Upgrade => [HookEvent.PreUpgrade, HookEvent.PostUpgrade],
            FrozenOperation.Rollback => [HookEvent.PreRollback, HookEvent.PostRollback],
            _ => [HookEvent.PreDelete, HookEvent.PostDelete],
        };
        var words = events.Select(HookText.Of).ToHashSet(StringComparer.Ordinal);
        var manifests = new ManifestObjects(context.Objects, context.Generation);
        var references = new List<ResourceRef>();
        foreach (var hook in release.Hooks.Where(hook => hook.Events.Any(words.Contains)))
        {
            try
            {
                var items = await manifests.ReadAsync(hook.Manifest.Memory, context.Namespace, ct);
                references.AddRange(items.Select(item => item.Reference));
            }
            catch (SecretsKitException failure) when (failure.Cause is UnknownKindCause)
            {
                // A definition of the chart brings the kind: no object of it can be there now.
            }
        }

        List<ResourceRef> distinct = [.. references.Distinct()];
        return [.. distinct.Zip(await StatesAsync(distinct, ct), (reference, state) => new FrozenHook(reference, state))];
    }

    private async Task<IReadOnlyList<ReviewedState>> StatesAsync(IReadOnlyList<ResourceRef> references, CancellationToken ct) =>
        [.. (await context.Objects.FindAllAsync(references, Parallelism, ct)).Select(live => ReviewedState.Of(live.AsMap))];

    // The second write of an object would find another state than that which was reviewed.
    private static void RequireDistinct(IEnumerable<ResourceRef> references)
    {
        var seen = new HashSet<ResourceRef>();
        if (references.FirstOrDefault(reference => !seen.Add(reference)) is { } twice)
        {
            throw new SecretsKitException(
                ErrorCode.UnsupportedDocument, $"{twice} comes twice in the manifests, so that it cannot be planned")
            {
                Hint = "leave one of both out of the chart",
            };
        }
    }
}
