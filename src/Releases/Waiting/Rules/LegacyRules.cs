using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Rules;

/// <summary>The rules of Helm 3, and of Helm 4 with <c>--wait=legacy</c> (spec helm.md 13). Other kinds are ready at once.</summary>
public static class LegacyRules
{
    /// <summary>Whether objects of a kind are waited for.</summary>
    public static bool IsWaitedFor(string group, string kind, JobWait jobs) => (group, kind) switch
    {
        ("batch", "Job") => jobs == JobWait.UntilComplete,
        ("", "Pod" or "Service" or "PersistentVolumeClaim" or "ReplicationController")
            or ("apps" or "extensions", "Deployment" or "DaemonSet" or "ReplicaSet")
            or ("apps", "StatefulSet")
            or ("apiextensions.k8s.io", "CustomResourceDefinition") => true,
        _ => false,
    };

    /// <summary>Judges an object.</summary>
    /// <param name="item">The object.</param>
    /// <param name="related">What controllers made for it.</param>
    public static Readiness Judge(LiveObject item, RelatedObjects related)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(related);
        return item.Kind switch
        {
            "Pod" => JudgePod(item),
            "Job" => JudgeJob(item),
            "Deployment" => LegacyWorkloads.JudgeDeployment(item, related),
            "ReplicaSet" or "ReplicationController" => LegacyWorkloads.JudgeReplicas(item, related),
            "StatefulSet" => LegacyWorkloads.JudgeStatefulSet(item),
            "DaemonSet" => LegacyWorkloads.JudgeDaemonSet(item),
            "Service" => JudgeService(item),
            "PersistentVolumeClaim" => ClusterStatus.JudgeClaim(item),
            "CustomResourceDefinition" => JudgeDefinition(item),
            _ => Readiness.Ready,
        };
    }

    internal static Readiness JudgePod(LiveObject pod) => pod.Condition("Ready") is { IsTrue: true }
        ? Readiness.Ready
        : Readiness.Waits(ReadinessCause.PodNotReady);

    private static Readiness JudgeJob(LiveObject job)
    {
        var (failed, succeeded) = (job.Integer("status", "failed") ?? 0, job.Integer("status", "succeeded") ?? 0);
        var wanted = job.Integer("spec", "completions");
        return failed > (job.Integer("spec", "backoffLimit") ?? 6)
                ? Readiness.Fails(ReadinessCause.JobFailed, failed, wanted ?? 1, job.Condition("Failed")?.Reason ?? "")
            : wanted > succeeded ? Readiness.Waits(ReadinessCause.JobRunning, succeeded, wanted.Value)
            : Readiness.Ready;
    }

    private static Readiness JudgeService(LiveObject item)
    {
        var type = item.Text("spec", "type");
        var hasAddress = type == "ExternalName"
            || (item.Text("spec", "clusterIP").Length > 0
                && (type != "LoadBalancer"
                    || item.At("spec", "externalIPs").AsList is { Count: > 0 }
                    || item.At("status", "loadBalancer", "ingress").AsList is { Count: > 0 }));
        return hasAddress ? Readiness.Ready : Readiness.Waits(ReadinessCause.NoAddress);
    }

    // Names that another kind has taken do not get better by waiting: that is left to those who use the kind.
    private static Readiness JudgeDefinition(LiveObject item) =>
        item.Condition("Established") is { IsTrue: true } || item.Condition("NamesAccepted") is { IsFalse: true }
            ? Readiness.Ready
            : Readiness.Waits(ReadinessCause.NotEstablished);
}
