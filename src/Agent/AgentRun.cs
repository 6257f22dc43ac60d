using System.Text;
using System.Text.Json;
using SecretsKit.Agent.Logging;
using SecretsKit.Agent.Serving;
using SecretsKit.Agent.Settings;
using SecretsKit.Agent.Telemetry;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Access;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Platform.Http.Serving;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Sync.Leading;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Running;

namespace SecretsKit.Agent;

/// <summary>Wires an agent and what it serves, and runs both.</summary>
/// <param name="settings">What the command line says.</param>
/// <param name="environment">The environment.</param>
/// <param name="log">Takes messages.</param>
/// <param name="clock">The clock.</param>
internal sealed class AgentRun(AgentSettings settings, HostEnvironment environment, StructuredLog log, TimeProvider clock)
{
    // A look takes as long as all its reads, two minutes each at most: what runs for so long is stuck.
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(15);

    // Watches are made anew every five minutes, and a lease is renewed every few seconds.
    private static readonly TimeSpan Unreachable = TimeSpan.FromMinutes(6);

    private readonly RequestCounts _requests = new(clock);
    private readonly OtlpCounts _telemetry = new();
    private SyncAgent? _agent;
    private LeaderElection? _election;

    /// <summary>Works until the token fires.</summary>
    /// <exception cref="SecretsKitException">The API server refuses what is needed, or an address cannot be listened at.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        using var connections = new HttpConnections(environment, clock);
        var processes = new ProcessRunner();
        using var access = ClusterAccess.Create(Config(), ClusterChoice.Default, new(environment, processes, clock, HasTerminal: false));
        var transport = new HttpTransport(connections, KernelRandom.Fill)
        {
            Limiter = settings.Qps is { } rate ? new(new() { RequestsPerSecond = rate, Burst = settings.Burst }, clock) : null,
        };
        var client = ClientOf(access, transport, AgentDefaults.AgentName);
        using var resources = new ServerResources(client, cache: null);
        var host = new ProviderHost(environment, connections, processes, KernelRandom.Fill, clock);
        var options = settings.Options with { KeysNamespace = NamespaceOf(settings.Options.KeysNamespace, access) };
        _agent = new(new(client, resources), host, options, log) { Grace = () => _election?.Allowed ?? TimeSpan.MaxValue };
        var servers = new List<HttpServer>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var trimming = MemoryTrim.RunAsync(clock, end.Token);
        var telemetry = TelemetryExport.Start(settings.Otlp, connections, metrics => Write(metrics, access), _telemetry, log, clock);
        try
        {
            await ServeAsync(servers, access, ct);
            if (settings.Election is { } election)
            {
                await ElectAsync(election, access, connections, client, ct);
            }
            else
            {
                await _agent.RunAsync(ct);
            }
        }
        finally
        {
            await end.CancelAsync();
            await trimming;
            if (telemetry is not null)
            {
                await telemetry.DisposeAsync();
            }

            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    private ApiClient ClientOf(ClusterAccess access, HttpTransport transport, string userAgent) =>
        new(access, transport) { UserAgent = userAgent, Answered = _requests.Add, IsReadOnly = settings.Options.IsShadow };

    private static string NamespaceOf(string named, ClusterAccess access) => named.Length > 0 ? named : access.Namespace;

    // Renewals do not wait behind other requests, and are not refused with them. Kinds are asked for by their client, too: the other one is
    // refused everything until the lease is held.
    private async Task ElectAsync(
        LeaderSettings election, ClusterAccess access, HttpConnections connections, ApiClient fenced, CancellationToken ct)
    {
        var transport = new HttpTransport(connections, KernelRandom.Fill) { Retries = HttpRetryPolicy.None };
        var client = ClientOf(access, transport, "secretskit-agent-lease");
        using var resources = new ServerResources(client, cache: null);
        election = election with
        {
            Namespace = NamespaceOf(election.Namespace, access),
            Identity = $"{environment.Variables.GetValueOrDefault("HOSTNAME") ?? "agent"}_{KernelRandom.NewName()}",
        };
        _election = new(new(client, resources), election, clock)
        {
            AttemptFailed = failure => log.Write(LogLevel.Warn, "no lease at this attempt", ("error", failure.Message)),
        };
        fenced.Fence = _election.Refuse;
        log.Write(
            LogLevel.Info, "waiting for the lease", ("namespace", election.Namespace), ("lease", election.Name),
            ("identity", election.Identity));
        await _election.RunAsync(LeadAsync, ct);
    }

    private async Task LeadAsync(CancellationToken ct)
    {
        log.Write(LogLevel.Info, "leading");
        try
        {
            await _agent!.RunAsync(ct);
        }
        catch (SecretsKitException) when (_election is { IsLeader: false })
        {
            // Requests are refused without the lease: it ends as it was asked to.
        }

        log.Write(LogLevel.Info, "no longer leading");
    }

    private async Task ServeAsync(List<HttpServer> servers, ClusterAccess access, CancellationToken ct)
    {
        await AddAsync(settings.MetricsAddress, "metrics", new() { [("GET", "/metrics")] = _ => Metrics(access) });
        await AddAsync(settings.LiveAddress, "probes", new()
        {
            [("GET", "/healthz")] = _ => Health(),
            [("GET", "/readyz")] = _ => Readiness(),
        });
        await AddAsync(settings.StatusAddress, "status", new()
        {
            [("GET", "/")] = _ => StatusPage.Render(_agent?.State, Role),
            [("GET", "/loglevel")] = _ => Level(),
            [("PUT", "/loglevel")] = SetLevel,
        });

        async Task AddAsync(string address, string what, Dictionary<(string Method, string Path), Func<byte[], Answer>> routes)
        {
            if (ListenAddress.Parse(address) is { } at)
            {
                var server = await Endpoint.StartAsync(at, routes, clock, ct);
                servers.Add(server);
                log.Write(LogLevel.Info, "listening", ("for", what), ("address", server.EndPoint.ToString() ?? ""));
            }
        }
    }

    private string Role => _agent?.State is { } state ? state.IsListed ? "working" : "listing objects" : "waiting for the lease";

    private Answer Metrics(ClusterAccess access)
    {
        var text = new MetricsText();
        Write(text, access);
        return new(200, MetricsText.MediaType, text.ToParts());
    }

    private void Write(MetricsWriter metrics, ClusterAccess access)
    {
        _agent?.State?.Write(metrics);
        _requests.Write(metrics, access.Server.Split("://", 2)[^1]);
        metrics.Begin("secretskit_leading", "gauge", "1 while this agent may write")
            .Add("secretskit_leading", _election is null || _election.IsLeader ? 1 : 0);
        _telemetry.Write(metrics);
        ProcessMetrics.Write(metrics);
    }

    private Answer Health() => _agent?.State is { } state && state.LongestRunning > Stuck
        ? Answer.Text(500, "a look at an object is stuck")
        : Answer.Text(200, "ok");

    private Answer Readiness() => _requests.Silence > Unreachable ? Answer.Text(503, "the API server does not answer")
        : _agent?.State?.IsListed ?? _election is not null ? Answer.Text(200, "ok")
        : Answer.Text(503, "objects are being listed");

    private Answer Level() => new(
        200, "application/json", Encoding.UTF8.GetBytes($$"""{"level":"{{StructuredLog.NameOf(log.Level)}}"}""" + "\n"));

    // As zap's handler: {"level":"debug"}.
    private Answer SetLevel(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("level", out var level) && level.ValueKind == JsonValueKind.String
                && AgentSettings.TryLevel(level.GetString()!) is { } wanted)
            {
                log.Level = wanted;
                return Level();
            }
        }
        catch (JsonException)
        {
            return Answer.Text(400, "the content is not JSON");
        }

        return Answer.Text(400, "the content is not {\"level\":\"debug\"} or another level");
    }

    private Kubeconfig Config()
    {
        var named = KubeconfigFiles.Load(environment, settings.Kubeconfig);
        return named.Clusters.Count > 0 ? named : ServiceAccountFolder.Load(environment) ?? named;
    }
}
