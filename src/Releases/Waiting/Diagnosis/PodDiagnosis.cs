using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Diagnosis;

/// <summary>Finds what is wrong with pods.</summary>
public static class PodDiagnosis
{
    // Some of many pods of the same workload are enough to see what is wrong.
    private const int MaxProblems = 5;

    /// <summary>What is wrong with an object's pods, or with itself if it is one; at most five problems.</summary>
    /// <param name="item">The object.</param>
    /// <param name="related">What controllers made for it.</param>
    public static IReadOnlyList<PodProblem> Of(LiveObject item, RelatedObjects related)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(related);
        var pods = item is { Kind: "Pod", Group: "" } ? [item] : related.PodsOf(item);
        return
        [
            .. related.Of(item, "ReplicaSet").Prepend(item).SelectMany(NotCreated)
                .Concat(pods.OrderBy(pod => pod.Name, StringComparer.Ordinal).SelectMany(OfPod))
                .Take(MaxProblems),
        ];
    }

    private static IEnumerable<PodProblem> NotCreated(LiveObject set) => set.Conditions
        .Where(one => one is { Type: "ReplicaFailure", IsTrue: true } && set.Kind is "ReplicaSet" or "ReplicationController")
        .Select(one => new PodProblem(PodProblemKind.NotCreated, Reference(set), "", one.Message));

    private static IEnumerable<PodProblem> OfPod(LiveObject pod)
    {
        if (pod.Condition("PodScheduled") is { IsFalse: true, Reason: "Unschedulable" } waiting)
        {
            yield return new(PodProblemKind.Unschedulable, Reference(pod), "", waiting.Message);
        }

        var first = pod.Maps("status", "initContainerStatuses").Select(container => (container, true));
        foreach (var (container, isInit) in first.Concat(pod.Maps("status", "containerStatuses").Select(container => (container, false))))
        {
            if (KindOf(container) is { } kind)
            {
                yield return new(kind, Reference(pod), container.Text("name"), Detail(container))
                {
                    IsInit = isInit,
                    Restarts = container.Integer("restartCount") ?? 0,
                };
            }
        }

        if (pod.Text("status", "phase") == "Failed" && !pod.Maps("status", "containerStatuses").Any(one => KindOf(one) is not null))
        {
            yield return new(PodProblemKind.PodFailed, Reference(pod), "", pod.Text("status", "message"));
        }
    }

    private static PodProblemKind? KindOf(LiveObject container) => container.Text("state", "waiting", "reason") switch
    {
        "ImagePullBackOff" or "ErrImagePull" or "InvalidImageName" or "ErrImageNeverPull" or "RegistryUnavailable" =>
            PodProblemKind.ImagePull,
        "CrashLoopBackOff" => PodProblemKind.CrashLoop,
        "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError" or "PreCreateHookError" or "PostStartHookError" =>
            PodProblemKind.ContainerNotStarted,
        _ => container.Integer("state", "terminated", "exitCode") is { } code and not 0 ? PodProblemKind.ContainerFailed : null,
    };

    // The end of the last run explains a crash loop better than the wait for the next one.
    private static string Detail(LiveObject container)
    {
        var ended = container.At("state", "terminated").IsNil ? "lastState" : "state";
        var code = container.Integer(ended, "terminated", "exitCode");
        var waiting = container.Text("state", "waiting", "message");
        return code is { } number && KindOf(container) is PodProblemKind.CrashLoop or PodProblemKind.ContainerFailed
            ? $"{container.Text(ended, "terminated", "reason")} (exit code {number})"
            : waiting.Length > 0 ? waiting : container.Text("state", "waiting", "reason");
    }

    private static ResourceRef Reference(LiveObject item) =>
        new(item.Text("apiVersion"), item.Kind, item.Namespace, item.Name);
}
