using System.Text;
using SecretsKit.CommandLine;

namespace SecretsKit.Agent.Settings;

/// <summary>
/// The flags: those of the reference under its names (spec external-secrets.md 5.3), so that a chart's arguments go on working, and ours.
/// Each can be given by an environment variable: <c>SECRETSKIT_AGENT_</c> and the name in capitals.
/// </summary>
internal static class AgentFlags
{
    public static readonly Flag Concurrent = Number("concurrent", "16", "Most mappings that are looked at at a time");
    public static readonly Flag ControllerClass = Text("controller-class", "default", "Stores of another class are left alone");
    public static readonly Flag Namespace = Text("namespace", "", "The one namespace that is served; empty for all");
    public static readonly Flag StoreInterval = Duration("store-requeue-interval", "5m", "The time between looks at a store");
    public static readonly Flag FloodGate = Switch("enable-flood-gate", "true", "Read only stores that were found ready");
    public static readonly Flag ClusterStores = Switch("enable-cluster-store-reconciler", "true", "Serve ClusterSecretStores");
    public static readonly Flag Stores = Switch("enable-secret-store-reconciler", "true", "Look whether SecretStores can be used");
    public static readonly Flag Pushes = Switch("enable-push-secret-reconciler", "true", "Serve PushSecrets");
    public static readonly Flag ClusterMappings = Switch(
        "enable-cluster-external-secret-reconciler", "true", "Serve ClusterExternalSecrets");

    public static readonly Flag ClusterPushes = Switch("enable-cluster-push-secret-reconciler", "true", "Serve ClusterPushSecrets");
    public static readonly Flag SopsSecrets = Switch("enable-sops-secret-reconciler", "true", "Serve SopsSecrets");
    public static readonly Flag GeneratorStates = Switch(
        "enable-generator-state", "true", "Revoke what generators made at servers when it is replaced");

    public static readonly Flag GeneratorGrace = Duration("generator-gc-grace-period", "2m", "How long after the replacement");
    public static readonly Flag GenericTargets = Switch(
        "unsafe-allow-generic-targets", "false", "Allow mappings to write objects of other kinds than Secret");

    public static readonly Flag LocalAddresses = Switch(
        "allow-local-addresses", "false", "Allow webhooks that lead to the agent's own machine and link, such as a metadata server");

    public static readonly Flag OwnAccount = Switch(
        "own-account-for-secret-stores", "false",
        "SecretStores may log in to Vault with the agent's own account: their server gets its token. ClusterSecretStores always may");

    public static readonly Flag RoundNumbers = Switch(
        "webhook-round-numbers", "false", "Numbers that a webhook's jsonPath finds lose their decimals, as in the reference");

    public static readonly Flag SuspectValues = Switch(
        "report-suspect-values", "false", "Report values that decoding has probably damaged by an event too, not in the log alone");

    public static readonly Flag SyncOnChange = Switch(
        "sync-on-change", "false", "Sync at once when a store, the file of a sopsFile or a Secret of a kubernetes store changes");

    public static readonly Flag Restarts = Switch(
        "restart-workloads", "false", "Restart what reads a changed Secret, if its mapping is annotated secretskit.io/restart-workloads");

    public static readonly Flag RestartDelay = Duration(
        "restart-delay", "10s", "How long Secrets of a namespace have to be quiet before workloads are restarted");

    public static readonly Flag RestartInterval = Duration("restart-interval", "5m", "The least time between two restarts of a workload");
    public static readonly Flag Shadow = Switch(
        "shadow", "false", "Write nothing: say where the Secrets and statuses of the operator that serves the mappings would differ");

    public static readonly Flag KeysSecret = Text("sops-keys-secret", "", "The Secret with the keys for SopsSecrets; empty for none");
    public static readonly Flag KeysNamespace = Text("sops-keys-namespace", "", "Its namespace; empty for that of the pod");
    public static readonly Flag LeftDelimiter = Text("template-left-delimiter", "{{", "What opens an action of a template");
    public static readonly Flag RightDelimiter = Text("template-right-delimiter", "}}", "What closes it");
    public static readonly Flag Qps = Text("client-qps", "0", "Requests to the API server in a second, in the long run; 0 for no limit");
    public static readonly Flag Burst = Number("client-burst", "100", "Requests that may go at once after a time without any");

    public static readonly Flag StoreQps = Text(
        "store-qps", "0",
        "Reads of each store in a second; 0 for no limit. A store's annotation secretskit.io/max-requests-per-second lowers it");

    public static readonly Flag StoreConcurrency = Number(
        "store-concurrency", "0", "Most reads of each store at a time; 0 for 16 in each namespace. Annotation: max-concurrent-requests");

    public static readonly Flag Election = Switch("enable-leader-election", "false", "Work only while this agent holds the lease");
    public static readonly Flag ElectionId = Text("leader-election-id", "external-secrets-controller", "The name of the lease");
    public static readonly Flag ElectionNamespace = Text("leader-election-namespace", "", "Its namespace; empty for that of the pod");
    public static readonly Flag LeaseDuration = Duration("leader-election-lease-duration", "15s", "How long others wait for the leader");
    public static readonly Flag RenewDeadline = Duration(
        "leader-election-renew-deadline", "10s", "How long a leader writes without renewal");

    public static readonly Flag RetryPeriod = Duration("leader-election-retry-period", "2s", "The time between renewals");

    public static readonly Flag ObjectLabels = Switch(
        "enable-extended-metric-labels", "false", "Add app.kubernetes.io labels of objects to their series");

