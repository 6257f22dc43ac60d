using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Time;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
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
/// <param name="events">Writes events.</param>
/// <param name="clock">When.</param>
internal sealed class PushLoop(
    ObjectClient objects, ObjectCache pushes, PushPlanner planner, PushRun run, EventRecorder events, TimeProvider clock)
{
    public const string Finalizer = "pushsecret.externalsecrets.io/finalizer";

    private const string Source = "pushsecret";

    private readonly StatusWriter _statuses = new(objects);

    /// <summary>Looks at a PushSecret.</summary>
    /// <param name="key">Which.</param>
    /// <param name="asked">When it was asked for.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<Requeue> ReconcileAsync(ObjectKey key, DateTimeOffset asked, CancellationToken ct)
    {
        _ = asked;
        if (pushes.Find(key) is not { } tree)
        {
            return Requeue.None;
        }

        try
        {
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

    private async Task<Requeue> SyncAsync(PushSecret push, CancellationToken ct)
    {
        var outcome = new PushOutcome(push, clock.GetUtcNow());
        var plan = await planner.PlanAsync(push, clock.GetUtcNow(), ct);
        if (plan.Action == PushAction.None)
        {
            return plan.Requeue;
        }

        var result = plan.Action switch
        {
            PushAction.Push => await PushAsync(push, plan, outcome, ct),
            PushAction.DeleteAll => await run.DeleteAsync(push, new(), ct) is { Problem.Length: > 0 } left
                ? outcome.Failed($"Failed to Delete Secrets from Provider: {left.Problem}", left.Rows)
                : outcome.SourceDeleted(),
            _ => outcome.Failed(plan.Problem, null),
        };
        await ReportAsync(push, result, ct);
        return result.Requeue;
    }

    private async Task<PushResult> PushAsync(PushSecret push, PushPlan plan, PushOutcome outcome, CancellationToken ct)
    {
        var written = await run.WriteAsync(plan, push, ct);
        if (written.Problem.Length > 0)
        {
            return outcome.Failed($"set secret failed: {written.Problem}", written.Rows.With(push.Status.Pushed));
        }

        return push.DeletesRemote && await run.DeleteAsync(push, written.Rows, ct) is { Problem.Length: > 0 } left
            ? outcome.Failed($"Failed to Delete Secrets from Provider: {left.Problem}", left.Rows)
            : outcome.Synced(written.Rows);
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

        if (push.DeletesRemote && await run.DeleteAsync(push, new(), ct) is { Problem.Length: > 0 } left)
        {
            var result = new PushOutcome(push, clock.GetUtcNow())
                .Failed($"Failed to Delete Secrets from Provider: {left.Problem}", left.Rows);
            await ReportAsync(push, result, ct);
            return Requeue.Backoff;
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
