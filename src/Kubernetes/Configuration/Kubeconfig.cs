namespace SecretsKit.Kubernetes.Configuration;

/// <summary>
/// What kubeconfig files say together: clusters, users and the contexts that join them. Immutable. Users may hold secrets, which nothing
/// here prints.
/// </summary>
public sealed class Kubeconfig
{
    /// <summary>Nothing: no clusters, no users, no contexts.</summary>
    public static Kubeconfig Empty { get; } = new();

    /// <summary>Clusters by name.</summary>
    public IReadOnlyDictionary<string, KubeCluster> Clusters { get; init; } = new Dictionary<string, KubeCluster>();

    /// <summary>Users by name.</summary>
    public IReadOnlyDictionary<string, KubeUser> Users { get; init; } = new Dictionary<string, KubeUser>();

    /// <summary>Contexts by name.</summary>
    public IReadOnlyDictionary<string, KubeContext> Contexts { get; init; } = new Dictionary<string, KubeContext>();

    /// <summary>The context that counts where none is named; empty if there is none.</summary>
    public string CurrentContext { get; init; } = "";

    /// <summary>Whether there is neither a cluster nor a user nor a context.</summary>
    public bool IsEmpty => Clusters.Count == 0 && Users.Count == 0 && Contexts.Count == 0 && CurrentContext.Length == 0;

    /// <summary>
    /// Several files as one, by the rules of kubectl: of entries with the same name the first file's counts as a whole, and so does the
    /// first current context that is not empty.
    /// </summary>
    /// <param name="parts">In the order in which they count.</param>
    public static Kubeconfig Merge(IReadOnlyList<Kubeconfig> parts) => new()
    {
        Clusters = First(parts.Select(part => part.Clusters)),
        Users = First(parts.Select(part => part.Users)),
        Contexts = First(parts.Select(part => part.Contexts)),
        CurrentContext = parts.Select(part => part.CurrentContext).FirstOrDefault(name => name.Length > 0) ?? "",
    };

    private static Dictionary<string, T> First<T>(IEnumerable<IReadOnlyDictionary<string, T>> parts)
    {
        var all = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, entry) in parts.SelectMany(part => part))
        {
            all.TryAdd(name, entry);
        }

        return all;
    }
}
