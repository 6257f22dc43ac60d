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
/// <param name="gone">Mappings whose target went.</param>
/// <param name="states">Keeps track of what generators made.</param>
/// <param name="events">Writes events.</param>
/// <param name="heartbeat">How old the time of the last refresh may get in a status that says the same otherwise.</param>
/// <param name="clock">When.</param>
/// <param name="generic">Is given each mapping whose target is of another kind than Secret.</param>
/// <param name="written">Is given each mapping whose Secret was found or written, and whether its content was changed.</param>
internal sealed class MappingLoop(
    ObjectClient objects, ObjectCache mappings, TargetCache targets, SyncPlanner planner, RefreshDemands demands, GoneTargets gone,
    GeneratorStates states, EventRecorder events, TimeSpan heartbeat, TimeProvider clock, Action<ExternalSecret> generic,
    Action<ExternalSecret, bool> written)
{
    private const string Source = "external-secrets";

    private readonly StatusWriter _statuses = new(objects);
    private readonly FinalizerWriter _finalizers = new(objects, mappings);
    private readonly TargetWriter _targets = new(objects, targets);
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
            gone.Take(key);
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
        if (request.IsTargetUnseen && plan is { Action: not TargetAction.Create, Done.Status: not null }
            && await _targets.ReadAsync(mapping, ct) is { } there)
        {
            // The target has no managed label yet, and the plan is not to make one: that it is there counts.
            await states.DropAsync(mapping.Head, [.. plan.Abandoned, .. plan.States], ct);
            _memory.Doubt(KeyOf(mapping));
            request = request with { Existing = there, IsTargetUnseen = false };
            plan = await planner.PlanAsync(request, ct);
        }

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
                await _targets.DeleteOrphansAsync(mapping, extra, ct);
            }

            await _targets.WriteAsync(plan, mapping, existing, ct);
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
        catch (SyncException failure)
        {
            result = plan.Failed(failure);
        }

        foreach (var what in extra.Concat(result.Events))
        {
            await events.WriteAsync(mapping.Head, Source, what, ct);
        }

        foreach (var problem in result.Failure is null ? plan.Suspects : [])
        {
            await events.ReportAsync(mapping.Head, Source, problem, ct);
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
            IsTargetGone = gone.Take(KeyOf(mapping)),
            HasOtherTargets = targets.HasOthers(
                new(mapping.Head.Namespace, mapping.Target.Name), TargetNames.OwnerOf(mapping.Head)),
            IsDemanded = demands.Has(KeyOf(mapping)),
        };
        if (mapping.Target.ManifestKind.Length > 0)
        {
            return await GenericRequestAsync(request, ct);
        }

        if (_memory.MayMake(mapping))
        {
            return request with { IsTargetUnseen = true };
        }

        ValueTask<MapValue?> Read(CancellationToken token) => _targets.ReadAsync(mapping, token);
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
            var existing = await _targets.ReadAsync(request.Mapping, ct);
            generic(request.Mapping);
            return request with { Existing = existing };
        }
        catch (UnknownKindException failure)
        {
            return request with { TargetProblem = failure.Message };
        }
    }

    // The time of a refresh that changed nothing is not worth a write of its own, unless the clock was set back since the last one.
    private static bool IsNews(SyncStatus status, SyncStatus old, SyncPlan plan, TimeSpan heartbeat) => !status.IsSame(old)
        && (plan.Action != TargetAction.None || status.Refreshed is not { } time || old.Refreshed is not { } before
            || time < before || time - before >= heartbeat || !(status with { Refreshed = before }).IsSame(old));

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

    private async Task FinalizeAsync(ExternalSecret mapping, CancellationToken ct)
    {
        if (!mapping.Head.Finalizers.Contains(TargetNames.Finalizer))
        {
            return;
        }

        if (mapping.Target.Deletion == DeletionPolicy.Delete
            && (mapping.Target.ManifestKind.Length == 0 || planner.AllowsGenericTargets)
            && await _targets.TryDeleteOwnAsync(mapping, ct) && mapping.Target.ManifestKind.Length > 0)
        {
            await events.WriteAsync(
                mapping.Head, Source, SyncEvent.Normal("Deleted", new TargetWords(mapping.Target).Deleted), ct);
        }

        await _finalizers.WriteAsync(mapping.Head, mapping.Head.Finalizers.Where(name => name != TargetNames.Finalizer), ct);
    }

    private static ObjectKey KeyOf(ExternalSecret mapping) => new(mapping.Head.Namespace, mapping.Head.Name);

    private sealed class LastRead
    {
        public MapValue? Existing { get; set; }

        public bool IsSkipped { get; private set; }

        public bool Skip() => IsSkipped = true;
    }
}
