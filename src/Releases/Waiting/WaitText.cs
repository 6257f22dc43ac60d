using SecretsKit.Charts.Model;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Releases.Waiting;

/// <summary>The reference's sentences about waits that failed (spec helm.md 13).</summary>
internal static class WaitText
{
    private const string Deadline = "context deadline exceeded";

    /// <summary>The sentence about a wait.</summary>
    /// <param name="fault">Why it failed.</param>
    /// <param name="snapshot">How things were at the end.</param>
    /// <param name="generation">Whose sentences count.</param>
    /// <param name="strategy">By which rules was waited.</param>
    public static string Of(WaitFault fault, WaitSnapshot snapshot, HelmGeneration generation, WaitStrategy strategy)
    {
        var isTimedOut = fault == WaitFault.TimedOut;
        if (generation == HelmGeneration.V4 && strategy != WaitStrategy.Legacy)
        {
            var lines = snapshot.Pending
                .Where(item => snapshot.Goal != WaitGoal.Deleted || item.Readiness.State != ReadinessState.Unknown)
                .Select(item => Line(item, snapshot.Goal));
            return string.Join('\n', isTimedOut ? lines.Append(Deadline) : lines);
        }

        return snapshot.Goal == WaitGoal.Completed ? Hook(isTimedOut ? [] : Failed(snapshot), generation)
            : isTimedOut ? Deadline
            : "job is failed: " + string.Join('\n', Failed(snapshot).Select(item => $"{item.Reference.Namespace}/{item.Reference.Name}"));
    }

    /// <summary>The message of Helm 4 about an object: what follows <c>message:</c>.</summary>
    public static string Message(ObjectReadiness item)
    {
        var (_, cause, have, want, detail) = item.Readiness;
        return cause switch
        {
            ReadinessCause.None or ReadinessCause.NotReadable => "",
            ReadinessCause.Missing => "Resource not found",
            ReadinessCause.Deleting => "Resource scheduled for deletion",
            ReadinessCause.GenerationNotObserved =>
                $"{item.Reference.Kind} generation is {want}, but latest observed generation is {have}",
            ReadinessCause.FieldMissing => $"Missing {detail}",
            ReadinessCause.Condition => detail,
            ReadinessCause.Replicas => item.Reference.Kind == "Deployment" ? $"replicas: {have}/{want}" : $"Replicas: {have}/{want}",
            ReadinessCause.Labelled => $"Labelled: {have}/{want}",
            ReadinessCause.Current => item.Reference.Kind == "DaemonSet" ? $"Current: {have}/{want}" : $"current: {have}/{want}",
            ReadinessCause.Updated => $"Updated: {have}/{want}",
            ReadinessCause.PartitionUpdated => $"updated: {have}/{want}",
            ReadinessCause.Available => $"Available: {have}/{want}",
            ReadinessCause.ReplicasReady => $"Ready: {have}/{want}",
            ReadinessCause.PendingTermination => $"Pending termination: {have}",
            ReadinessCause.RevisionMismatch => "Waiting for updated revision to match current",
            ReadinessCause.ReplicaSetNotAvailable => "ReplicaSet not Available",
            ReadinessCause.DeploymentNotAvailable => "Deployment not Available",
            ReadinessCause.ProgressDeadline => "Progress deadline exceeded",
            ReadinessCause.ReplicaFailure => "Replica Failure condition. Check Pods",
            ReadinessCause.PodsFailed => $"{have} pods have failed",
            ReadinessCause.PodNotObserved => "Pod phase not available",
            ReadinessCause.PodPending => "Pod is in the Pending phase",
            ReadinessCause.PodNotScheduled => "Pod has not been scheduled",
            ReadinessCause.PodUnschedulable => "Pod could not be scheduled",
            ReadinessCause.PodNotReady => "Pod is running but is not Ready",
            ReadinessCause.CrashLoop => $"Containers in CrashLoop state: {detail}",
            ReadinessCause.PodFailed => detail.Length > 0 ? $"pod {detail} failed" : "Pod has completed, but not successfully",
            ReadinessCause.PodRunning => "Pod in progress",
            ReadinessCause.JobNotStarted => "Job not started",
            ReadinessCause.JobRunning => "Job in progress",
            ReadinessCause.JobFailed => $"Job Failed. failed: {have}/{want}",
            ReadinessCause.NotBound => $"PVC is not Bound. phase: {detail}",
            ReadinessCause.NoAddress => "ClusterIP not set. Service type: LoadBalancer",
            ReadinessCause.NotEstablished => "Install in progress",
            _ => detail,
        };
    }

    private static string Line(ObjectReadiness item, WaitGoal goal)
    {
        var verb = goal == WaitGoal.Deleted ? "still exists" : "not ready";
        var state = goal == WaitGoal.Deleted && item.Readiness.State == ReadinessState.Ready ? "Current" : item.Readiness.State.ToString();
        var (kind, place, name) = (item.Reference.Kind, item.Reference.Namespace, item.Reference.Name);
        return $"resource {kind}/{place}/{name} {verb}. status: {state}, message: {Message(item)}";
    }

    // Nothing failed: the time was over.
    private static string Hook(IReadOnlyList<ObjectReadiness> failed, HelmGeneration generation)
    {
        List<string> reasons = failed.Count == 0 ? ["timed out waiting for the condition"] :
        [
            .. failed.Select(item => item.Reference.Kind == "Job"
                ? $"job {item.Reference.Name} failed: {item.Readiness.Detail}"
                : $"pod {item.Reference.Name} failed"),
        ];
        var items = string.Concat(reasons.Select(reason => $"\t* {reason}\n"));
        return generation == HelmGeneration.V4
            ? string.Join('\n', reasons)
            : $"{reasons.Count} error{(reasons.Count == 1 ? "" : "s")} occurred:\n{items}\n";
    }

    private static IReadOnlyList<ObjectReadiness> Failed(WaitSnapshot snapshot) =>
        [.. snapshot.Pending.Where(item => item.Readiness.State == ReadinessState.Failed)];
}
