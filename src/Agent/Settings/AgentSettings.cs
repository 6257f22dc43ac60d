using System.Globalization;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform;
using SecretsKit.Sync.Leading;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Running;
using SecretsKit.Sync.Sharding;

namespace SecretsKit.Agent.Settings;

/// <summary>How messages are written.</summary>
/// <param name="Level">The least level.</param>
/// <param name="IsJson">Whether they are JSON; otherwise text for people.</param>
/// <param name="TimeFormat">One of zap's names.</param>
internal sealed record LogSettings(LogLevel Level, bool IsJson, string TimeFormat);

/// <summary>What the command line and the environment say, checked.</summary>
internal sealed record AgentSettings
{
    /// <summary>How the agent works.</summary>
    public required AgentOptions Options { get; init; }

    public required LogSettings Log { get; init; }

    /// <summary>
    /// Null if this agent works alone. Its identity is empty: it is found when the agent runs, and so is an empty namespace, which is the
    /// pod's.
    /// </summary>
    public LeaderSettings? Election { get; init; }

    public string MetricsAddress { get; init; } = "";

    public string LiveAddress { get; init; } = "";

    public string StatusAddress { get; init; } = "";

    /// <summary>Requests to the API server in a second; null for no limit.</summary>
    public double? Qps { get; init; }

    public int Burst { get; init; } = 1;

    public string Kubeconfig { get; init; } = "";

    /// <summary>What is sent to a collector; null for nothing.</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <summary>Reads them.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: a flag is unknown or has a value that is none.</exception>
    public static AgentSettings Read(IReadOnlyList<string> arguments, HostEnvironment environment)
    {
        var flags = PflagParser.Parse(AgentFlags.Table(), arguments, name => environment.Variables.GetValueOrDefault(name));
        if (flags.Arguments.Count > 0)
        {
            throw Usage($"unexpected argument {flags.Arguments[0]}");
        }

        if (flags.IsOn(AgentFlags.MetricsSecure) || flags.IsOn(AgentFlags.MetricsAuth))
        {
            throw Usage("metrics are served without TLS: --metrics-secure and --metrics-auth must be false");
        }

        if (flags.IsOn(AgentFlags.Shadow) && flags.IsOn(AgentFlags.Election))
        {
            throw Usage("an agent that writes nothing holds no lease: --enable-leader-election must be false with --shadow");
        }

        var shard = Shard.Parse(flags.Text(AgentFlags.Shard));
        return new()
        {
            Options = new()
            {
                Namespace = flags.Text(AgentFlags.Namespace),
                HasClusterKinds = flags.IsOn(AgentFlags.ClusterStores),
                ChecksStores = flags.IsOn(AgentFlags.Stores),
                ServesPushSecrets = flags.IsOn(AgentFlags.Pushes),
                ServesClusterMappings = flags.IsOn(AgentFlags.ClusterMappings),
                ServesClusterPushSecrets = flags.IsOn(AgentFlags.ClusterPushes),
                ServesSopsSecrets = flags.IsOn(AgentFlags.SopsSecrets),
                CollectsGeneratorStates = flags.IsOn(AgentFlags.GeneratorStates),
                GeneratorGrace = Time(flags, AgentFlags.GeneratorGrace),
                IsShadow = flags.IsOn(AgentFlags.Shadow),
                SyncsOnChange = flags.IsOn(AgentFlags.SyncOnChange),
                RestartsWorkloads = flags.IsOn(AgentFlags.Restarts),
                RestartDelay = Time(flags, AgentFlags.RestartDelay),
                RestartInterval = Time(flags, AgentFlags.RestartInterval),
                AllowsGenericTargets = flags.IsOn(AgentFlags.GenericTargets),
                ReportsSuspectValues = flags.IsOn(AgentFlags.SuspectValues),
                KeysSecret = flags.Text(AgentFlags.KeysSecret),
                KeysNamespace = flags.Text(AgentFlags.KeysNamespace),
                Stores = new(
                    flags.Text(AgentFlags.ControllerClass), flags.IsOn(AgentFlags.FloodGate), flags.IsOn(AgentFlags.ClusterStores))
                {
                    AllowsLocalAddresses = flags.IsOn(AgentFlags.LocalAddresses),
                    RoundsNumbers = flags.IsOn(AgentFlags.RoundNumbers),
                    RefusesOwnAccount = !flags.IsOn(AgentFlags.OwnAccount),
                    Limits = new()
                    {
                        RequestsPerSecond = QpsOf(flags, AgentFlags.StoreQps),
                        MaxConcurrent = ConcurrencyOf(flags),
                    },
                },
                LeftDelimiter = flags.Text(AgentFlags.LeftDelimiter),
                RightDelimiter = flags.Text(AgentFlags.RightDelimiter),
                Workers = Positive(flags, AgentFlags.Concurrent),
                Shard = shard,
                HasObjectLabels = flags.IsOn(AgentFlags.ObjectLabels),
                StatusHeartbeat = Time(flags, AgentFlags.Heartbeat),
                StoreInterval = Time(flags, AgentFlags.StoreInterval),
            },
            Log = new(
                LevelOf(flags.Text(AgentFlags.LogLevel)),
                OneOf(flags, AgentFlags.LogFormat) == "json",
                OneOf(flags, AgentFlags.LogTime)),
            Election = flags.IsOn(AgentFlags.Election) ? ElectionOf(flags, shard) : null,
            MetricsAddress = flags.Text(AgentFlags.MetricsAddress),
            LiveAddress = flags.Text(AgentFlags.LiveAddress),
            StatusAddress = flags.Text(AgentFlags.StatusAddress),
            Qps = QpsOf(flags, AgentFlags.Qps),
            Burst = Positive(flags, AgentFlags.Burst),
            Kubeconfig = flags.Text(AgentFlags.Kubeconfig),
            Otlp = new OtlpVariables(environment).Read(flags),
        };
    }

