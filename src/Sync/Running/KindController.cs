using System.Diagnostics;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Queueing;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Sharding;
using SecretsKit.Sync.Tracing;

namespace SecretsKit.Sync.Running;

/// <summary>
/// What an agent does for the objects of one kind: it looks at each that appears, at each whose settings change, and whenever the last look
/// or a trigger says so.
/// </summary>
/// <param name="name">Its name in metrics and logs: the kind in lower case.</param>
/// <param name="objects">The objects.</param>
/// <param name="reconcile">
/// Looks at an object that was asked for at a time. If it fails, it is repeated: at once after a conflict, else later; an object that is
/// not found was deleted meanwhile.
/// </param>
internal sealed class KindController(
    string name, ObjectCache objects, Func<ObjectKey, DateTimeOffset, CancellationToken, Task<Requeue>> reconcile)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The objects.</summary>
    public ObjectCache Objects { get; } = objects;

    /// <summary>Most objects at a time. Default 4.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>Whether conditions of the objects are what this agent says of them. Default yes.</summary>
    public bool WritesConditions { get; init; } = true;

    /// <summary>Whether a change matters. Default: all but those of the status alone.</summary>
    public Func<MapValue, MapValue, bool> Matters { get; init; } = static (old, now) => ObjectChange.IsOfMapping(new(old), new(now));

    /// <summary>Sets up what else asks for objects. Default: nothing.</summary>
    public Action<WorkQueue<ObjectKey>> Triggers { get; init; } = static _ => { };

    /// <summary>Makes the queue and listens to all that fills it.</summary>
    /// <param name="metrics">Counts.</param>
    /// <param name="shard">Which objects are ours.</param>
    /// <param name="log">Takes failures.</param>
    /// <param name="clock">Times and waits.</param>
    public WorkQueue<ObjectKey> Open(ControllerMetrics metrics, Shard shard, IAgentLog log, TimeProvider clock)
    {
        var queue = new WorkQueue<ObjectKey>(
            clock, (key, asked, ct) => metrics.MeasureAsync(key, () => ReconcileAsync(key, asked, metrics, log, ct)))
        {
            IsOurs = shard.Has,
            Added = metrics.Added,
            Started = waited => metrics.Waiting.Add(waited.TotalSeconds),
            Late = by => metrics.Late.Add(by.TotalSeconds),
        };
        (metrics.Depth, metrics.TimeUntil) = (() => queue.Depth, queue.TimeUntil);
        Triggers(queue);
        Objects.Listen((key, old, now) => OnChange(queue, metrics, shard, key, old, now));
        return queue;
    }

    private async Task<Requeue> ReconcileAsync(
        ObjectKey key, DateTimeOffset asked, ControllerMetrics metrics, IAgentLog log, CancellationToken ct)
    {
        using var span = SyncSpans.Look(Name, Objects.Resource.Kind, key.Namespace, key.Name);
        var requeue = await LookAsync(key, asked, metrics, span, log, ct);
        if (span is not null)
        {
            span.SetTag("secretskit.result", ControllerMetrics.ResultOf(requeue));
            if (WritesConditions && Objects.Find(key) is { } tree && SyncStatus.Read(tree.Child("status")).Ready is { } ready)
            {
                span.Is(ready.Status, ready.Reason, ready.Message);
            }
        }

        return requeue;
    }

    private async Task<Requeue> LookAsync(
        ObjectKey key, DateTimeOffset asked, ControllerMetrics metrics, Activity? span, IAgentLog log, CancellationToken ct)
    {
        try
        {
            return await reconcile(key, asked, ct);
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
        catch (SecretsKitException failure)
        {
            span.Failed(failure);
            if (log.IsOn(LogLevel.Warn))
            {
                log.Write(
                    LogLevel.Warn, "reconciliation failed", ("controller", Name), ("namespace", key.Namespace), ("name", key.Name),
                    ("error", failure.Message));
            }

            return Requeue.Backoff;
        }
#pragma warning disable CA1031 // The reconcile loop: a defect of ours that one object brings out must not end the work on all others.
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // Its text may hold anything.
            metrics.Broke();
            log.Write(
                LogLevel.Error, "reconciliation met a defect of the agent", ("controller", Name), ("namespace", key.Namespace),
                ("name", key.Name), ("fault", failure.GetType().FullName ?? ""),
                ("at", failure.StackTrace?.Split('\n')[0].Trim() ?? ""));
            return Requeue.Backoff;
        }
#pragma warning restore CA1031
    }

    private void OnChange(
        WorkQueue<ObjectKey> queue, ControllerMetrics metrics, Shard shard, ObjectKey key, MapValue? old, MapValue? now)
    {
        if (!shard.Has(key))
        {
            return;
        }

        metrics.Take(key, now);
        if (now is null)
        {
            // Its loop may have to forget it.
            queue.Forget(key);
            queue.Add(key);
        }
        else if (old is null || Matters(old, now))
        {
            queue.Add(key);
        }
    }
}
