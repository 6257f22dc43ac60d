using SecretsKit.Providers.Registration;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Caching;

/// <summary>What an agent watches: one line for each kind.</summary>
internal sealed class AgentCaches
{
    private const string Group = ExternalSecret.Group;

    private readonly List<WatchedObjects> _all = [];
    private readonly Dictionary<string, ObjectCache> _byKind = new(StringComparer.Ordinal);
    private readonly string _namespace;

    /// <param name="namespace">The namespace that the agent serves; empty for all.</param>
    /// <param name="hasClusterKinds">
    /// Whether kinds of the whole cluster are watched: an agent of one namespace may not be allowed to.
    /// </param>
    /// <param name="hasGeneratorStates">Whether the states of generators are watched.</param>
    public AgentCaches(string @namespace, bool hasClusterKinds, bool hasGeneratorStates)
    {
        _namespace = @namespace;
        Mappings = Namespaced(Group, "v1", ExternalSecret.Kind, "externalsecrets");
        Stores = Namespaced(Group, "v1", "SecretStore", "secretstores");
        ClusterStores = OfCluster(Group, "v1", "ClusterSecretStore", "clustersecretstores", hasClusterKinds);
        Namespaces = OfCluster("", "v1", "Namespace", "namespaces", hasClusterKinds);
        PushSecrets = Namespaced(Group, "v1alpha1", PushSecret.Kind, "pushsecrets", mayBeMissing: true);
        ClusterMappings = OfCluster(Group, "v1", "ClusterExternalSecret", "clusterexternalsecrets", hasClusterKinds, mayBeMissing: true);
        ClusterPushSecrets = OfCluster(Group, "v1alpha1", "ClusterPushSecret", "clusterpushsecrets", hasClusterKinds, mayBeMissing: true);
        SopsSecrets = Namespaced("secretskit.io", "v1alpha1", "SopsSecret", "sopssecrets", mayBeMissing: true);
        GeneratorStates = Add(
            new(
                new(SecretGenerators.Group, "v1alpha1", "GeneratorState", "generatorstates") { IsNamespaced = true }, _namespace,
                mayBeMissing: true),
            hasGeneratorStates);
        Targets = new(@namespace);
        _all.Add(Targets);
    }

    /// <summary>ExternalSecrets.</summary>
    public ObjectCache Mappings { get; }

    /// <summary>SecretStores.</summary>
    public ObjectCache Stores { get; }

    /// <summary>ClusterSecretStores.</summary>
    public ObjectCache ClusterStores { get; }

    /// <summary>Namespaces.</summary>
    public ObjectCache Namespaces { get; }

    /// <summary>PushSecrets.</summary>
    public ObjectCache PushSecrets { get; }

    /// <summary>ClusterExternalSecrets.</summary>
    public ObjectCache ClusterMappings { get; }

    /// <summary>ClusterPushSecrets.</summary>
    public ObjectCache ClusterPushSecrets { get; }

    /// <summary>SopsSecrets.</summary>
    public ObjectCache SopsSecrets { get; }

    /// <summary>What generators made at servers.</summary>
    public ObjectCache GeneratorStates { get; }

    /// <summary>Secrets that mappings write.</summary>
    public TargetCache Targets { get; }

    /// <summary>All that is watched.</summary>
    public IReadOnlyList<WatchedObjects> All => _all;

    /// <summary>Watches something else too. Before the agent runs.</summary>
    public void Watch(WatchedObjects other) => _all.Add(other);

    /// <summary>The cache of a kind, if it is watched.</summary>
    public ObjectCache? Find(string kind) => _byKind.GetValueOrDefault(kind);

    // A cluster may have the definitions of another agent alone, or be given ours later.
    private ObjectCache Namespaced(string group, string version, string kind, string plural, bool mayBeMissing = false) => Add(
        new(new(group, version, kind, plural) { IsNamespaced = true }, _namespace, mayBeMissing), isWatched: true);

    private ObjectCache OfCluster(
        string group, string version, string kind, string plural, bool isWatched, bool mayBeMissing = false) =>
        Add(new(new(group, version, kind, plural), "", mayBeMissing), isWatched);

    private ObjectCache Add(ObjectCache cache, bool isWatched)
    {
        if (isWatched)
        {
            _all.Add(cache);
            _byKind[cache.Resource.Kind] = cache;
        }

        return cache;
    }
}
