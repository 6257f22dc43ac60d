using System.Globalization;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Binding;
using SecretsKit.Releases.Hooks;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Operations;

/// <summary>Removes a release from a cluster (spec helm.md 11).</summary>
/// <param name="context">Where.</param>
/// <param name="options">How.</param>
public sealed class UninstallOperation(OperationContext context, UninstallOptions options)
{
    /// <summary>The states of objects that their deletions are bound to. Default: none are.</summary>
    internal BoundStates States { get; init; } = BoundStates.None;

    /// <summary>Uninstalls.</summary>
    /// <param name="name">The release.</param>
    /// <param name="cancellationToken">Ends it; the record says that it was begun.</param>
    /// <exception cref="SecretsKitException">There is no such release, or objects or records could not be deleted.</exception>
    public async Task<UninstallOutcome> RunAsync(string name, CancellationToken cancellationToken) =>
        await RunAsync(await LoadAsync(name, cancellationToken), cancellationToken);

    /// <summary>Finds the objects of a release that are deleted, and those that stay. Nothing is written.</summary>
    /// <exception cref="SecretsKitException">The server does not have a kind of them any more, or failed.</exception>
    internal async Task<(IReadOnlyList<ReleaseObject> Kept, IReadOnlyList<ReleaseObject> Deleted)> SelectAsync(
        Release release, CancellationToken cancellationToken)
    {
        var objects = await new ManifestObjects(context.Objects, context.Generation)
            .ReadAsync(release.Manifest.Memory, context.Namespace, cancellationToken);
        var sorted = KindOrder.SortForUninstall(objects, item => item.Reference.Kind, context.Generation);

        // Any value of the annotation protects an object; those with the value for it are named.
        return (
            [.. sorted.Where(item => ResourcePolicy.Keep.Equals(Policy(item)?.Trim(), StringComparison.OrdinalIgnoreCase))],
            [.. sorted.Where(item => Policy(item) is null)]);
    }

    /// <summary>Uninstalls a release whose revisions are loaded.</summary>
    /// <inheritdoc cref="RunAsync(string, CancellationToken)"/>
    internal async Task<UninstallOutcome> RunAsync(ReleaseHistory history, CancellationToken cancellationToken)
    {
        var name = history.Name;
        var release = history.Last?.Read() ?? throw new DeployCause(DeployFault.NoRevision, name).ToException("no release provided");
        if (release.Status == ReleaseStatus.Uninstalled)
        {
            return options.History == HistoryUse.Keep
                ? throw new DeployCause(DeployFault.AlreadyDeleted, name).ToException($"the release named \"{name}\" is already deleted")
                : await PurgeAsync(history, release, [], cancellationToken);
        }

        release = release.With(ReleaseStatus.Uninstalling, "Deletion in progress (or silently failed)").WithDeleted(context.Now);
        var hooks = new OperationHooks(context, release, HookMethod, options.Hooks) { States = States };
        await hooks.RunAsync(HookEvent.PreDelete, "", cancellationToken);
        await context.Store.UpdateAsync(hooks.Release, cancellationToken);
        var (kept, deleted) = await DeleteAsync(release, cancellationToken);
        var failures = new List<SecretsKitException>();
        await CollectAsync(failures, ObjectWait.UntilGoneAsync(context, deleted, cancellationToken));
        await CollectAsync(failures, hooks.RunAsync(HookEvent.PostDelete, "", cancellationToken));
        release = hooks.Release.With(
            ReleaseStatus.Uninstalled, options.Description.Length > 0 ? options.Description : "Uninstallation complete");
        var outcome = options.History == HistoryUse.Keep
            ? await KeepAsync(history, release, kept, cancellationToken)
            : await PurgeAsync(history, release, kept, cancellationToken);
        return failures.Count == 0 ? outcome : throw Incomplete(failures);
    }

    // Helm 4 makes hooks by server-side apply here, however the release was made.
    private WriteMethod HookMethod => context.Generation == HelmGeneration.V4 ? WriteMethod.ServerSide : WriteMethod.ClientSide;

    // The records are brought to their end all the same.
    private static async Task CollectAsync(List<SecretsKitException> failures, Task work)
    {
        try
        {
            await work;
        }
        catch (SecretsKitException failure)
        {
            failures.Add(failure);
        }
    }

    private static SecretsKitException Incomplete(List<SecretsKitException> failures) => new(
        failures[0].Code,
        string.Create(
            CultureInfo.InvariantCulture,
            $"uninstallation completed with {failures.Count} error(s): {string.Join("; ", failures.Select(failure => failure.Message))}"),
        failures[0])
    {
        Cause = failures[0].Cause,
        Hint = failures[0].Hint,
    };

    private async Task<ReleaseHistory> LoadAsync(string name, CancellationToken ct)
    {
        var history = await context.Store.LoadHistoryAsync(name, ct);
        return history.Revisions.Count + history.Damaged.Count > 0
            ? history
            : throw new DeployCause(DeployFault.NotDeployed, name).ToException("release: not found");
    }

    private async Task<(IReadOnlyList<ReleaseObject> Kept, IReadOnlyList<ReleaseObject> Deleted)> DeleteAsync(
        Release release, CancellationToken ct)
    {
        try
        {
            var selected = await SelectAsync(release, ct);
            var failures = await DeleteAllAsync(selected.Deleted, ct);
            return failures.Count == 0 ? selected : throw failures[0];
        }
        catch (SecretsKitException failure)
        {
            throw new DeployCause(DeployFault.NotDeleted, release.Name).ToException($"failed to delete release: {release.Name}", failure);
        }
    }

    private static string? Policy(ReleaseObject item) => ResourcePolicy.Of(item.Manifest);

    private async Task<List<SecretsKitException>> DeleteAllAsync(IReadOnlyList<ReleaseObject> objects, CancellationToken ct)
    {
        var writer = new BoundWriter(context.Objects, States);
        var failures = new List<SecretsKitException>();
        foreach (var item in objects)
        {
            try
            {
                await writer.DeleteAsync(item.Reference, options.Propagation, ct);
            }
            catch (SecretsKitException failure)
            {
                failures.Add(failure);
            }
        }

        return failures;
    }

    private async Task<UninstallOutcome> PurgeAsync(
        ReleaseHistory history, Release release, IReadOnlyList<ReleaseObject> kept, CancellationToken ct)
    {
        await context.Store.DeleteAsync(history.Revisions, ct);
        return Outcome(release, kept);
    }

    private async Task<UninstallOutcome> KeepAsync(
        ReleaseHistory history, Release release, IReadOnlyList<ReleaseObject> kept, CancellationToken ct)
    {
        await context.Store.UpdateAsync(release, ct);
        foreach (var deployed in history.Deployed.Where(record => record != history.Last))
        {
            await context.Store.UpdateAsync(deployed.Read()!.With(ReleaseStatus.Superseded), ct);
        }

        return Outcome(release, kept);
    }

    private static UninstallOutcome Outcome(Release release, IReadOnlyList<ReleaseObject> kept) =>
        new(release, [.. kept.Select(item => item.Reference)]);
}