    /// <summary>A level by its name, or null; those of zap that this program has no messages of count as error.</summary>
    public static LogLevel? TryLevel(string name) => name.ToUpperInvariant() switch
    {
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Info,
        "WARN" => LogLevel.Warn,
        "ERROR" or "DPANIC" or "PANIC" or "FATAL" => LogLevel.Error,
        _ => null,
    };

    private static LogLevel LevelOf(string name) =>
        TryLevel(name) ?? throw Usage($"the log level {name} is none of {string.Join(", ", AgentFlags.LogLevel.Values)}");

    // Each shard has a leader of its own.
    private static LeaderSettings ElectionOf(ParsedFlags flags, Shard shard)
    {
        var name = flags.Text(AgentFlags.ElectionId) + (shard.Count > 1 ? $"-{shard.Index}" : "");
        var made = new LeaderSettings(flags.Text(AgentFlags.ElectionNamespace), name, Identity: "")
        {
            LeaseDuration = Time(flags, AgentFlags.LeaseDuration),
            RenewDeadline = Time(flags, AgentFlags.RenewDeadline),
            RetryPeriod = Time(flags, AgentFlags.RetryPeriod),
        };
        return made.LeaseDuration >= TimeSpan.FromSeconds(1) && made.RenewDeadline < made.LeaseDuration
            && made.RetryPeriod > TimeSpan.Zero && made.RetryPeriod < made.RenewDeadline
            ? made
            : throw Usage(
                "the lease duration must be a second or more and longer than the renew deadline, and that longer than the retry period");
    }

    private static double? QpsOf(ParsedFlags flags, Flag flag) =>
        double.TryParse(flags.Text(flag), NumberStyles.Float, CultureInfo.InvariantCulture, out var qps) && double.IsFinite(qps)
            ? qps > 0 ? qps : null
            : throw Usage($"--{flag.Name} is no number: {flags.Text(flag)}");

    private static int? ConcurrencyOf(ParsedFlags flags) => flags.Number(AgentFlags.StoreConcurrency) switch
    {
        0 => null,
        > 0 and var most => most,
        _ => throw Usage($"--{AgentFlags.StoreConcurrency.Name} must be 0 or more"),
    };

    private static int Positive(ParsedFlags flags, Flag flag) => flags.Number(flag) is > 0 and var number
        ? number
        : throw Usage($"--{flag.Name} must be 1 or more");

    private static TimeSpan Time(ParsedFlags flags, Flag flag) =>
        GoDuration.TryParse(flags.Text(flag), out var time) && time >= TimeSpan.Zero
            ? time
            : throw Usage($"--{flag.Name} is no duration: {flags.Text(flag)}");

    private static string OneOf(ParsedFlags flags, Flag flag) => flag.Values.Contains(flags.Text(flag))
        ? flags.Text(flag)
        : throw Usage($"--{flag.Name} is none of {string.Join(", ", flag.Values)}: {flags.Text(flag)}");

    private static SecretsKitException Usage(string message) => new(ErrorCode.Usage, message);
}
