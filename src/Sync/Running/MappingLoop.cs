using System.Collections.Concurrent;
using System.Diagnostics;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Restarting;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Running;

/// <summary>Carries out plans of mappings on a cluster.</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="mappings">The mappings.</param>
/// <param name="targets">What is known of the targets.</param>
/// <param name="planner">Says what is done.</param>
/// <param name="demands">Mappings whose stores changed.</param>
/// <param name="states">Keeps track of what generators made.</param>
/// <param name="events">Writes events.</param>
/// <param name="heartbeat">How old the time of the last refresh may get in a status that says the same otherwise.</param>
/// <param name="clock">When.</param>
/// <param name="generic">Is given each mapping whose target is of another kind than Secret.</param>
/// <param name="written">Is given each mapping whose Secret was found or written, and whether its content was changed.</param>
internal sealed class MappingLoop(
    ObjectClient objects, ObjectCache mappings, TargetCache targets, SyncPlanner planner, RefreshDemands demands, GeneratorStates states,
    EventRecorder events, TimeSpan heartbeat, TimeProvider clock, Action<ExternalSecret> generic, Action<ExternalSecret, bool> written)
{
    private const string Source = "external-secrets";

    private readonly StatusWriter _statuses = new(objects);
    private readonly FinalizerWriter _finalizers = new(objects, mappings);
    private readonly SyncMemory _memory = new(targets);
    private readonly ConcurrentDictionary<ObjectKey, bool> _seen = new();

    /// <summary>Looks at a mapping.</summary>
    /// <param name="key">Which.</param>
    /// <param name="asked">When it was asked for.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<Requeue> ReconcileAsync(ObjectKey key, DateTimeOffset asked, CancellationToken ct)
    {
        if (mappings.Find(key) is not { } tree)
        {
            _memory.Forget(key);
            _seen.TryRemove(key, out _);
            demands.Remove(key);
            return Requeue.None;
        }

        var mapping = new ExternalSecret(tree);
        if (mapping.Head.IsDeleting)
        {
            await FinalizeAsync(mapping, ct);
            return Requeue.None;
        }

        if (!mapping.Head.Finalizers.Contains(TargetNames.Finalizer))
        {
            mapping = new(await _finalizers.WriteAsync(mapping.Head, mapping.Head.Finalizers.Append(TargetNames.Finalizer), ct) ?? tree);
        }

        return await SyncAsync(mapping, asked, ct);
    }

    private async Task<Requeue> SyncAsync(ExternalSecret mapping, DateTimeOffset asked, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = mapping.Status;
        mapping = _memory.WithRefresh(mapping);
        var request = await RequestAsync(mapping, now, asked, ct);
        var read = new LastRead();
        if (request.Untouched is { } untouched)
        {
            request = request with
            {
                Untouched = new(
                    async token => read.Existing = await untouched.Read(token),
                    data => untouched.Holds(data) && read.Skip()),
            };
        }

        var plan = await planner.PlanAsync(request, ct);
        Activity.Current?.SetTag("secretskit.refresh", $"{plan.Reason}").SetTag("secretskit.action", $"{plan.Action}");
        await states.DropAsync(mapping.Head, plan.Abandoned, ct);
        await states.KeepAsync(mapping.Head, plan.States, ct);
        var existing = read.Existing ?? request.Existing;
        var result = plan.Done;
        var extra = new List<SyncEvent>();
        try
        {
            if (plan.DeletesOrphans)
            {
                await DeleteOrphansAsync(mapping, extra, ct);
            }

            await WriteAsync(plan, mapping, existing, ct);
            NoteContent(plan, mapping, existing);
        }
        catch (ApiException failure) when (failure.Status.IsConflict || failure.Status.IsAlreadyExists)
        {
            _memory.Doubt(KeyOf(mapping));
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

        if (result is { Failure: null, Status: not null })
        {
            demands.Remove(KeyOf(mapping));
        }

        _memory.Note(mapping, plan, result, now, clock.GetUtcNow(), read.IsSkipped);
        if (result.Status is { } status && IsNews(status, before, plan, heartbeat)
            && await _statuses.WriteAsync(mapping.Tree, status.ToMap(), ct) is { } tree)
        {
            mappings.Put(tree);
        }

        return result.Requeue;
    }

    // What is known of the target is enough if it is as the last sync left it; one that no watch has shown is made without a look.
    private async Task<SyncRequest> RequestAsync(ExternalSecret mapping, DateTimeOffset now, DateTimeOffset asked, CancellationToken ct)
    {
        var request = new SyncRequest(mapping, null, now, asked)
        {
            Consumed = _memory.Consumed(mapping),
            IsDemanded = demands.Has(KeyOf(mapping)),
        };
        if (mapping.Target.ManifestKind.Length > 0)
        {
            return await GenericRequestAsync(request, ct);
        }

        if (_memory.MayMake(mapping))
        {
            return request;
        }

        ValueTask<MapValue?> Read(CancellationToken token) => ReadTargetAsync(mapping, token);
        return _memory.IsUntouched(mapping)
            ? request with { Untouched = new(Read, data => _memory.Holds(mapping, data)) }
            : request with { Existing = await Read(ct) };
    }

    private async Task<SyncRequest> GenericRequestAsync(SyncRequest request, CancellationToken ct)
    {
        if (!planner.AllowsGenericTargets)
        {
            return request;
        }

        try
        {
            var existing = await ReadTargetAsync(request.Mapping, ct);
            generic(request.Mapping);
            return request with { Existing = existing };
        }
        catch (UnknownKindException failure)
        {
            return request with { TargetProblem = failure.Message };
        }
    }

    private async ValueTask<MapValue?> ReadTargetAsync(ExternalSecret mapping, CancellationToken ct) =>
        (await objects.FindAsync(TargetOf(mapping), ct)).AsMap;

    // The time of a refresh that changed nothing is not worth a write of its own, unless the clock was set back since the last one.
    private static bool IsNews(SyncStatus status, SyncStatus old, SyncPlan plan, TimeSpan heartbeat) => !status.IsSame(old)
        && (plan.Action != TargetAction.None || status.Refreshed is not { } time || old.Refreshed is not { } before
            || time < before || time - before >= heartbeat || !(status with { Refreshed = before }).IsSame(old));

    private async Task WriteAsync(SyncPlan plan, ExternalSecret mapping, MapValue? existing, CancellationToken ct)
    {
        var options = new WriteOptions { FieldManager = TargetNames.ManagerOf(mapping.Head.Name) };
        var target = TargetOf(mapping);
        var answer = plan.Action switch
        {
            TargetAction.Label => await objects.PatchAsync(target, LabelPatch(), options, ct),
            TargetAction.Create => await objects.CreateAsync(Value.Of(plan.Wanted!), options, ct),
            TargetAction.Update => await objects.UpdateAsync(Value.Of(plan.Wanted!), options, ct),
            TargetAction.Delete => await objects.DeleteAsync(target, new() { Uid = new ObjectHead(existing!).Uid }, ct),
            _ => Value.Nil,
        };
        if (plan.Action is TargetAction.Create or TargetAction.Update && mapping.Target.ManifestKind.Length == 0
            && answer.AsMap is { } tree)
        {
            targets.Put(tree);
        }
    }

    // Also at the first look: what another agent wrote may have been its last act.
    private void NoteContent(SyncPlan plan, ExternalSecret mapping, MapValue? existing)
    {
        if (!RestartMarks.IsAskedFor(mapping.Head))
        {
            return;
        }

        var isChanged = plan.Action == TargetAction.Update && existing is not null && mapping.Target.ManifestKind.Length == 0
            && TargetValidity.HashOf(mapping.Target, existing) != TargetValidity.HashOf(mapping.Target, plan.Wanted!);
        if (_seen.TryAdd(KeyOf(mapping), true) || isChanged || plan.Action == TargetAction.Create)
        {
            written(mapping, isChanged);
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

        await _finalizers.WriteAsync(mapping.Head, mapping.Head.Finalizers.Where(name => name != TargetNames.Finalizer), ct);
    }

    private static ObjectPatch LabelPatch() => ObjectPatch.JsonMerge(
        new MapValue().With("metadata", new MapValue().With("labels", new MapValue().With(TargetNames.ManagedLabel, "true"))));

    private static ObjectKey KeyOf(ExternalSecret mapping) => new(mapping.Head.Namespace, mapping.Head.Name);

    private static ResourceRef TargetOf(ExternalSecret mapping) => mapping.Target.ManifestKind.Length > 0
        ? new(mapping.Target.ManifestApiVersion, mapping.Target.ManifestKind, mapping.Head.Namespace, mapping.Target.Name)
        : new("v1", "Secret", mapping.Head.Namespace, mapping.Target.Name);

    private sealed class LastRead
    {
        public MapValue? Existing { get; set; }

        public bool IsSkipped { get; private set; }

        public bool Skip() => IsSkipped = true;
    }
}
