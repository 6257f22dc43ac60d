using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Rules;

/// <summary>The watcher's rules for kinds that keep a number of pods.</summary>
internal static class WorkloadStatus
{
    // What a Deployment has that sets no deadline: its controller does not say then whether there is progress.
    private const long NoDeadline = int.MaxValue;

    public static Readiness JudgeDeployment(LiveObject item, RelatedObjects related)
    {
        var wanted = item.Integer("spec", "replicas") ?? 1;
        var (there, updated) = (Count(item, "replicas"), Count(item, "updatedReplicas"));
        var (ready, available) = (Count(item, "readyReplicas"), Count(item, "availableReplicas"));
        var progress = item.Condition("Progressing");
        if (progress?.Reason == "ProgressDeadlineExceeded")
        {
            return Readiness.Fails(ReadinessCause.ProgressDeadline);
        }

        var isComplete = (item.Integer("spec", "progressDeadlineSeconds") ?? NoDeadline) == NoDeadline
            || progress is { IsTrue: true, Reason: "NewReplicaSetAvailable" };
        var readiness =
            wanted > there ? Readiness.Waits(ReadinessCause.Replicas, there, wanted)
            : wanted > updated ? Readiness.Waits(ReadinessCause.Updated, updated, wanted)
            : there > wanted ? Readiness.Waits(ReadinessCause.PendingTermination, there - wanted)
            : updated > available ? Readiness.Waits(ReadinessCause.Available, available, updated)
            : wanted > ready ? Readiness.Waits(ReadinessCause.ReplicasReady, ready, wanted)
            : !isComplete ? Readiness.Waits(ReadinessCause.ReplicaSetNotAvailable)
            : item.Condition("Available") is not { IsTrue: true } ? Readiness.Waits(ReadinessCause.DeploymentNotAvailable)
            : Readiness.Ready;
        return readiness.State != ReadinessState.Ready && IsUnreadable(related) ? Readiness.NotReadable : readiness;
    }

    public static Readiness JudgeStatefulSet(LiveObject item, RelatedObjects related, DateTimeOffset now)
    {
        if (item.Text("spec", "updateStrategy", "type") == "OnDelete")
        {
            return Readiness.Ready;
        }

        var wanted = item.Integer("spec", "replicas") ?? 1;
        var (there, ready) = (Count(item, "replicas"), Count(item, "readyReplicas"));
        var (current, updated) = (Count(item, "currentReplicas"), Count(item, "updatedReplicas"));
        var partition = item.Integer("spec", "updateStrategy", "rollingUpdate", "partition");
        var readiness =
            wanted > there ? Readiness.Waits(ReadinessCause.Replicas, there, wanted)
            : wanted > ready ? Readiness.Waits(ReadinessCause.ReplicasReady, ready, wanted)
            : there > wanted ? Readiness.Waits(ReadinessCause.PendingTermination, there - wanted)
            : partition is { } first ? (updated < wanted - first
                ? Readiness.Waits(ReadinessCause.PartitionUpdated, updated, wanted - first)
                : Readiness.Ready)
            : wanted > current ? Readiness.Waits(ReadinessCause.Current, current, wanted)
            : item.Text("status", "currentRevision") != item.Text("status", "updateRevision")
                ? Readiness.Waits(ReadinessCause.RevisionMismatch)
            : Readiness.Ready;
        return WithPods(readiness, item, related, now);
    }

    public static Readiness JudgeDaemonSet(LiveObject item)
    {
        if (item.Integer("status", "observedGeneration") is null)
        {
            return Readiness.Waits(ReadinessCause.FieldMissing, detail: ".status.observedGeneration");
        }

        if (item.Integer("status", "desiredNumberScheduled") is not { } wanted)
        {
            return Readiness.Waits(ReadinessCause.FieldMissing, detail: ".status.desiredNumberScheduled");
        }

        var (current, updated) = (Count(item, "currentNumberScheduled"), Count(item, "updatedNumberScheduled"));
        var (available, ready) = (Count(item, "numberAvailable"), Count(item, "numberReady"));
        return wanted > current ? Readiness.Waits(ReadinessCause.Current, current, wanted)
            : wanted > updated ? Readiness.Waits(ReadinessCause.Updated, updated, wanted)
            : wanted > available ? Readiness.Waits(ReadinessCause.Available, available, wanted)
            : wanted > ready ? Readiness.Waits(ReadinessCause.ReplicasReady, ready, wanted)
            : Readiness.Ready;
    }

    public static Readiness JudgeReplicaSet(LiveObject item, RelatedObjects related, DateTimeOffset now)
    {
        var wanted = item.Integer("spec", "replicas") ?? 1;
        var (there, labelled) = (Count(item, "replicas"), Count(item, "fullyLabeledReplicas"));
        var (available, ready) = (Count(item, "availableReplicas"), Count(item, "readyReplicas"));
        var readiness =
            item.Condition("ReplicaFailure") is { IsTrue: true } ? Readiness.Waits(ReadinessCause.ReplicaFailure)
            : wanted > labelled ? Readiness.Waits(ReadinessCause.Labelled, labelled, wanted)
            : wanted > available ? Readiness.Waits(ReadinessCause.Available, available, wanted)
            : wanted > ready ? Readiness.Waits(ReadinessCause.ReplicasReady, ready, wanted)
            : there > wanted ? Readiness.Waits(ReadinessCause.PendingTermination, there - wanted)
            : Readiness.Ready;
        return WithPods(readiness, item, related, now);
    }

    // A set that is not ready and has pods that failed has failed.
    private static Readiness WithPods(Readiness readiness, LiveObject item, RelatedObjects related, DateTimeOffset now)
    {
        if (readiness.State == ReadinessState.Ready)
        {
            return readiness;
        }

        if (IsUnreadable(related))
        {
            return Readiness.NotReadable;
        }

        var pods = related.Of(item, "Pod").Select(pod => PodStatus.Judge(pod, now)).ToList();
        var failed = pods.Count(pod => pod.State == ReadinessState.Failed);
        return failed > 0
            ? Readiness.Fails(ReadinessCause.PodsFailed, failed)
            : readiness with { JudgedAgain = pods.Min(pod => pod.JudgedAgain) };
    }

    // Helm calls a workload unknown if its pods may not be listed.
    private static bool IsUnreadable(RelatedObjects related) => related.Forbidden.Count > 0;

    private static long Count(LiveObject item, string field) => item.Integer("status", field) ?? 0;
}
