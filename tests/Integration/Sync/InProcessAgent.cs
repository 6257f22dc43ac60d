using SecretsKit.Integration.Agent;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Running;

namespace SecretsKit.Integration.Sync;

/// <summary>An agent of one namespace, in this process.</summary>
internal sealed class InProcessAgent : IDisposable
{
    private readonly HttpConnections _connections = new(new HostEnvironment([], "/"), TimeProvider.System);
    private readonly Cluster _cluster = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public AgentNamespace Namespace { get; } = new();

    public void Dispose()
    {
        _connections.Dispose();
        _cluster.Dispose();
        Namespace.Dispose();
    }

    /// <summary>Runs the agent until something is done.</summary>
    /// <param name="server">The API server, if not that of the tests.</param>
    /// <param name="until">What is done meanwhile.</param>
    /// <param name="storeInterval">The time between looks at a store.</param>
    public async Task RunAsync(string server, Func<SyncAgent, Task> until, TimeSpan? storeInterval = null)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var choice = new ClusterChoice { Context = "admin", Server = server };
        var client = new ApiClient(_cluster.As(choice: choice).Access, new HttpTransport(_connections, KernelRandom.Fill));
        using var resources = new ServerResources(client, cache: null);
        var host = new ProviderHost(
            new HostEnvironment([], "/"), _connections, new ProcessRunner(), KernelRandom.Fill, TimeProvider.System);
        var agent = new SyncAgent(new(client, resources), host, new()
        {
            Namespace = Namespace.Name,
            HasClusterKinds = false,
            Stores = new(AgentNamespace.Class, ServesClusterStores: false) { AllowsLocalAddresses = true },
            StoreInterval = storeInterval ?? TimeSpan.FromMinutes(5),
        }, new SilentLog()) { Grace = () => TimeSpan.FromSeconds(1) };
        var running = agent.RunAsync(end.Token);
        var done = until(agent);
        await Task.WhenAny(running, done);
        await done;
        await end.CancelAsync();
        await running;
    }

    /// <summary>How often each mapping was looked at.</summary>
    public static Dictionary<string, int> LooksOf(SyncAgent agent)
    {
        const string series = "externalsecret_sync_calls_total{name=\"";
        return MetricsOf(agent).Where(line => line.StartsWith(series, StringComparison.Ordinal)).ToDictionary(
            line => line[series.Length..].Split('"')[0],
            line => int.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The metrics, by line.</summary>
    public static string[] MetricsOf(SyncAgent agent)
    {
        var text = new MetricsText();
        agent.State?.Write(text);
        return System.Text.Encoding.UTF8.GetString([.. text.ToParts().SelectMany(part => part.ToArray())]).Split('\n');
    }

    public async Task<Condition?> ReadyAsync(string kind, string name) =>
        SyncStatus.Read((await Namespace.FindAsync(kind, name, Ct)).Child("status")).Ready;

    public async Task<bool> IsReadyAsync(string name, string status) => (await ReadyAsync(ExternalSecret.Kind, name))?.Status == status;

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 900, "it did not come to that");
            await Task.Delay(100, Ct);
        }
    }
}
