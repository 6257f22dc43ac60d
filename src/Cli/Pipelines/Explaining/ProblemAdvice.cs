using SecretsKit.Releases.Explaining;
using SecretsKit.Releases.Waiting.Diagnosis;

namespace SecretsKit.Cli.Pipelines.Explaining;

/// <summary>What helps against what is wrong with pods and Services.</summary>
internal static class ProblemAdvice
{
    // What the message says, and what helps then; the first that fits counts.
    private static readonly (PodProblemKind Kind, string Part, string Advice)[] Rows =
    [
        (PodProblemKind.ImagePull, "InvalidImageName", "the name of the image is none: check repository and tag in the values"),
        (PodProblemKind.ImagePull, "unauthorized", "the registry refuses: check imagePullSecrets and the account in them"),
        (PodProblemKind.ImagePull, "denied", "the registry refuses: check imagePullSecrets and the account in them"),
        (PodProblemKind.ImagePull, "not found", "the registry has no such tag: check image and tag in the values, and that it was pushed"),
        (PodProblemKind.ImagePull, "manifest unknown",
            "the registry has no such tag: check image and tag in the values, and that it was pushed"),
        (PodProblemKind.ImagePull, "no such host", "the name of the registry is not known to the node: check the image"),
        (PodProblemKind.ImagePull, "", "check that the tag exists, and that imagePullSecrets may read it"),
        (PodProblemKind.CrashLoop, "OOMKilled", "it needs more memory than its limit: raise resources.limits.memory"),
        (PodProblemKind.CrashLoop, "exit code 137", "it was killed: for want of memory, or by a liveness probe that fails"),
        (PodProblemKind.CrashLoop, "exit code 127", "its command is not in the image: check command and args"),
        (PodProblemKind.CrashLoop, "exit code 126", "its command cannot be run: check its mode and the platform of the image"),
        (PodProblemKind.CrashLoop, "exit code 0", "it ends as if it were done: a Deployment has to keep running, a Job may end"),
        (PodProblemKind.CrashLoop, "", "its last lines say why it ended; settings, Secrets and services that it needs are usual causes"),
        (PodProblemKind.ContainerFailed, "OOMKilled", "it needs more memory than its limit: raise resources.limits.memory"),
        (PodProblemKind.ContainerFailed, "", "its last lines say why it failed"),
        (PodProblemKind.ContainerNotStarted, "secret", "make the Secret that the message names, or the key in it, or correct the name"),
        (PodProblemKind.ContainerNotStarted, "configmap",
            "make the ConfigMap that the message names, or the key in it, or correct the name"),
        (PodProblemKind.ContainerNotStarted, "", "check command, mounts and security settings of the container"),
        (PodProblemKind.Unschedulable, "persistentvolumeclaim", "its volume is not there: see the claim and its storage class"),
        (PodProblemKind.Unschedulable, "Insufficient", "no node has so much free: lower resources.requests, or add nodes"),
        (PodProblemKind.Unschedulable, "taint", "nodes keep it off: add tolerations, or choose other nodes"),
        (PodProblemKind.Unschedulable, "", "check nodeSelector, affinity and tolerations against the nodes"),
        (PodProblemKind.NotCreated, "exceeded quota", "raise the quota, or lower requests or replicas"),
        (PodProblemKind.NotCreated, "serviceaccount", "make the ServiceAccount that the message names"),
        (PodProblemKind.NotCreated, "PodSecurity", "the namespace enforces a pod security level: adapt securityContext"),
        (PodProblemKind.NotCreated, "", "the server refuses its pods: the message says which rule does"),
    ];

    /// <summary>What helps; empty if nothing can be said.</summary>
    public static string Of(PodProblem problem) => Array.Find(
        Rows, row => row.Kind == problem.Kind && problem.Detail.Contains(row.Part, StringComparison.OrdinalIgnoreCase)).Advice ?? "";

    /// <summary>What helps a Service that has no pods.</summary>
    public static string Of(ServiceBackend backend) => backend.Pods == 0
        ? "no pod has these labels: compare spec.selector with the labels of the pods' template"
        : "its pods are not ready: see above why, or their readiness probes";
}
