using SecretsKit.Core.Data;
using SecretsKit.Sync.Assembling;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Generators;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Stores;
using SecretsKit.Sync.Targets;
using SecretsKit.Sync.Templates;
using SecretsKit.Sync.Values;

namespace SecretsKit.Sync.Planning;

/// <summary>
/// Says what a sync of a mapping does (spec external-secrets.md 2.3): reads stores, writes nothing. Safe on all threads.
/// </summary>
/// <param name="stores">The stores.</param>
/// <param name="assembler">Reads their data.</param>
/// <param name="generators">Finds generators.</param>
/// <param name="mutation">Makes the wanted Secret.</param>
/// <param name="surroundings">What templates may use.</param>
/// <param name="generic">Makes objects of other kinds; null where those are switched off.</param>
internal sealed class SyncPlanner(
    StorePool stores, ProviderDataAssembler assembler, GeneratorRun generators, SecretMutation mutation, TemplateSurroundings surroundings,
    GenericTarget? generic = null)
{
    /// <summary>Whether a mapping is put off where a store has no turn soon. Default no: it waits.</summary>
    public bool PutsOff { get; init; }

    private static readonly TimeSpan LongestBeforeFirst = TimeSpan.FromMinutes(1);

    /// <summary>Whether objects of other kinds than Secret are written.</summary>
    public bool AllowsGenericTargets => generic is not null;

    /// <summary>Plans.</summary>
    public async ValueTask<SyncPlan> PlanAsync(SyncRequest request, CancellationToken ct)
    {
        var (mapping, existing) = (request.Mapping, request.Existing);
        var outcome = new SyncOutcome(mapping, request.Now);
        if (!stores.Rules.ServesClusterStores && mapping.Store is { IsClusterStore: true, Name.Length: > 0 }
            || !await IsOursAsync(mapping, ct))
        {
            return new() { Done = new(null, [], Requeue.None) };
        }

        var isGeneric = mapping.Target.IsGeneric;
        if (isGeneric && generic is null)
        {
            return Ended(outcome.Failed(
                new(SyncFault.GenericTarget, "generic targets are disabled. Enable with --unsafe-allow-generic-targets flag"), [], ""));
        }

        if (request.TargetProblem.Length > 0)
        {
            return Ended(outcome.Failed(new(SyncFault.Target, request.TargetProblem), [], ""));
        }

        var reason = RefreshDecision.Decide(mapping, request.Now);
        if (reason == RefreshReason.None && request.IsDemanded && mapping.Refresh == RefreshPolicy.Periodic
            && mapping.Interval > TimeSpan.Zero)
        {
            reason = RefreshReason.Changed;
        }

        if (!isGeneric && existing is not null
            && new ObjectHead(existing).Labels.GetValueOrDefault(TargetNames.ManagedLabel) != TargetNames.Managed)
        {
            return request.IsTargetGone && reason == RefreshReason.None ? Ended(outcome.Skipped())
                : new() { Action = TargetAction.Label, Done = new(null, [], Requeue.Immediately) };
        }

        if (reason == RefreshReason.None && (request.Untouched is not null || TargetValidity.IsValid(mapping, existing)))
        {
            return Ended(outcome.Skipped());
        }

        reason = reason == RefreshReason.None ? RefreshReason.Drift : reason;
        var run = new TemplateRun(surroundings);
        var read = new AssembledData();
        try
        {
            await assembler.AssembleAsync(mapping, new(OldestRead(request, reason)) { MayBePutOff = PutsOff }, run, read, ct);
        }
        catch (SyncException failure)
        {
            var failed = Ended(outcome.Failed(failure, [], ""));
            failed.Abandoned = read.States;
            return failed;
        }
        catch (StoreBusyException busy)
        {
            return new() { Done = new(null, [], Requeue.After(busy.Wait)), IsPutOff = true, Abandoned = read.States };
        }

        var plan = await ApplyAsync(new(request, reason, outcome, read), run, ct);
        plan.States = read.States;
        plan.Suspects = plan is { Action: TargetAction.Create or TargetAction.Update, Wanted: { } wanted, Done.Failure: null }
            ? [.. read.Suspects, .. SuspectValues.OfTemplates(mapping.Target, wanted)] : [];
        return plan;
    }

    private async ValueTask<SyncPlan> ApplyAsync(TargetRead sync, TemplateRun run, CancellationToken ct)
    {
        var (request, outcome, read, mapping) = (sync.Request, sync.Outcome, sync.Read, sync.Request.Mapping);
        if (request.Untouched is { } untouched)
        {
            if (!ExistingTargets.HasOrphans(request) && untouched.Holds(read))
            {
                return sync.Ended(outcome.Synced("Synced", "secret synced", read.Events, mapping.Target.Name));
            }

            sync = sync.With(await untouched.Read(ct));
        }

        return read.Data.Count == 0 && mapping.Target.Deletion != DeletionPolicy.Merge
            ? WithoutData(sync.Request, outcome, read)
            : await WriteAsync(sync, run, ct);
    }

    // A refresh by time takes what another mapping read since its own last refresh: one read for all of them. So does a new mapping, but
    // nothing older than a minute. One that was changed, or that somebody asks for, is not new: what it reads may have been put right.
    private static DateTimeOffset OldestRead(SyncRequest request, RefreshReason reason)
    {
        if (reason == RefreshReason.First
            && request.Mapping is { Refresh: RefreshPolicy.Periodic, Interval: var period, Head.Generation: <= 1 } mapping
            && !ForcedSync.IsAskedFor(mapping.Head))
        {
            var oldest = request.Now - (period < LongestBeforeFirst ? period : LongestBeforeFirst);
            return oldest < request.Asked ? oldest : request.Asked;
        }

        if (reason != RefreshReason.Due || request.Mapping.Status.Refreshed is not { } refreshed)
        {
            return request.Asked;
        }

        var interval = request.Now - request.Mapping.Interval;
        if (request.Consumed is { } consumed && consumed <= request.Now)
        {
            // Its own values of the last time do not count again.
            return consumed > interval ? consumed : interval;
        }

        return refreshed > interval && refreshed <= request.Now ? refreshed : interval;
    }

    private async ValueTask<bool> IsOursAsync(ExternalSecret mapping, CancellationToken ct)
    {
        foreach (var store in mapping.Stores)
        {
            if (IsForeign(await stores.FindAsync(store, mapping.Head.Namespace, ct)))
            {
                return false;
            }
        }

        foreach (var row in mapping.DataFrom)
        {
            if (row.Generator is { } generator
                && await generators.FindAsync(generator, mapping.Head.Namespace, ct) is { } tree
                && IsForeign(GeneratorRun.ActualOf(generator, tree)))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsForeign(MapValue? tree) => tree is not null && stores.Rules.IsForeign(tree);

    // Nothing at all was found (spec 2.6).
    private static SyncPlan WithoutData(SyncRequest request, SyncOutcome outcome, AssembledData read)
    {
        var (mapping, words) = (request.Mapping, new TargetWords(request.Mapping.Target));
        if (mapping.Target.Deletion == DeletionPolicy.Retain)
        {
            return Ended(outcome.Synced("Synced", "secret retained due to DeletionPolicy=Retain", read.Events, ""));
        }

        if (mapping.Target.Creation != CreationPolicy.Owner)
        {
            return Ended(outcome.Failed(
                new(SyncFault.DeletionRefused, $"unable to delete {words.Subject}: creationPolicy={mapping.Target.Creation} is not Owner"),
                read.Events, ""));
        }

        const string message = "secret deleted due to DeletionPolicy=Delete";
        var isThere = request.Existing is not null;
        return new()
        {
            Action = isThere ? TargetAction.Delete : TargetAction.None,
            Done = outcome.Synced(
                "Deleted", message, isThere ? [.. read.Events, SyncEvent.Normal("Deleted", words.Deleted)] : read.Events, ""),
            Failed = failure => outcome.Failed(new(SyncFault.DeletionFailed, failure.Message, failure), read.Events, ""),
        };
    }

    private async ValueTask<SyncPlan> WriteAsync(TargetRead sync, TemplateRun run, CancellationToken ct)
    {
        var (outcome, read, mapping, existing) = (sync.Outcome, sync.Read, sync.Request.Mapping, sync.Request.Existing);
        var target = mapping.Target;
        var words = new TargetWords(target);
        const string synced = "secret synced";
        if (target.Creation == CreationPolicy.None)
        {
            return sync.Ended(outcome.Synced("Synced", synced, read.Events, ""));
        }

        if (target.Creation == CreationPolicy.Merge && existing is null)
        {
            return sync.Ended(outcome.Synced("Missing", words.NotCreated, read.Events, ""));
        }

        // The reference names the target in the status before it tries to change one that is there.
        var bound = existing is null ? "" : words.Bound;
        MapValue wanted;
        try
        {
            wanted = target.IsGeneric
                ? await generic!.MutateAsync(mapping, existing, read.Data, run, ct)
                : await mutation.MutateAsync(mapping, existing, read.Data, run, ct);
        }
        catch (SyncException failure)
        {
            var text = existing is null ? failure.Message : $"unable to mutate {words.Subject}: {failure.Message}";
            return sync.Write(
                TargetAction.None,
                null,
                outcome.Failed(new(failure.Fault, text, failure), read.Events, bound),
                other => outcome.Failed(other, read.Events, bound));
        }

        if (existing is null)
        {
            return sync.Write(
                TargetAction.Create,
                wanted,
                outcome.Synced("Synced", synced, [.. read.Events, SyncEvent.Normal("Created", words.Created)], words.Bound),
                failure => outcome.Failed(failure, read.Events, ""));
        }

        return !target.IsGeneric && existing.Flag("immutable")
            ? ExistingTargets.Frozen(sync, wanted)
            : ExistingTargets.Update(sync, wanted);
    }

    private static SyncPlan Ended(SyncResult result) => new() { Done = result };
}