    public static readonly Flag MetricsAddress = Text("metrics-addr", ":8080", "Where metrics are served; 0 for nowhere");
    public static readonly Flag LiveAddress = Text("live-addr", ":8082", "Where /healthz and /readyz are served; 0 for nowhere");
    public static readonly Flag StatusAddress = Text(
        "status-addr", "0", "Where the status page and /loglevel are served, such as 127.0.0.1:8083; 0 for nowhere");

    public static readonly Flag LogLevel = OneOf("loglevel", "info", "debug", "info", "warn", "error");
    public static readonly Flag LogFormat = OneOf("log-format", "json", "json", "console");
    public static readonly Flag LogTime = OneOf(
        "zap-time-encoding", "epoch", "epoch", "millis", "nano", "iso8601", "rfc3339", "rfc3339nano");

    public static readonly Flag OtlpEndpoint = Text(
        "otlp-endpoint", "",
        "An OpenTelemetry collector that gets traces, such as http://collector:4318; empty for none. OTEL_* variables count");

    public static readonly Flag OtlpMetrics = Switch("otlp-metrics", "false", "Send it the metrics, too");

    public static readonly Flag Shard = Text("shard", "", "INDEX/COUNT, if several agents share the objects");
    public static readonly Flag Heartbeat = Duration(
        "status-heartbeat", "1h", "How far refreshTime may fall behind while nothing else changes; 0 writes it at each refresh");

    public static readonly Flag Kubeconfig = Text("kubeconfig", "", "A kubeconfig file; otherwise KUBECONFIG, or the pod's own account");

    // What the reference has and this agent does not need: accepted, so that arguments go on working.
    private static readonly Flag[] WithoutEffect =
    [
        Ignored("enable-secrets-caching"), Ignored("enable-configmaps-caching"), Ignored("enable-managed-secrets-caching"),
        Ignored("enable-secret-api-read-on-cache-mismatch"), Ignored("enable-vault-token-cache"), Ignored("enable-http2"),
        Ignored("vault-token-cache-size", FlagKind.Text, "0"),
        Ignored("experimental-enable-aws-session-cache"), Ignored("experimental-enable-vault-token-cache"),
        Ignored("experimental-vault-token-cache-size", FlagKind.Text, "0"),
        Ignored("metrics-cert-dir", FlagKind.Text, ""), Ignored("metrics-cert-name", FlagKind.Text, ""),
        Ignored("metrics-key-name", FlagKind.Text, ""),
    ];

    public static readonly Flag MetricsSecure = Switch("metrics-secure", "false", "Not served: must be false") with { IsHidden = true };
    public static readonly Flag MetricsAuth = Switch("metrics-auth", "false", "Not served: must be false") with { IsHidden = true };

    /// <summary>All of them.</summary>
    public static FlagTable Table() => new(
    [
        Concurrent, ControllerClass, Namespace, StoreInterval, FloodGate, ClusterStores, Stores, Pushes, ClusterMappings, ClusterPushes,
        SopsSecrets, GeneratorStates, GeneratorGrace, GenericTargets, LocalAddresses, OwnAccount, RoundNumbers, SuspectValues,
        SyncOnChange, Restarts, RestartDelay, RestartInterval, Shadow,
        KeysSecret, KeysNamespace, LeftDelimiter, RightDelimiter, Qps, Burst, StoreQps, StoreConcurrency,
        Election, ElectionId, ElectionNamespace, LeaseDuration, RenewDeadline, RetryPeriod, ObjectLabels, MetricsAddress, LiveAddress,
        StatusAddress, LogLevel, LogFormat, LogTime, OtlpEndpoint, OtlpMetrics, Shard, Heartbeat, Kubeconfig, MetricsSecure, MetricsAuth,
        .. WithoutEffect,
    ]);

    /// <summary>The help.</summary>
    public static byte[] Help()
    {
        var text = new StringBuilder("Syncs ExternalSecrets of a cluster into Secrets.\n\nUsage:\n  secretskit-agent [flags]\n\nFlags:\n");
        foreach (var flag in Table().Flags.Where(flag => !flag.IsHidden))
        {
            text.Append("  --").Append(flag.Name.PadRight(32)).Append(' ').Append(flag.Help);
            if (flag.Default.Length > 0)
            {
                text.Append(" (default ").Append(flag.Default).Append(')');
            }

            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static Flag Ignored(string name, FlagKind kind = FlagKind.Switch, string otherwise = "false") =>
        Make(kind, name, otherwise, "No effect") with { IsHidden = true };

    private static Flag OneOf(string name, string otherwise, params string[] values) =>
        Text(name, otherwise, $"{string.Join(", ", values[..^1])} or {values[^1]}") with { Values = values };

    private static Flag Switch(string name, string otherwise, string help) => Make(FlagKind.Switch, name, otherwise, help);

    private static Flag Text(string name, string otherwise, string help) => Make(FlagKind.Text, name, otherwise, help);

    private static Flag Number(string name, string otherwise, string help) => Make(FlagKind.Number, name, otherwise, help);

    private static Flag Duration(string name, string otherwise, string help) => Make(FlagKind.Duration, name, otherwise, help);

    private static Flag Make(FlagKind kind, string name, string otherwise, string help) => new(kind, name, help)
    {
        Default = otherwise,
        Variable = "SECRETSKIT_AGENT_" + name.Replace('-', '_').ToUpperInvariant(),
    };
}
