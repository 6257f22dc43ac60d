using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Manifests;

/// <summary>The order in which kinds are installed and removed (spec helm.md 4.6).</summary>
public static class KindOrder
{
    private static readonly string[] Install =
    [
        "PriorityClass", "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget",
        "ServiceAccount",
        "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim", "CustomResourceDefinition",
        "ClusterRole",
        "ClusterRoleList", "ClusterRoleBinding", "ClusterRoleBindingList", "Role", "RoleList", "RoleBinding", "RoleBindingList", "Service",
        "DaemonSet", "Pod", "ReplicationController", "ReplicaSet", "Deployment", "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob",
        "IngressClass", "Ingress", "APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
    ];

    // Helm 3 does not know the last two.
    private const int WebhookKinds = 2;

    private static readonly Dictionary<string, int> Positions = Install.Select((kind, at) => (kind, at))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Sorts for installation; equals and unknown kinds of one name keep their order.</summary>
    /// <param name="items">Sorted in place.</param>
    /// <param name="kind">The kind of an item.</param>
    /// <param name="generation">Whose list counts.</param>
    public static List<T> SortForInstall<T>(IEnumerable<T> items, Func<T, string> kind, HelmGeneration generation) =>
        [.. items.Order(Comparer<T>.Create((a, b) => Compare(kind(a), kind(b), generation)))];

    /// <summary>Sorts for removal: the other way round, but Services before what they lead to, and unknown kinds last.</summary>
    /// <inheritdoc cref="SortForInstall"/>
    public static List<T> SortForUninstall<T>(IEnumerable<T> items, Func<T, string> kind, HelmGeneration generation) =>
        [.. items.Order(Comparer<T>.Create((a, b) => CompareForUninstall(kind(a), kind(b), generation)))];

    private static int CompareForUninstall(string a, string b, HelmGeneration generation)
    {
        var (first, second) = (PositionOfRemoval(a, generation), PositionOfRemoval(b, generation));
        return first != second || first <= 2 * Install.Length ? first.CompareTo(second) : string.CompareOrdinal(a, b);
    }

    // Twice the position, so that Services fit between the kinds before and after them: CronJobs and IngressClasses.
    private static int PositionOfRemoval(string kind, HelmGeneration generation) => Position(kind, generation) switch
    {
        var at when at == Install.Length => 2 * (at + 1),
        _ when kind == "Service" => (2 * (Install.Length - Positions["CronJob"])) - 1,
        var at => 2 * (Install.Length - at),
    };

    private static int Compare(string a, string b, HelmGeneration generation)
    {
        var (first, second) = (Position(a, generation), Position(b, generation));
        return first != second || first < Install.Length ? first.CompareTo(second) : string.CompareOrdinal(a, b);
    }

    private static int Position(string kind, HelmGeneration generation)
    {
        var known = generation == HelmGeneration.V4 ? Install.Length : Install.Length - WebhookKinds;
        return Positions.TryGetValue(kind, out var at) && at < known ? at : Install.Length;
    }
}
