using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Rules;

/// <summary>The watcher's rules for pods.</summary>
internal static class PodStatus
{
    // A pod without a node has failed if it is older than that: a new node may be on its way.
    private static readonly TimeSpan SchedulingTime = TimeSpan.FromSeconds(15);

    public static Readiness Judge(LiveObject pod, DateTimeOffset now) => pod.Text("status", "phase") switch
    {
        "Succeeded" => Readiness.Ready,
        "Failed" => Readiness.Fails(ReadinessCause.PodFailed),
        "Running" => JudgeRunning(pod),
        "Pending" => JudgePending(pod, now),
        _ => Readiness.Waits(ReadinessCause.PodNotObserved),
    };

    private static Readiness JudgeRunning(LiveObject pod)
    {
        if (pod.Condition("Ready") is { IsTrue: true })
        {
            return Readiness.Ready;
        }

        var looping = pod.Maps("status", "initContainerStatuses").Concat(pod.Maps("status", "containerStatuses"))
            .Where(one => one.Text("state", "waiting", "reason") == "CrashLoopBackOff")
            .Select(one => one.Text("name"))
            .ToList();
        return looping.Count > 0
            ? Readiness.Fails(ReadinessCause.CrashLoop, detail: string.Join(',', looping))
            : Readiness.Waits(ReadinessCause.PodNotReady);
    }

    private static Readiness JudgePending(LiveObject pod, DateTimeOffset now)
    {
        if (pod.Condition("PodScheduled") is not { IsFalse: true, Reason: "Unschedulable" })
        {
            return Readiness.Waits(ReadinessCause.PodPending);
        }

        return pod.Created is var made && now - made < SchedulingTime
            ? Readiness.Waits(ReadinessCause.PodNotScheduled) with { JudgedAgain = made + SchedulingTime }
            : Readiness.Fails(ReadinessCause.PodUnschedulable);
    }
}
