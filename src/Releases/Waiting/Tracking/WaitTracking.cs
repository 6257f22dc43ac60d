using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Tracking;

/// <summary>
/// Passes on what warns about the objects of one wait, and what their new containers print. Not safe on several threads at once.
/// </summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="tracker">Receives it.</param>
/// <param name="begin">When the wait began.</param>
internal sealed class WaitTracking(ObjectClient objects, IWaitTracker tracker, DateTimeOffset begin)
{
    /// <summary>Most containers that are followed in a wait: more cannot be read.</summary>
    public const int MaxContainers = 30;

    /// <summary>The kind of events.</summary>
    public static ApiResource Events { get; } = new("", "v1", "Event", "events") { IsNamespaced = true };

    /// <summary>Which events are asked for.</summary>
    public static ListOptions Warnings { get; } = new() { FieldSelector = "type=Warning" };

    // Between the first write and the wait, and between the clocks of this machine and the server's.
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly LogStream _logs = new(objects.Client, tracker);
    private readonly Dictionary<string, LiveObject> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LiveObject> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _warned = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _new = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Uid, string Container, long Restarts), Task> _streams = [];
    private readonly HashSet<Task> _ending = [];

    /// <summary>Takes the state of an object that may be a pod or an event.</summary>
    public void Take(string kind, Value item)
    {
        if (item.AsMap is not { } fields)
        {
            return;
        }

        var live = new LiveObject(fields);
        if (kind == Events.Kind)
        {
            _events[live.Uid] = live;
        }
        else if (kind == "Pod")
        {
            // Those that were ready when the wait began are not of this deploy.
            if (_seen.Add(live.Uid) && live.Condition("Ready") is not { IsTrue: true })
            {
                _new.Add(live.Uid);
            }

            _pods[live.Uid] = live;
        }
    }

    /// <summary>Passes on what belongs to the objects of the wait, as far as that is known by now.</summary>
    /// <param name="isOfWait">Whether an object of that identifier is one of them, or was made for one.</param>
    /// <param name="isSilent">Whether nothing is to be read of what a pod's containers print.</param>
    /// <param name="ct">Ends the reading of logs.</param>
    public void Update(Func<string, bool> isOfWait, Func<LiveObject, bool> isSilent, CancellationToken ct)
    {
        foreach (var (uid, pod) in _pods.Where(pair => _new.Contains(pair.Key) && isOfWait(pair.Key)).ToList())
        {
            _pods.Remove(uid);
            if (!isSilent(pod))
            {
                Follow(pod, ct);
            }
        }

        foreach (var (uid, item) in _events.Where(pair => isOfWait(Subject(pair.Value))).ToList())
        {
            _events.Remove(uid);
            var warning = WarningEvent.Of(item);
            if (warning.Last >= begin - Before && _warned.GetValueOrDefault(uid) < warning.Count)
            {
                _warned[uid] = warning.Count;
                tracker.Warn(warning);
            }
        }
    }

    /// <summary>Ends when the logs of containers that have ended are read, or a second later.</summary>
    public Task ReadRestAsync() => Task.WhenAny(Task.WhenAll(_ending), Task.Delay(LastWords));

    /// <summary>Ends when no log is read any more.</summary>
    public async Task CompleteAsync() => await Task.WhenAll(_streams.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Follow(LiveObject pod, CancellationToken ct)
    {
        foreach (var container in pod.Maps("status", "initContainerStatuses").Concat(pod.Maps("status", "containerStatuses")))
        {
            var hasEnded = !container.At("state", "terminated").IsNil;
            var key = (pod.Uid, Container: container.Text("name"), container.Integer("restartCount") ?? 0);
            if (!_streams.TryGetValue(key, out var stream))
            {
                if (_streams.Count >= MaxContainers || (!hasEnded && container.At("state", "running").IsNil))
                {
                    continue;
                }

                stream = _streams[key] = _logs.RunAsync(pod.Namespace, pod.Name, key.Container, ct);
            }

            if (hasEnded)
            {
                _ending.Add(stream);
            }
        }
    }

    private static string Subject(LiveObject item) =>
        item.Text("involvedObject", "uid") is { Length: > 0 } uid ? uid : item.Text("regarding", "uid");
}
