using SecretsKit.Core.Data;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Observing;

/// <summary>One object on the status page: names, states and times, never a value.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; empty for objects of the cluster.</param>
/// <param name="Name">Its name.</param>
/// <param name="Ready">The status of its condition Ready; empty before the first.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Message">The message.</param>
/// <param name="Refreshed">When it was refreshed last, as its status says; empty if it does not.</param>
/// <param name="Next">
/// When it is looked at next: a time, <c>now</c>, or empty if that is at its next change alone.
/// </param>
public sealed record ObjectState(
    string Kind, string Namespace, string Name, string Ready, string Reason, string Message, string Refreshed, string Next)
{
    /// <summary>What the last event said went wrong; empty if nothing did.</summary>
    public string Cause { get; init; } = "";
}

/// <summary>What an agent is doing; for metrics, probes and the status page. Safe on all threads.</summary>
public sealed class AgentState
{
    private readonly IReadOnlyList<ControllerMetrics> _controllers;
    private readonly IReadOnlyList<ObjectCache> _caches;
    private readonly ProviderCalls _calls;
    private readonly Func<(long Sent, long Merged)> _reads;
    private readonly Action<MetricsWriter> _waits;
    private readonly Func<int> _targets;
    private readonly TimeProvider _clock;
    private readonly ILookup<ObjectCache, ControllerMetrics> _lookers;
    private readonly Func<bool> _isListed;

    /// <param name="controllers">What the controllers did.</param>
    /// <param name="caches">Their objects, one for each controller; several controllers may look after the same.</param>
    /// <param name="calls">Calls of providers.</param>
    /// <param name="reads">How many reads of stores were sent, and how many were answered by another.</param>
    /// <param name="waits">Writes how stores are waited for.</param>
    /// <param name="targets">How many Secrets are watched.</param>
    /// <param name="isListed">Whether all objects were listed.</param>
    /// <param name="clock">The time.</param>
    internal AgentState(
        IReadOnlyList<ControllerMetrics> controllers, IReadOnlyList<ObjectCache> caches, ProviderCalls calls,
        Func<(long Sent, long Merged)> reads, Action<MetricsWriter> waits, Func<int> targets, Func<bool> isListed, TimeProvider clock)
    {
        (_controllers, _caches, _calls, _reads) = (controllers, [.. caches.Distinct()], calls, reads);
        (_waits, _targets, _isListed, _clock) = (waits, targets, isListed, clock);
        _lookers = caches.Zip(controllers).ToLookup(pair => pair.First, pair => pair.Second);
    }

    /// <summary>What an agent that writes nothing has found; null for other agents.</summary>
    public IEnumerable<ShadowState>? Shadows => Shadow?.Invoke();

    /// <summary>Says what an agent that writes nothing has found; null for other agents.</summary>
    internal Func<IEnumerable<ShadowState>>? Shadow { get; init; }

    /// <summary>Whether all objects were listed, so that work has begun.</summary>
    public bool IsListed => _isListed();

    /// <summary>How long the look that runs for the longest time has run.</summary>
    public TimeSpan LongestRunning => _controllers.Count == 0 ? TimeSpan.Zero : _controllers.Max(one => one.LongestRunning);

    /// <summary>Says what the last event of an object warned of; empty for nothing.</summary>
    internal Func<string, ObjectKey, string> Warning { get; init; } = static (_, _) => "";

    /// <summary>How many objects of each kind there are, and how many of them are ready or those of other agents.</summary>
    public IEnumerable<(string Kind, int Count, int Ready)> Kinds => _caches.Where(cache => cache.Count > 0)
        .Select(cache => (cache.Resource.Kind, cache.Count, cache.Keys.Count(key => !Waits(cache, key))));

    /// <summary>
    /// The objects that the agent looks after, as they are now: those that are not ready first, kinds of which there are few before others.
    /// </summary>
    public IEnumerable<ObjectState> Objects
    {
        get
        {
            foreach (var waits in (bool[])[true, false])
            {
                foreach (var cache in _caches.OrderBy(cache => cache.Count))
                {
                    // An object is read when it is shown: all of them at once take ten times the memory of the cache.
                    foreach (var key in cache.Keys.Where(key => Waits(cache, key) == waits)
                        .OrderBy(key => key.ToString(), StringComparer.Ordinal))
                    {
                        if (cache.Find(key) is { } tree)
                        {
                            yield return Read(cache.Resource.Kind, key, tree, NextOf(cache, key)) with
                            {
                                Cause = waits ? Warning(cache.Resource.Kind, key) : "",
                            };
                        }
                    }
                }
            }
        }
    }

