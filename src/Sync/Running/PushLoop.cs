using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Time;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Pushing;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.Running;

/// <summary>Carries out PushSecrets of a cluster (spec external-secrets.md 4.2).</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="pushes">The PushSecrets.</param>
/// <param name="planner">Says what is done.</param>
/// <param name="run">Writes to stores.</param>
/// <param name="states">Keeps track of what generators made.</param>
/// <param name="events">Writes events.</param>
/// <param name="clock">When.</param>
internal sealed class PushLoop(
    ObjectClient objects, ObjectCache pushes, PushPlanner planner, PushRun run, GeneratorStates states, EventRecorder events,
    TimeProvider clock)
{
    public const string Finalizer = "pushsecret.externalsecrets.io/finalizer";

    private const string Source = "pushsecret";

    private readonly StatusWriter _statuses = new(objects);

    /// <summary>Looks at a PushSecret.</summary>
    /// <param name="key">Which.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<Requeue> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (pushes.Find(key) is not { } tree)
        {
            return Requeue.None;
        }

        var push = new PushSecret(tree);
        if (push.Head.IsDeleting)
        {
            return await FinalizeAsync(push, ct);
        }

        if (push.DeletesRemote && !push.Head.Finalizers.Contains(Finalizer))
        {
            push = new(await WriteFinalizersAsync(push, [.. push.Head.Finalizers, Finalizer], ct));
        }

        return await SyncAsync(push, ct);
    }

    private async Task<Requeue> SyncAsync(PushSecret push, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var plan = await planner.PlanAsync(push, now, ct);
        if (plan.Action != PushAction.Push)
        {
            await states.DropAsync(push.Head, plan.States, ct);
        }

        if (plan.Action == PushAction.None)
        {
            return plan.Requeue;
        }

        await states.KeepAsync(push.Head, plan.Action == PushAction.Push ? plan.States : [], ct);

        var result = await run.CarryOutAsync(plan, push, new(push, now), ct);
        await ReportAsync(push, result, ct);
        return result.Requeue;
    }

    // A refresh that changed nothing makes no event.
    private async Task ReportAsync(PushSecret push, PushResult result, CancellationToken ct)
    {
        var (old, now) = (push.Status.Common, result.Status.Common);
        if (old.SyncedVersion != now.SyncedVersion || !old.Conditions.SequenceEqual(now.Conditions))
        {
            await events.WriteAsync(push.Head, Source, result.Event, ct);
        }

        if (await _statuses.WriteAsync(push.Tree, result.Status.ToMap(), ct) is { } written)
        {
            pushes.Put(written);
        }
    }

    private async Task<Requeue> FinalizeAsync(PushSecret push, CancellationToken ct)
    {
        if (!push.Head.Finalizers.Contains(Finalizer))
        {
            return Requeue.None;
        }

        if (push.DeletesRemote && await run.CleanUpAsync(push, new(), new(push, clock.GetUtcNow()), ct) is { } failed)
        {
            await ReportAsync(push, failed, ct);
            return failed.Requeue;
        }

        await WriteFinalizersAsync(push, [.. push.Head.Finalizers.Where(name => name != Finalizer)], ct);
        return Requeue.None;
    }

    // The reference writes the whole object, and the interval in Go's form with it: that makes another generation, which the status names.
    private async Task<MapValue> WriteFinalizersAsync(PushSecret push, IReadOnlyList<string> names, CancellationToken ct)
    {
        var tree = push.Tree.Copy();
        tree.ChildOrNew("metadata").With("finalizers", Value.Of(new ListValue([.. names.Select(name => Value.Of(name))])));
        if (push.IntervalText.Length > 0)
        {
            tree.ChildOrNew("spec").With("refreshInterval", GoDuration.Format(push.Interval));
        }

        var written = (await objects.UpdateAsync(Value.Of(tree), WriteOptions.Default, ct)).AsMap ?? tree;
        pushes.Put(written);
        return written;
    }
}
