using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Planning;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Diagnosis;
using SecretsKit.Releases.Waiting.Live;
using SecretsKit.Releases.Waiting.Rules;
using SecretsKit.Releases.Waiting.Tracking;

namespace SecretsKit.Releases.Explaining;

/// <summary>
/// Finds out how the objects of a release are and why: what a wait would say of them, what is wrong with their pods with the last lines of
/// containers that failed, Services without pods, quotas that are used up, and warnings. Reads only.
/// </summary>
/// <param name="context">Where.</param>
public sealed class ReleaseExplainer(OperationContext context)
{
    // Requests under way at a time.
    private const int Parallelism = 8;

    /// <summary>Explains the last revision of a release.</summary>
    /// <returns>Null if there is no record of it.</returns>
    /// <exception cref="SecretsKitException">The storage or the server failed.</exception>
    public async Task<ReleaseExplanation?> ExplainAsync(string name, CancellationToken cancellationToken)
    {
        if ((await context.Store.LoadHistoryAsync(name, cancellationToken)).Last?.Read() is not { } release)
        {
            return null;
        }

        var items = await ItemsAsync(release, cancellationToken);
        var places = items.Select(item => item.Object.Reference.Namespace).Append(context.Namespace).Where(place => place.Length > 0);
        var around = await Surroundings.ReadAsync(context.Objects, places.Distinct(), cancellationToken);
        var live = await context.Objects.FindAllAsync([.. items.Select(item => item.Object.Reference)], Parallelism, cancellationToken);
        var now = context.Clock.GetUtcNow();
        List<LiveObject> own = [.. live.Select(one => one.AsMap).OfType<MapValue>().Select(fields => new LiveObject(fields))];
        List<ExplainedObject> explained = [];
        var uids = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < items.Count; at++)
        {
            var found = live[at].AsMap is { } fields ? new LiveObject(fields) : null;

            // Objects of hooks are there only as long as their policies say.
            if (found is not null || items[at].Hook.Length == 0)
            {
                explained.Add(Explain(items[at], found, own, around, now));
            }

            uids.UnionWith(found is null ? [] : Family(found, around.Related));
        }

        explained = await WithLogsAsync(explained, cancellationToken);
        return new(release, explained, [.. around.Quotas.SelectMany(FullParts)], Warnings(around, uids), around.Unreadable);
    }

    private async Task<IReadOnlyList<(ReleaseObject Object, string Hook)>> ItemsAsync(Release release, CancellationToken ct)
    {
        var manifests = new ManifestObjects(context.Objects, context.Generation);
        var items = new List<(ReleaseObject, string)>();
        foreach (var item in await manifests.ReadAsync(release.Manifest.Memory, context.Namespace, ct))
        {
            items.Add((item, ""));
        }

        foreach (var hook in release.Hooks.Where(hook => hook.LastRun.Phase is HookPhase.Failed or HookPhase.Running or HookPhase.Unknown))
        {
            foreach (var item in await manifests.ReadAsync(hook.Manifest.Memory, context.Namespace, ct))
            {
                items.Add((item, string.Join(',', hook.Events)));
            }
        }

        return items;
    }

    private static ExplainedObject Explain(
        (ReleaseObject Object, string Hook) item, LiveObject? found, List<LiveObject> own, Surroundings around, DateTimeOffset now)
    {
        var readiness = found is null ? Readiness.NotFound
            : item.Hook.Length > 0 ? HookRules.Judge(found)
            : StatusRules.Judge(found, around.Related, JobWait.UntilStarted, now, ConditionRules.Judge);
        return new(
            new(item.Object.Reference, readiness, readiness.State == ReadinessState.Ready)
            {
                Problems = found is null ? [] : PodDiagnosis.Of(found, around.Related),
            },
            item.Hook,
            found is { Kind: "Service", Group: "" } ? Backend(found, own, around.Pods) : null);
    }

    private static ServiceBackend? Backend(LiveObject service, List<LiveObject> own, List<LiveObject> pods)
    {
        if (service.At("spec", "selector").AsMap is not { Count: > 0 } selector)
        {
            return null;
        }

        var selected = pods.Where(pod => pod.Namespace == service.Namespace && Selects(selector, pod.At("metadata", "labels"))).ToList();
        var makers = own.Where(item => item.Namespace == service.Namespace
            && Selects(selector, item.At("spec", "template", "metadata", "labels"))).ToList();
        if (selected.Count == 0 && makers.Count > 0 && makers.TrueForAll(item => item.Integer("spec", "replicas") == 0))
        {
            return null;
        }

        var labels = new List<string>();
        foreach (var (key, value) in selector.Entries)
        {
            labels.Add($"{key.RevealText()}={Text(value)}");
        }

        return new(string.Join(',', labels), selected.Count, selected.Count(pod => pod.Condition("Ready") is { IsTrue: true }));
    }

    private static bool Selects(MapValue selector, Value labels)
    {
        foreach (var (key, value) in selector.Entries)
        {
            if (labels.AsMap is not { } given || Text(given[key]) != Text(value))
            {
                return false;
            }
        }

        return true;
    }

    private static string Text(Value value) => value.IsString ? new ByteString(value.StringBytes.AsMemory()).RevealText() : "";

    private static IEnumerable<FullQuota> FullParts(LiveObject quota)
    {
        if (quota.At("status", "hard").AsMap is not { } hard)
        {
            yield break;
        }

        // The server writes both in the same form.
        foreach (var (key, limit) in hard.Entries)
        {
            var name = key.RevealText();
            if (Text(limit) is { Length: > 0 } text && quota.Text("status", "used", name) == text && text != "0")
            {
                yield return new(quota.Namespace, quota.Name, name, text);
            }
        }
    }

    private static IEnumerable<string> Family(LiveObject item, RelatedObjects related) =>
        related.Of(item, "ReplicaSet").Concat(related.Of(item, "Job")).Concat(related.PodsOf(item)).Append(item).Select(one => one.Uid);

    private static IReadOnlyList<WarningEvent> Warnings(Surroundings around, HashSet<string> uids) =>
    [
        .. around.Warnings.Where(item => uids.Contains(item.Text("involvedObject", "uid")))
            .Select(WarningEvent.Of)
            .OrderBy(item => item.Last)
            .TakeLast(ReleaseExplanation.MaxWarnings),
    ];

    private async Task<List<ExplainedObject>> WithLogsAsync(List<ExplainedObject> items, CancellationToken ct)
    {
        var logs = new CrashLogs(context.Objects.Client);
        void Ask() => items = items.ConvertAll(item => item with
        {
            Object = item.Object with { Problems = [.. item.Object.Problems.Select(problem => logs.WithLog(problem, () => { }, ct))] },
        });
        Ask();
        await logs.CompleteAsync();
        Ask();
        return items;
    }
}
