using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Kubernetes.Patches;
using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Rules;

/// <summary>Helm 3's rules for kinds that keep a number of pods.</summary>
internal static class LegacyWorkloads
{
    private static readonly ByteString Metadata = new("metadata");
    private static readonly ByteString Labels = new("labels");

    // The label by which a ReplicaSet tells its pods from those of others of the same Deployment.
    private static readonly ByteString TemplateHash = new("pod-template-hash");

    public static Readiness JudgeDeployment(LiveObject item, RelatedObjects related)
    {
        if (item.At("spec", "paused") is { Kind: GoKind.Bool, Boolean: true })
        {
            return Readiness.Ready;
        }

        if (NewestSet(item, related) is not { } set)
        {
            return Readiness.Waits(ReadinessCause.ReplicaSetNotAvailable);
        }

        var wanted = item.Integer("spec", "replicas") ?? 1;
        var ready = set.Integer("status", "readyReplicas") ?? 0;
        return Generation(set) ?? Generation(item) ?? (ready < wanted - Allowance(item, wanted, roundsUp: false)
            ? Readiness.Waits(ReadinessCause.ReplicasReady, ready, wanted)
            : Readiness.Ready);
    }

    public static Readiness JudgeReplicas(LiveObject item, RelatedObjects related)
    {
        if (Generation(item) is { } waits)
        {
            return waits;
        }

        var pods = related.Of(item, "Pod").ToList();
        var ready = pods.Count(pod => LegacyRules.JudgePod(pod).State == ReadinessState.Ready);
        return ready < pods.Count ? Readiness.Waits(ReadinessCause.ReplicasReady, ready, pods.Count) : Readiness.Ready;
    }

    public static Readiness JudgeStatefulSet(LiveObject item)
    {
        if (Generation(item) is { } waits)
        {
            return waits;
        }

        if (item.Text("spec", "updateStrategy", "type") != "RollingUpdate")
        {
            return Readiness.Ready;
        }

        var partition = item.Integer("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        var wanted = item.Integer("spec", "replicas") ?? 1;
        var (updated, ready) = (item.Integer("status", "updatedReplicas") ?? 0, item.Integer("status", "readyReplicas") ?? 0);
        return updated < wanted - partition ? Readiness.Waits(ReadinessCause.PartitionUpdated, updated, wanted - partition)
            : ready != wanted ? Readiness.Waits(ReadinessCause.ReplicasReady, ready, wanted)
            : partition == 0 && item.Text("status", "currentRevision") != item.Text("status", "updateRevision")
                ? Readiness.Waits(ReadinessCause.RevisionMismatch)
            : Readiness.Ready;
    }

    public static Readiness JudgeDaemonSet(LiveObject item)
    {
        if (Generation(item) is { } waits)
        {
            return waits;
        }

        if (item.Text("spec", "updateStrategy", "type") != "RollingUpdate")
        {
            return Readiness.Ready;
        }

        var wanted = item.Integer("status", "desiredNumberScheduled") ?? 0;
        var (updated, ready) = (item.Integer("status", "updatedNumberScheduled") ?? 0, item.Integer("status", "numberReady") ?? 0);
        return updated != wanted ? Readiness.Waits(ReadinessCause.Updated, updated, wanted)
            : ready < wanted - Allowance(item, wanted, roundsUp: true) ? Readiness.Waits(ReadinessCause.ReplicasReady, ready, wanted)
            : Readiness.Ready;
    }

    private static Readiness? Generation(LiveObject item)
    {
        var (seen, wanted) = (item.Integer("status", "observedGeneration") ?? 0, item.Integer("metadata", "generation") ?? 0);
        return seen < wanted ? Readiness.Waits(ReadinessCause.GenerationNotObserved, seen, wanted) : null;
    }

    // The set with the Deployment's current template; the oldest of several, which its controller chooses too.
    private static LiveObject? NewestSet(LiveObject item, RelatedObjects related)
    {
        var template = item.At("spec", "template");
        return related.Of(item, "ReplicaSet")
            .Where(set => TreeEquality.AreEqual(template, WithoutHash(set.At("spec", "template"))))
            .OrderBy(set => set.Created).ThenBy(set => set.Name, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static Value WithoutHash(Value template)
    {
        if (template.AsMap?[Metadata].AsMap is not { } metadata || metadata[Labels].AsMap is not { } labels)
        {
            return template;
        }

        var (copy, metadataCopy, labelsCopy) = (template.AsMap.ShallowCopy(), metadata.ShallowCopy(), labels.ShallowCopy());
        labelsCopy.Remove(TemplateHash);
        metadataCopy.Set(Labels, Value.Of(labelsCopy));
        copy.Set(Metadata, Value.Of(metadataCopy));
        return Value.Of(copy);
    }

    // How many pods may be away during an update.
    private static long Allowance(LiveObject item, long wanted, bool roundsUp)
    {
        var isRolling = item.Kind == "DaemonSet" || item.Text("spec", "strategy", "type") == "RollingUpdate";
        var part = item.Kind == "DaemonSet" ? "updateStrategy" : "strategy";
        if (!isRolling || wanted == 0)
        {
            return 0;
        }

        // Where neither a pod more nor a pod less is allowed, nothing could be changed: one may be away then.
        if (Share(item, wanted, roundsUp, "spec", part, "rollingUpdate", "maxUnavailable") is not { } allowed)
        {
            return item.Kind == "DaemonSet" ? 1 : 0;
        }

        var surge = item.Kind == "DaemonSet" ? 1 : Share(item, wanted, roundsUp: true, "spec", part, "rollingUpdate", "maxSurge") ?? 0;
        return allowed == 0 && surge == 0 ? 1 : Math.Min(allowed, wanted);
    }

    // A number, or a share of those wanted; null if there is neither.
    private static long? Share(LiveObject item, long wanted, bool roundsUp, params ReadOnlySpan<string> path)
    {
        var text = item.Text(path);
        if (!text.EndsWith('%') || !long.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
        {
            return item.Integer(path);
        }

        var hundredths = Math.Min(percent, 100) * wanted;
        return (roundsUp ? hundredths + 99 : hundredths) / 100;
    }
}
