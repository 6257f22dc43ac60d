using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Sharding;
using SecretsKit.Sync.Stores;

namespace SecretsKit.Sync.Running;

/// <summary>How an agent works.</summary>
public sealed record AgentOptions
{
    /// <summary>The namespace that it serves; empty for all.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>
    /// Whether kinds of the whole cluster are watched, such as ClusterSecretStores and namespaces. Default yes; an agent of one namespace
    /// may not be allowed to.
    /// </summary>
    public bool HasClusterKinds { get; init; } = true;

    /// <summary>
    /// Whether nothing is written: mappings that another operator serves are computed and compared with what is there, and no other kind is
    /// served. Default no.
    /// </summary>
    public bool IsShadow { get; init; }

    /// <summary>Whether SecretStores are looked at, and their status written. Default yes.</summary>
    public bool ChecksStores { get; init; } = true;

    /// <summary>Whether PushSecrets are served. Default yes.</summary>
    public bool ServesPushSecrets { get; init; } = true;

    /// <summary>Whether ClusterExternalSecrets are served, where kinds of the whole cluster are watched. Default yes.</summary>
    public bool ServesClusterMappings { get; init; } = true;

    /// <summary>Whether ClusterPushSecrets are served, where kinds of the whole cluster are watched. Default yes.</summary>
    public bool ServesClusterPushSecrets { get; init; } = true;

    /// <summary>Whether SopsSecrets are served. Default yes.</summary>
    public bool ServesSopsSecrets { get; init; } = true;

    /// <summary>Whether what generators made at servers is revoked when it is replaced. Default yes.</summary>
    public bool CollectsGeneratorStates { get; init; } = true;

    /// <summary>How long after a replacement that is. Default two minutes.</summary>
    public TimeSpan GeneratorGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Whether mappings are synced when their store changes, before the interval is over: the settings of stores, the Secret or ConfigMap
    /// of a <c>sopsFile</c>, and the Secrets of a <c>kubernetes</c> store whose account may watch them. Default no, as the reference.
    /// </summary>
    public bool SyncsOnChange { get; init; }

    /// <summary>
    /// Whether workloads that read a changed Secret are restarted, where the mapping has the annotation
    /// <c>secretskit.io/restart-workloads: "true"</c>. Default no.
    /// </summary>
    public bool RestartsWorkloads { get; init; }

    /// <summary>
    /// How long Secrets of a namespace have to be quiet before: what changes together makes one restart. Default 10 seconds.
    /// </summary>
    public TimeSpan RestartDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The least time between two restarts of a workload. Default five minutes.</summary>
    public TimeSpan RestartInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether values that were probably damaged on their way, such as plain words that were decoded, are reported by an event of the
    /// mapping, not in the log alone. Default no, as the reference.
    /// </summary>
    public bool ReportsSuspectValues { get; init; }

    /// <summary>Which stores count.</summary>
    public StoreRules Stores { get; init; } = new();

    /// <summary>Whether mappings may write objects of other kinds than Secret. Default false.</summary>
    public bool AllowsGenericTargets { get; init; }

    /// <summary>The namespace of the Secret that holds the agent's keys for encrypted files.</summary>
    public string KeysNamespace { get; init; } = "";

    /// <summary>
    /// The name of that Secret; empty for none. Its keys are age identity files: <c>NAMESPACE.agekey</c> serves one namespace,
    /// <c>all-namespaces.agekey</c> all. It is watched: keys can be replaced while the agent runs.
    /// </summary>
    public string KeysSecret { get; init; } = "";

    /// <summary>What opens an action of a template.</summary>
    public string LeftDelimiter { get; init; } = "{{";

    /// <summary>What closes it.</summary>
    public string RightDelimiter { get; init; } = "}}";

    /// <summary>Most mappings at a time. Default 16.</summary>
    public int Workers { get; init; } = 16;

    /// <summary>Which objects are served, if several agents share them. Default: all.</summary>
    public Shard Shard { get; init; } = Shard.Whole;

    /// <summary>
    /// How far the time of the last refresh in the status of a mapping may fall behind while nothing else changes. Zero writes it at each
    /// refresh, as the reference does. Default an hour.
    /// </summary>
    public TimeSpan StatusHeartbeat { get; init; } = AgentDefaults.StatusHeartbeat;

    /// <summary>Whether series of objects have the recommended labels of Kubernetes that the objects have. Default no.</summary>
    public bool HasObjectLabels { get; init; }

    /// <summary>The time between looks at a store that says nothing of it. Default five minutes.</summary>
    public TimeSpan StoreInterval { get; init; } = TimeSpan.FromMinutes(5);
}