    /// <summary>Writes all metrics.</summary>
    public void Write(MetricsWriter text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ControllerMetrics.WriteAll(text, _controllers);
        foreach (var controller in _controllers)
        {
            WriteObjects(text, controller);
        }

        _calls.Write(text);
        var (sent, merged) = _reads();
        text.Begin("secretskit_store_reads_total", "counter", "Reads that mappings asked for, by whether a store was asked")
            .Add("secretskit_store_reads_total", sent, ("result", "sent"))
            .Add("secretskit_store_reads_total", merged, ("result", "merged"));
        _waits(text);
        text.Begin("secretskit_watched_objects", "gauge", "Objects that are watched");
        foreach (var cache in _caches)
        {
            text.Add("secretskit_watched_objects", cache.Count, ("kind", cache.Resource.Kind));
        }

        text.Add("secretskit_watched_objects", _targets(), ("kind", "Secret"));
        if (Shadows is { } shadows)
        {
            WriteShadows(text, [.. shadows]);
        }
    }

    private static void WriteShadows(MetricsWriter text, List<ShadowState> all)
    {
        text.Begin("secretskit_shadow_mappings", "gauge", "Mappings that were compared with what another operator made, by how that ended");
        foreach (var result in (string[])["same", "differs", "pending", "skipped"])
        {
            text.Add("secretskit_shadow_mappings", all.Count(one => one.Result == result), ("result", result));
        }

        text.Begin("secretskit_shadow_differences", "gauge", "How many fields this agent would have otherwise, by what they are a part of");
        foreach (var one in all)
        {
            foreach (var part in one.Differences.GroupBy(difference => difference.Part).OrderBy(part => part.Key, StringComparer.Ordinal))
            {
                text.Add(
                    "secretskit_shadow_differences", part.Count(),
                    ("name", one.Name), ("namespace", one.Namespace), ("part", part.Key));
            }
        }
    }

    private static void WriteObjects(MetricsWriter text, ControllerMetrics controller)
    {
        var all = controller.Objects.ToList();
        if (controller.Name == "externalsecret")
        {
            Series(text, "externalsecret_sync_calls_total", "counter", "Looks at mappings", all, state => state.Calls);
            Series(text, "externalsecret_sync_calls_error", "counter", "Looks at mappings that failed", all, state => state.Errors);
        }

        Series(
            text, controller.Name + "_reconcile_duration", "gauge", "Nanoseconds of the last look", all, state => state.Nanoseconds);
        var name = controller.Name + "_status_condition";
        text.Begin(name, "gauge", "Conditions: 1 for the status that it has, 0 for the others");
        foreach (var (key, state) in all)
        {
            if (state.Ready.Length > 0)
            {
                foreach (var status in (string[])["True", "False"])
                {
                    Add(
                        text, name, state.Ready == status ? 1 : 0, state.Labels,
                        ("condition", "Ready"), ("name", key.Name), ("namespace", key.Namespace), ("status", status));
                }
            }
        }

        // As the reference has it, for mappings alone.
        foreach (var (key, labels) in controller.Name == "externalsecret" ? controller.Deleted : [])
        {
            Add(
                text, name, 1, labels,
                ("condition", "Deleted"), ("name", key.Name), ("namespace", key.Namespace), ("status", "False"));
        }
    }

    // Nothing is made for series without further labels: there are several for each object.
    private static void Add(
        MetricsWriter text, string name, double value, ObjectLabels? labels, params ReadOnlySpan<(string Name, string Value)> own)
    {
        if (labels is null)
        {
            text.Add(name, value, own);
            return;
        }

        text.Add(name, value, [.. labels.Pairs, .. own]);
    }

    private static void Series(
        MetricsWriter text, string name, string type, string help, List<KeyValuePair<ObjectKey, ObjectMetrics>> all,
        Func<ObjectMetrics, double> value)
    {
        text.Begin(name, type, help);
        foreach (var (key, state) in all)
        {
            Add(text, name, value(state), state.Labels, ("name", key.Name), ("namespace", key.Namespace));
        }
    }

    // Whether it is ours and not ready.
    private bool Waits(ObjectCache cache, ObjectKey key) => _lookers[cache].Any(one => one.ReadyOf(key) is not (null or "True"));

    private string NextOf(ObjectCache cache, ObjectKey key) => _lookers[cache].Min(one => one.TimeUntil(key)) switch
    {
        null => "",
        { Ticks: 0 } => "now",
        { } wait => Timestamps.Write(_clock.GetUtcNow() + wait),
    };

    private static ObjectState Read(string kind, ObjectKey key, MapValue tree, string next)
    {
        var status = SyncStatus.Read(tree.Child("status"));
        var ready = status.Ready;
        return new(
            kind, key.Namespace, key.Name, ready?.Status ?? "", ready?.Reason ?? "", ready?.Message ?? "",
            status.Refreshed is { } time ? Timestamps.Write(time) : "", next);
    }
}
