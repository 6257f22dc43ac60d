using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Queueing;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Restarting;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Targets;
using SecretsKit.Sync.Tracing;

namespace SecretsKit.Sync.Running;

/// <summary>
/// Restarts the workloads that read a changed Secret, if its mapping asks for it: as kubectl does, once for all Secrets of a namespace that
/// change together, and none sooner after another restart than the options say. Safe on all threads.
/// </summary>
internal sealed class WorkloadRestarts
{
    // However often Secrets change.
    private const int MostDelays = 6;

    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet"];

    private readonly ObjectClient _objects;
    private readonly EventRecorder _events;
    private readonly IAgentLog _log;
    private readonly AgentOptions _options;
    private readonly TimeProvider _clock;
    private readonly WorkQueue<string> _queue;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Notes> _notes = new(StringComparer.Ordinal);

    /// <param name="objects">The server. Lent.</param>
    /// <param name="events">Writes events.</param>
    /// <param name="log">Takes failures.</param>
    /// <param name="options">Whether, and how often.</param>
    /// <param name="clock">When.</param>
    public WorkloadRestarts(ObjectClient objects, EventRecorder events, IAgentLog log, AgentOptions options, TimeProvider clock)
    {
        (_objects, _events, _log, _options, _clock) = (objects, events, log, options, clock);
        _queue = new(clock, (ns, _, ct) => LookAsync(ns, ct));
    }

    /// <summary>Takes a Secret that was written, or that this agent sees for the first time.</summary>
    /// <param name="mapping">Whose it is; nothing happens unless it asks for it.</param>
    /// <param name="isChanged">Whether this agent changed its content.</param>
    public void Note(ExternalSecret mapping, bool isChanged)
    {
        if (!_options.RestartsWorkloads || mapping.Target.ManifestKind.Length > 0 || !RestartMarks.IsAskedFor(mapping.Head))
        {
            return;
        }

        var (ns, now) = (mapping.Head.Namespace, _clock.GetUtcNow());
        lock (_lock)
        {
            if (!_notes.TryGetValue(ns, out var notes))
            {
                _notes[ns] = notes = new() { First = now };
            }

            notes.Last = now;
            notes.Secrets[mapping.Target.Name] = (isChanged || notes.Secrets.GetValueOrDefault(mapping.Target.Name).IsChanged, now);
        }

        _queue.Add(ns);
    }

    /// <summary>Works until the token fires.</summary>
    /// <param name="grace">How long what is under way may go on then.</param>
    /// <param name="ct">Ends it.</param>
    public Task RunAsync(Func<TimeSpan> grace, CancellationToken ct) => _queue.RunAsync(1, grace, ct);

    private async Task<Requeue> LookAsync(string ns, CancellationToken ct)
    {
        Dictionary<string, (bool IsChanged, DateTimeOffset Noted)> noted;
        lock (_lock)
        {
            if (!_notes.TryGetValue(ns, out var notes) || notes.Secrets.Count == 0)
            {
                return Requeue.None;
            }

            var (now, quiet, latest) = (_clock.GetUtcNow(), notes.Last + _options.RestartDelay,
                notes.First + (_options.RestartDelay * MostDelays));
            var at = quiet < latest ? quiet : latest;
            if (at > now)
            {
                return Requeue.After(at - now);
            }

            noted = new(notes.Secrets);
        }

        using var span = SyncSpans.Root("restart workloads");
        span?.SetTag("k8s.namespace.name", ns);
        TimeSpan? wait;
        try
        {
            wait = await RestartAsync(ns, noted, ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            span.Failed(failure);
            if (_log.IsOn(LogLevel.Warn))
            {
                _log.Write(LogLevel.Warn, "workloads cannot be restarted", ("namespace", ns), ("error", failure.Message));
            }

            return Requeue.Backoff;
        }

        return wait is { } time ? Requeue.After(time) : Forget(ns, noted);
    }

    // What was noted meanwhile stays.
    private Requeue Forget(string ns, Dictionary<string, (bool IsChanged, DateTimeOffset Noted)> done)
    {
        lock (_lock)
        {
            var notes = _notes[ns];
            foreach (var (name, what) in done)
            {
                if (notes.Secrets.GetValueOrDefault(name) == what)
                {
                    notes.Secrets.Remove(name);
                }
            }

            if (notes.Secrets.Count == 0)
            {
                _notes.Remove(ns);
                return Requeue.None;
            }

            notes.First = notes.Last;
            return Requeue.After(_options.RestartDelay);
        }
    }

    private async Task<TimeSpan?> RestartAsync(
        string ns, Dictionary<string, (bool IsChanged, DateTimeOffset Noted)> noted, CancellationToken ct)
    {
        var secrets = new Dictionary<string, RestartSecret>(StringComparer.Ordinal);
        foreach (var (name, what) in noted)
        {
            if ((await _objects.FindAsync(new("v1", "Secret", ns, name), ct)).AsMap is { } secret
                && new ObjectHead(secret).Annotations.GetValueOrDefault(TargetNames.HashAnnotation) is { Length: > 0 } hash)
            {
                secrets[name] = new(RestartMarks.Of(hash), what.IsChanged);
            }
        }

        TimeSpan? wait = null;
        foreach (var kind in secrets.Count > 0 ? Kinds : [])
        {
            var resource = await _objects.ResourceAsync(new("apps/v1", kind, ns, ""), ct);
            foreach (var item in (await _objects.ListAsync(resource, ns, ListOptions.All, ct)).Items)
            {
                var workload = item.AsMap!.With("apiVersion", "apps/v1").With("kind", kind);
                var plan = RestartPlan.For(workload, secrets, _options.RestartInterval, _clock.GetUtcNow());
                if (plan.Marks is { } marks)
                {
                    await RestartAsync(new(workload), marks, plan.Reasons, ct);
                }
                else if (plan.Wait is { } longer && (wait is null || longer < wait))
                {
                    wait = longer;
                }
            }
        }

        return wait;
    }

    private async Task RestartAsync(
        ObjectHead workload, SortedDictionary<string, string> marks, IReadOnlyList<string> reasons, CancellationToken ct)
    {
        using var span = SyncSpans.Part("restart workload").Of(workload.Kind, workload.Namespace, workload.Name);
        var patch = ObjectPatch.JsonMerge(RestartMarks.Patch(marks, _clock.GetUtcNow())).For(workload.ResourceVersion);
        await _objects.PatchAsync(workload.Reference, patch, WriteOptions.Default, ct);
        await _events.WriteAsync(
            workload,
            AgentDefaults.AgentName,
            SyncEvent.Normal("Restarted", $"restarted for changed Secrets: {string.Join(", ", reasons)}"),
            ct);
    }

    private sealed class Notes
    {
        public Dictionary<string, (bool IsChanged, DateTimeOffset Noted)> Secrets { get; } = new(StringComparer.Ordinal);

        public DateTimeOffset First { get; set; }

        public DateTimeOffset Last { get; set; }
    }
}
