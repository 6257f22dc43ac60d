using System.Collections.Concurrent;
using SecretsKit.Core.Data;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.Observing;

/// <summary>What one controller did, under the names that dashboards of the reference use (spec external-secrets.md 5.1).</summary>
/// <param name="name">The name of the controller.</param>
/// <param name="workers">Most objects at a time.</param>
/// <param name="clock">Measures.</param>
internal sealed class ControllerMetrics(string name, int workers, TimeProvider clock)
{
    // What was deleted is remembered for dashboards that count it: the latest alone, for an agent runs for long.
    private const int MaxDeleted = 1000;

    // By kind of requeue.
    private static readonly string[] Results = ["success", "requeue_after", "requeue", "error"];

    private static readonly double[] ReconcileBounds =
    [
        0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0,
        3.5, 4.0, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
    ];

    private static readonly double[] QueueBounds = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000];

    private static readonly double[] LateBounds = [0.01, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300];

    private readonly long[] _results = new long[Results.Length];
    private readonly ConcurrentDictionary<ObjectKey, long> _running = new();
    private readonly ConcurrentDictionary<ObjectKey, ObjectMetrics> _objects = new();
    private readonly ConcurrentDictionary<ObjectKey, ObjectLabels?> _deleted = new();
    private readonly ConcurrentQueue<ObjectKey> _deletions = new();
    private long _adds;
    private long _retries;
    private long _defects;

    /// <summary>The name of the controller.</summary>
    public string Name { get; } = name;

    /// <summary>Whether series of objects have the labels that the objects themselves have. Default no.</summary>
    public bool HasObjectLabels { get; init; }

    /// <summary>Says how many objects wait; set by the queue.</summary>
    public Func<int> Depth { get; set; } = static () => 0;

    /// <summary>Says how long it takes until an object is looked at; null if no time is set. Set by the queue.</summary>
    public Func<ObjectKey, TimeSpan?> TimeUntil { get; set; } = static _ => null;

    /// <summary>How long objects waited after an event or after they were due.</summary>
    public Histogram Waiting { get; } = new(QueueBounds);

    /// <summary>How long after they were due by time objects found a worker.</summary>
    public Histogram Late { get; } = new(LateBounds);

    private Histogram Working { get; } = new(QueueBounds);

    private Histogram Reconciling { get; } = new(ReconcileBounds);

    /// <summary>How long the look that runs for the longest time has run; zero if none runs.</summary>
    public TimeSpan LongestRunning
    {
        get
        {
            var first = long.MaxValue;
            foreach (var (_, began) in _running)
            {
                first = Math.Min(first, began);
            }

            return first == long.MaxValue ? TimeSpan.Zero : clock.GetElapsedTime(first);
        }
    }

    /// <summary>What is known of objects.</summary>
    public IEnumerable<KeyValuePair<ObjectKey, ObjectMetrics>> Objects => _objects;

    /// <summary>Objects that were deleted and not made anew since, with their labels: the latest thousand.</summary>
    public IEnumerable<KeyValuePair<ObjectKey, ObjectLabels?>> Deleted => _deleted;

    /// <summary>A look met a defect of the agent.</summary>
    public void Broke() => Interlocked.Increment(ref _defects);

    /// <summary>
    /// The status of an object's condition Ready, as its last event brought it; empty before the first, null for one that is not ours.
    /// </summary>
    public string? ReadyOf(ObjectKey key) => _objects.TryGetValue(key, out var known) ? known.Ready : null;

    /// <summary>An object was asked for.</summary>
    public void Added() => Interlocked.Increment(ref _adds);

    /// <summary>Looks at an object, and counts.</summary>
    public async Task<Requeue> MeasureAsync(ObjectKey key, Func<Task<Requeue>> look)
    {
        var began = clock.GetTimestamp();
        _running[key] = began;
        try
        {
            var requeue = await look();
            Count(key, requeue, clock.GetElapsedTime(began));
            return requeue;
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    /// <summary>Takes the state of an object that an event brought; null if it is gone.</summary>
    public void Take(ObjectKey key, MapValue? now)
    {
        if (now is null)
        {
            if (_objects.TryRemove(key, out var gone) && _deleted.TryAdd(key, gone.Labels))
            {
                _deletions.Enqueue(key);
                while (_deletions.Count > MaxDeleted && _deletions.TryDequeue(out var oldest))
                {
                    _deleted.TryRemove(oldest, out _);
                }
            }

            return;
        }

        _deleted.TryRemove(key, out _);
        var ready = SyncStatus.Read(now.Child("status")).Ready;
        var known = _objects.GetOrAdd(key, static _ => new());
        known.Labels = HasObjectLabels ? new(new ObjectHead(now).Labels) : null;
        (known.Ready, known.Reason) = (ready?.Status ?? "", ready is null ? "" : string.Intern(ready.Reason));
    }

    /// <summary>How a look ended, in the words of the metric <c>controller_runtime_reconcile_total</c>.</summary>
    public static string ResultOf(Requeue requeue) => Results[(int)requeue.Kind];

    private void Count(ObjectKey key, Requeue requeue, TimeSpan took)
    {
        Interlocked.Increment(ref _results[(int)requeue.Kind]);
        if (requeue.Kind >= RequeueKind.Immediately)
        {
            Interlocked.Increment(ref _retries);
        }

        Reconciling.Add(took.TotalSeconds);
        Working.Add(took.TotalSeconds);
        if (_objects.TryGetValue(key, out var known))
        {
            known.Calls++;
            known.Errors += requeue.Kind == RequeueKind.Backoff ? 1 : 0;
            known.Nanoseconds = took.TotalNanoseconds;
        }
    }

    /// <summary>The controllers' standard metrics, one metric after the other.</summary>
    public static void WriteAll(MetricsWriter text, IReadOnlyList<ControllerMetrics> all)
    {
        const string runtime = "controller_runtime_";
        Each(text, all, runtime + "active_workers", "gauge", "Workers that are looking at an object", one => one._running.Count);
        Each(text, all, runtime + "max_concurrent_reconciles", "gauge", "Most workers", one => one.Workers);
        foreach (var (name, help) in ((string, string)[])
            [("reconcile_errors_total", "Looks that failed"), ("reconcile_panics_total", "Looks that met a defect of the agent"),
             ("reconcile_timeouts_total", "Always 0"), ("terminal_reconcile_errors_total", "Always 0")])
        {
            Each(text, all, runtime + name, "counter", help, one => name switch
            {
                "reconcile_errors_total" => one._results[(int)RequeueKind.Backoff],
                "reconcile_panics_total" => Interlocked.Read(ref one._defects),
                _ => 0,
            });
        }

        text.Begin(runtime + "reconcile_total", "counter", "Looks at objects, by how they ended");
        foreach (var one in all)
        {
            for (var at = 0; at < Results.Length; at++)
            {
                text.Add(runtime + "reconcile_total", one._results[at], ("controller", one.Name), ("result", Results[at]));
            }
        }

        text.Begin(runtime + "reconcile_time_seconds", "histogram", "How long looks take");
        foreach (var one in all)
        {
            text.Add(runtime + "reconcile_time_seconds", one.Reconciling, ("controller", one.Name));
        }

        WriteQueues(text, all);
    }

    private int Workers => workers;

    private static void WriteQueues(MetricsWriter text, IReadOnlyList<ControllerMetrics> all)
    {
        Queues(text, all, "workqueue_adds_total", "counter", "Objects that were asked for", one => Interlocked.Read(ref one._adds));
        text.Begin("workqueue_depth", "gauge", "Objects that wait for a worker");
        foreach (var one in all)
        {
            text.Add("workqueue_depth", one.Depth(), ("controller", one.Name), ("name", one.Name), ("priority", ""));
        }

        Queues(
            text, all, "workqueue_longest_running_processor_seconds", "gauge", "The longest look that is under way",
            one => one.LongestRunning.TotalSeconds);
        Queues(
            text, all, "workqueue_unfinished_work_seconds", "gauge", "All looks that are under way",
            one => one._running.Values.Sum(began => one.Elapsed(began)));
        Queues(
            text, all, "workqueue_retries_total", "counter", "Looks that have to be repeated",
            one => Interlocked.Read(ref one._retries));
        foreach (var (name, help, isWaiting) in ((string, string, bool)[])
            [("workqueue_queue_duration_seconds", "How long objects wait for a worker", true),
             ("workqueue_work_duration_seconds", "How long looks take", false)])
        {
            text.Begin(name, "histogram", help);
            foreach (var one in all)
            {
                text.Add(name, isWaiting ? one.Waiting : one.Working, ("controller", one.Name), ("name", one.Name));
            }
        }

        text.Begin("secretskit_refresh_delay_seconds", "histogram", "How long after they were due by time objects found a worker");
        foreach (var one in all)
        {
            text.Add("secretskit_refresh_delay_seconds", one.Late, ("controller", one.Name));
        }
    }

    private double Elapsed(long began) => clock.GetElapsedTime(began).TotalSeconds;

    private static void Each(
        MetricsWriter text, IReadOnlyList<ControllerMetrics> all, string name, string type, string help,
        Func<ControllerMetrics, double> value)
    {
        text.Begin(name, type, help);
        foreach (var one in all)
        {
            text.Add(name, value(one), ("controller", one.Name));
        }
    }

    private static void Queues(
        MetricsWriter text, IReadOnlyList<ControllerMetrics> all, string name, string type, string help,
        Func<ControllerMetrics, double> value)
    {
        text.Begin(name, type, help);
        foreach (var one in all)
        {
            text.Add(name, value(one), ("controller", one.Name), ("name", one.Name));
        }
    }
}
