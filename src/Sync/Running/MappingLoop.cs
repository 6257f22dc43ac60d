using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Running;

/// <summary>Carries out plans of mappings on a cluster.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="mappings">The mappings.</param>
/// <param name="targets">What is known of the targets.</param>
/// <param name="planner">Says what is done.</param>
/// <param name="events">Writes events.</param>
/// <param name="clock">When.</param>
/// <param name="generic">Is given each mapping whose target is of another kind than Secret; may be null.</param>
internal sealed class MappingLoop(
    ObjectClient objects, ObjectCache mappings, TargetCache targets, SyncPlanner planner, EventRecorder events, TimeProvider clock,
    Action<ExternalSecret>? generic = null)
{
    private const string Source = "external-secrets";

    private readonly StatusWriter _statuses = new(objects);

    /// <summary>Looks at a mapping.</summary>
    /// <param name="key">Which.</param>
    /// <param name="asked">When it was asked for.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<Requeue> ReconcileAsync(ObjectKey key, DateTimeOffset asked, CancellationToken ct)
    {
        if (mappings.Find(key) is not { } tree)
        {
            return Requeue.None;
        }

        try
        {
            var mapping = new ExternalSecret(tree);
            if (mapping.Head.IsDeleting)
            {
                await FinalizeAsync(mapping, ct);
                return Requeue.None;
            }

            if (!mapping.Head.Finalizers.Contains(TargetNames.Finalizer))
            {
                mapping = new(await PatchFinalizersAsync(mapping, [.. mapping.Head.Finalizers, TargetNames.Finalizer], ct) ?? tree);
            }

            return await SyncAsync(mapping, asked, ct);
        }
        catch (ApiException failure) when (failure.Status.IsConflict)
        {
            return Requeue.Immediately;
        }
        catch (ApiException failure) when (failure.Status.IsNotFound)
        {
            // It was deleted meanwhile; its event comes.
            return Requeue.None;
        }
        catch (SecretsKitException)
        {
            return Requeue.Backoff;
        }
    }

    private async Task<Requeue> SyncAsync(ExternalSecret mapping, DateTimeOffset asked, CancellationToken ct)
    {
        var target = TargetOf(mapping);
        var (existing, problem) = await FindTargetAsync(mapping, target, ct);
        var plan = await planner.PlanAsync(new(mapping, existing, clock.GetUtcNow(), asked) { TargetProblem = problem }, ct);
        var result = plan.Done;
        var extra = new List<SyncEvent>();
        try
        {
            if (plan.DeletesOrphans)
            {
                await DeleteOrphansAsync(mapping, extra, ct);
            }

            await WriteAsync(plan, mapping, existing, ct);
        }
        catch (ApiException failure) when (failure.Status.IsConflict || failure.Status.IsAlreadyExists)
        {
            return Requeue.Immediately;
        }
        catch (ApiException failure)
        {
            result = plan.Failed(new(SyncFault.Target, failure.Message, failure));
        }

        foreach (var what in extra.Concat(result.Events))
        {
            await events.WriteAsync(mapping.Head, Source, what, ct);
        }

        if (result.Status is { } status && !status.IsSame(mapping.Status)
            && await _statuses.WriteAsync(mapping.Tree, status.ToMap(), ct) is { } written)
        {
            mappings.Put(written);
        }

        return result.Requeue;
    }

    private async Task<(MapValue? Existing, string Problem)> FindTargetAsync(
        ExternalSecret mapping, ResourceRef target, CancellationToken ct)
    {
        if (mapping.Target.ManifestKind.Length == 0)
        {
            return ((await objects.FindAsync(target, ct)).AsMap, "");
        }

        if (!planner.AllowsGenericTargets)
        {
            return (null, "");
        }

        try
        {
            var existing = (await objects.FindAsync(target, ct)).AsMap;
            generic?.Invoke(mapping);
            return (existing, "");
        }
        catch (UnknownKindException failure)
        {
            return (null, failure.Message);
        }
    }

    private async Task WriteAsync(SyncPlan plan, ExternalSecret mapping, MapValue? existing, CancellationToken ct)
    {
        var options = new WriteOptions { FieldManager = TargetNames.ManagerOf(mapping.Head.Name) };
        var target = TargetOf(mapping);
        var written = plan.Action switch
        {
            TargetAction.Label => await objects.PatchAsync(target, LabelPatch(), options, ct),
            TargetAction.Create => await objects.CreateAsync(Value.Of(plan.Wanted!), options, ct),
            TargetAction.Update => await objects.UpdateAsync(Value.Of(plan.Wanted!), options, ct),
            TargetAction.Delete => await objects.DeleteAsync(target, new() { Uid = new ObjectHead(existing!).Uid }, ct),
            _ => Value.Nil,
        };
        if (plan.Action is TargetAction.Create or TargetAction.Update && mapping.Target.ManifestKind.Length == 0
            && written.AsMap is { } tree)
        {
            targets.Put(tree);
        }
    }

    private async Task DeleteOrphansAsync(ExternalSecret mapping, List<SyncEvent> made, CancellationToken ct)
    {
        var resource = await objects.ResourceAsync(new("v1", "Secret", mapping.Head.Namespace, mapping.Target.Name), ct);
        var selector = $"{TargetNames.OwnerLabel}={TargetNames.OwnerOf(mapping.Head)}";
        var list = await objects.ListAsync(resource, mapping.Head.Namespace, new() { LabelSelector = selector }, ct);
        foreach (var item in list.Items)
        {
            if (item.AsMap is { } tree && new ObjectHead(tree) is var head && head.Name != mapping.Target.Name)
            {
                await objects.DeleteAsync(new("v1", "Secret", head.Namespace, head.Name), new() { Uid = head.Uid }, ct);
                made.Add(SyncEvent.Normal("Deleted", "secret deleted because it was orphaned"));
            }
        }
    }

    private async Task FinalizeAsync(ExternalSecret mapping, CancellationToken ct)
    {
        if (!mapping.Head.Finalizers.Contains(TargetNames.Finalizer))
        {
            return;
        }

        if (mapping.Target.Deletion == DeletionPolicy.Delete
            && (mapping.Target.ManifestKind.Length == 0 || planner.AllowsGenericTargets)
            && (await objects.FindAsync(TargetOf(mapping), ct)).AsMap is { } target && Ownership.IsControlledBy(target, mapping))
        {
            await objects.DeleteAsync(TargetOf(mapping), new() { Uid = new ObjectHead(target).Uid }, ct);
            if (mapping.Target.ManifestKind.Length > 0)
            {
                await events.WriteAsync(
                    mapping.Head, Source, SyncEvent.Normal("Deleted", new TargetWords(mapping.Target).Deleted), ct);
            }
        }

        await PatchFinalizersAsync(mapping, [.. mapping.Head.Finalizers.Where(name => name != TargetNames.Finalizer)], ct);
    }

    private async Task<MapValue?> PatchFinalizersAsync(ExternalSecret mapping, IReadOnlyList<string> names, CancellationToken ct)
    {
        var list = Value.Of(new ListValue([.. names.Select(name => Value.Of(name))]));
        var patch = ObjectPatch.JsonMerge(new MapValue().With("metadata", new MapValue().With("finalizers", list)))
            .For(mapping.Head.ResourceVersion);
        var written = (await objects.PatchAsync(mapping.Head.Reference, patch, WriteOptions.Default, ct)).AsMap;
        if (written is not null)
        {
            mappings.Put(written);
        }

        return written;
    }

    private static ObjectPatch LabelPatch() => ObjectPatch.JsonMerge(
        new MapValue().With("metadata", new MapValue().With("labels", new MapValue().With(TargetNames.ManagedLabel, "true"))));

    private static ResourceRef TargetOf(ExternalSecret mapping) => mapping.Target.ManifestKind.Length > 0
        ? new(mapping.Target.ManifestApiVersion, mapping.Target.ManifestKind, mapping.Head.Namespace, mapping.Target.Name)
        : new("v1", "Secret", mapping.Head.Namespace, mapping.Target.Name);
}
