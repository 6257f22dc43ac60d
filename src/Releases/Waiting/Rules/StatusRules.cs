using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Rules;

/// <summary>
/// The rules of Helm 4's watcher (spec helm.md 13): first what all kinds have in common, then those of the kind, then the condition
/// <c>Ready</c>. An object of another kind without that condition is ready.
/// </summary>
public static class StatusRules
{
    /// <summary>Whether a kind is ready as soon as it is there, so that it need not be read after it was written.</summary>
    public static bool IsReadyOnceWritten(string group, string kind) =>
        (group, kind) is ("", "ConfigMap") or ("", "Secret") or ("batch", "CronJob");

    /// <summary>Judges an object.</summary>
    /// <param name="item">The object.</param>
    /// <param name="related">What controllers made for it.</param>
    /// <param name="jobs">When a Job is ready.</param>
    /// <param name="now">The time.</param>
    /// <param name="others">Judges kinds without rules of their own. Default null: by the condition <c>Ready</c>.</param>
    public static Readiness Judge(
        LiveObject item, RelatedObjects related, JobWait jobs, DateTimeOffset now, Func<LiveObject, Readiness>? others = null)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(related);
        if (Deletion(item) is { } deletion)
        {
            return deletion;
        }

        if (item is { Group: "batch", Kind: "Job" } && jobs == JobWait.UntilComplete)
        {
            return JobStatus.JudgeCompletion(item);
        }

        return General(item) ?? ((item.Group, item.Kind) switch
        {
            ("apps" or "extensions", "Deployment") => WorkloadStatus.JudgeDeployment(item, related),
            ("apps", "StatefulSet") => WorkloadStatus.JudgeStatefulSet(item, related, now),
            ("apps" or "extensions", "DaemonSet") => WorkloadStatus.JudgeDaemonSet(item),
            ("apps" or "extensions", "ReplicaSet") => WorkloadStatus.JudgeReplicaSet(item, related, now),
            ("batch", "Job") => JobStatus.Judge(item),
            ("", "Pod") => PodStatus.Judge(item, now),
            ("", "Service") => ClusterStatus.JudgeService(item),
            ("", "PersistentVolumeClaim") => ClusterStatus.JudgeClaim(item),
            ("apiextensions.k8s.io", "CustomResourceDefinition") => ClusterStatus.JudgeDefinition(item),
            ("", "ConfigMap" or "Secret") or ("batch", "CronJob") or ("policy", "PodDisruptionBudget") => Readiness.Ready,
            _ => (others ?? JudgeOther)(item),
        });
    }

    /// <summary>The state of an object that is being deleted; null for others.</summary>
    public static Readiness? Deletion(LiveObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Text("metadata", "deletionTimestamp").Length > 0
            ? new(ReadinessState.Terminating, ReadinessCause.Deleting)
            : null;
    }

    private static Readiness? General(LiveObject item)
    {
        var (seen, wanted) = (item.Integer("status", "observedGeneration"), item.Integer("metadata", "generation"));
        if (seen is { } last && wanted is { } current && last != current)
        {
            return Readiness.Waits(ReadinessCause.GenerationNotObserved, last, current);
        }

        foreach (var condition in item.Conditions.Where(one => one.IsTrue))
        {
            switch (condition.Type)
            {
                case "Reconciling":
                    return Readiness.Waits(ReadinessCause.Condition, detail: condition.Message);
                case "Stalled":
                    return Readiness.Fails(ReadinessCause.Condition, detail: condition.Message);
                default:
                    break;
            }
        }

        return null;
    }

    private static Readiness JudgeOther(LiveObject item) => item.Condition("Ready") is { IsTrue: false } condition
        ? Readiness.Waits(ReadinessCause.Condition, detail: condition.Message)
        : Readiness.Ready;
}
