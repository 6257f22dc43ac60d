using System.Globalization;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;

namespace SecretsKit.Charts.Linting.Rules;

/// <summary>
/// Kinds that Kubernetes has deprecated or removed (kubernetes.io, "Deprecated API Migration Guide"). What the reference's client no longer
/// knows at all, such as PodSecurityPolicy, or never knew, such as CustomResourceDefinition, is not reported.
/// </summary>
internal static class DeprecatedApis
{
    // Kinds, the version that deprecates them, the version that removes them (0 if none is set), and what to use.
    private static readonly Entry[] Entries =
    [
        new("extensions/v1beta1", "Deployment DaemonSet ReplicaSet", 8, 16, "apps/v1"),
        new("extensions/v1beta1", "NetworkPolicy", 9, 16, "networking.k8s.io/v1"),
        new("extensions/v1beta1", "Ingress", 14, 22, "networking.k8s.io/v1"),
        new("apps/v1beta1", "Deployment StatefulSet ControllerRevision", 8, 16, "apps/v1"),
        new("apps/v1beta2", "Deployment StatefulSet DaemonSet ReplicaSet ControllerRevision", 9, 16, "apps/v1"),
        new(
            "admissionregistration.k8s.io/v1beta1",
            "MutatingWebhookConfiguration ValidatingWebhookConfiguration",
            16,
            22,
            "admissionregistration.k8s.io/v1"),
        new("admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding", 31, 34, ""),
        new(
            "admissionregistration.k8s.io/v1alpha1",
            "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding",
            29,
            32,
            "admissionregistration.k8s.io/v1"),
        new("authentication.k8s.io/v1beta1", "TokenReview", 19, 22, "authentication.k8s.io/v1"),
        new(
            "authorization.k8s.io/v1beta1",
            "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview",
            19,
            22,
            "authorization.k8s.io/v1"),
        new("autoscaling/v2beta1", "HorizontalPodAutoscaler", 22, 25, "autoscaling/v2") { IsForHelm3Only = true },
        new("autoscaling/v2beta2", "HorizontalPodAutoscaler", 23, 26, "autoscaling/v2") { IsForHelm3Only = true },
        new("batch/v1beta1", "CronJob", 21, 25, "batch/v1"),
        new("certificates.k8s.io/v1beta1", "CertificateSigningRequest", 19, 22, "certificates.k8s.io/v1"),
        new("certificates.k8s.io/v1alpha1", "ClusterTrustBundle", 34, 37, ""),
        new("coordination.k8s.io/v1beta1", "Lease", 19, 22, "coordination.k8s.io/v1"),
        new("discovery.k8s.io/v1beta1", "EndpointSlice", 21, 25, "discovery.k8s.io/v1"),
        new("events.k8s.io/v1beta1", "Event", 22, 25, "events.k8s.io/v1"),
        new(
            "flowcontrol.apiserver.k8s.io/v1beta1",
            "FlowSchema PriorityLevelConfiguration",
            23,
            26,
            "flowcontrol.apiserver.k8s.io/v1beta3"),
        new(
            "flowcontrol.apiserver.k8s.io/v1beta2",
            "FlowSchema PriorityLevelConfiguration",
            26,
            29,
            "flowcontrol.apiserver.k8s.io/v1beta3"),
        new("flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema PriorityLevelConfiguration", 29, 32, "flowcontrol.apiserver.k8s.io/v1"),
        new("networking.k8s.io/v1beta1", "Ingress", 19, 22, "networking.k8s.io/v1"),
        new("networking.k8s.io/v1beta1", "IngressClass IngressClassList", 19, 22, "networking.k8s.io/v1 IngressClassList"),
        new("node.k8s.io/v1beta1", "RuntimeClass", 22, 25, ""),
        new("policy/v1beta1", "PodDisruptionBudget", 21, 25, "policy/v1"),
        new(
            "rbac.authorization.k8s.io/v1alpha1",
            "ClusterRole ClusterRoleBinding Role RoleBinding",
            17,
            22,
            "rbac.authorization.k8s.io/v1"),
        new("rbac.authorization.k8s.io/v1beta1", "ClusterRole ClusterRoleBinding Role RoleBinding", 17, 22, "rbac.authorization.k8s.io/v1"),
        new("scheduling.k8s.io/v1alpha1", "PriorityClass", 14, 17, "scheduling.k8s.io/v1") { IsForHelm3Only = true },
        new("scheduling.k8s.io/v1beta1", "PriorityClass", 14, 22, "scheduling.k8s.io/v1"),
        new("storage.k8s.io/v1alpha1", "VolumeAttachment", 21, 24, "storage.k8s.io/v1"),
        new("storage.k8s.io/v1alpha1", "CSIStorageCapacity", 21, 24, "storage.k8s.io/v1beta1"),
        new("storage.k8s.io/v1beta1", "CSIDriver StorageClass VolumeAttachment", 19, 22, "storage.k8s.io/v1"),
        new("storage.k8s.io/v1beta1", "CSINode CSINodeList", 17, 22, "storage.k8s.io/v1 CSINode"),
        new("storage.k8s.io/v1beta1", "CSIStorageCapacity", 24, 27, "storage.k8s.io/v1"),
        new("v1", "ComponentStatus", 19, 0, ""),
        new("v1", "Endpoints", 33, 0, "discovery.k8s.io/v1 EndpointSlice"),
    ];

    private static readonly Dictionary<(string, string), Entry> Index = Entries
        .SelectMany(entry => entry.Kinds.Split(' ').Select(kind => (entry.ApiVersion, Kind: kind, Entry: entry)))
        .SelectMany(
            row =>
                (IEnumerable<(string ApiVersion, string Kind, Entry Entry)>)(HasList(row.Entry)
                    ? [row, row with { Kind = row.Kind + "List" }]
                    : [row]))
        .ToDictionary(row => (row.ApiVersion, row.Kind), row => row.Entry);

    /// <summary>The complaint about a document, or null.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cluster">The cluster's version.</param>
    /// <param name="generation">Whose list counts.</param>
    public static string? Complaint(LintDocument document, KubeVersion cluster, HelmGeneration generation)
    {
        if (!Index.TryGetValue((document.ApiVersion, document.Kind), out var entry)
            || (entry.IsForHelm3Only && generation == HelmGeneration.V4)
            || !IsReached(cluster, entry.Deprecated))
        {
            return null;
        }

        var removed = entry.Removed == 0 ? "" : $", unavailable in v1.{entry.Removed}+";
        var instead = entry.Replacement.Length == 0
            ? ""
            : $"; use {entry.Replacement}{(entry.Replacement.Contains(' ', StringComparison.Ordinal) ? "" : " " + document.Kind)}";
        return $"{document.ApiVersion} {document.Kind} is deprecated in v1.{entry.Deprecated}+{removed}{instead}";
    }

    // A list is deprecated with what it holds. Reviews have none, and where the reference names one kind for both, both are in the table.
    private static bool HasList(Entry entry) => !entry.Kinds.EndsWith("Review", StringComparison.Ordinal)
        && !entry.Replacement.Contains(' ', StringComparison.Ordinal);

    private static bool IsReached(KubeVersion cluster, int minor) =>
        Number(cluster.Major) is > 1 || (Number(cluster.Major) == 1 && Number(cluster.Minor) >= minor);

    private static int Number(string digits) =>
        int.TryParse(digits.AsSpan().TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private sealed record Entry(string ApiVersion, string Kinds, int Deprecated, int Removed, string Replacement)
    {
        public bool IsForHelm3Only { get; init; }
    }
}
