using System.Text.Json.Nodes;
using SecretsKit.Integration.Helm.Transcripts;
using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Integration.Pipelines;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>
/// The release <c>shop</c> of a chart with a Deployment and a Service, whose commands go through a proxy that fails on demand.
/// </summary>
internal sealed class ProxiedDeploy : IAsyncDisposable
{
    public const string ReadyPod = "{phase: Running, conditions: [{type: Ready, status: \"True\"}]}";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly DeployBench _bench;

    private ProxiedDeploy(DeployBench bench, ApiProxy proxy) => (_bench, Proxy) = (bench, proxy);

    public ApiProxy Proxy { get; }

    public AdminCalls Calls { get; } = new();

    public DeployBench Bench => _bench;

    public string Namespace => _bench.Namespace;

    /// <param name="generation">Whose rules count: <c>3</c> or <c>4</c>.</param>
    /// <param name="server">The server behind the proxy. Default: that of the tests.</param>
    public static async Task<ProxiedDeploy> CreateAsync(string generation, string? server = null)
    {
        var bench = await DeployBench.CreateAsync();
        var deploy = new ProxiedDeploy(bench, new ApiProxy(server: server));
        bench.Program.Variables["SECRETSKIT_HELM"] = generation;
        bench.Program.Variables["KUBECONFIG"] = bench.Program.Write("proxied", deploy.Proxy.Kubeconfig());
        return deploy;
    }

    public async Task InstallAsync() => (await HelmAsync("install", "shop", "chart")).Succeeds();

    public Task<ProgramResult> HelmAsync(params string[] words) => _bench.Program.HelmAsync(_bench.Words(words));

    public Task<ProgramResult> HelmOnTerminalAsync(params string[] words) => _bench.Program.HelmOnTerminalAsync(_bench.Words(words));

    /// <summary>Begins a command.</summary>
    public RunningProgram Start(params string[] words) => _bench.Program.HelmStart(_bench.Words(words));

    /// <summary>Repairs the release, whatever state it is in.</summary>
    public async Task RecoverAsync()
    {
        Proxy.Fault = _ => ProxyFault.None;
        var result = await _bench.Program.RunAsync(_bench.Words("pipeline", "recover", "shop", "--yes"));
        Assert.True(result.Exit is 0 or 1, result.Error);
    }

    /// <summary>Requires that exactly the last revision is deployed, and that the live object has its value.</summary>
    public async Task IsDeployedAsync(string value)
    {
        var records = await RecordsAsync();
        Assert.True(
            records[^1].EndsWith(" deployed", StringComparison.Ordinal)
                && records.Count(record => record.EndsWith(" deployed", StringComparison.Ordinal)) == 1,
            string.Join(", ", records));
        Assert.Equal(value, await ValueAsync());
    }

    /// <summary>The states of the records, the oldest first, as <c>1 superseded</c>.</summary>
    public async Task<IReadOnlyList<string>> RecordsAsync()
    {
        var history = await _bench.Program.HelmAsync(_bench.Words(
            "history", "shop", "-o", "json", "--kubeconfig", Path.Combine(Kubernetes.Cluster.Folder, "kubeconfig")));
        return [.. JsonNode.Parse(history.Succeeds().Output)!.AsArray().Select(one => $"{one!["revision"]} {one["status"]}")];
    }

    /// <summary>The value of the live ConfigMap; null if there is none.</summary>
    public async Task<string?> ValueAsync() =>
        (await Calls.FindAsync($"/api/v1/namespaces/{Namespace}/configmaps/shop-config"))?["data"]?["value"]?.GetValue<string>();

    /// <summary>Waits until a request of this kind was sent.</summary>
    public async Task IsAskedAsync(Func<ProxiedRequest, bool> isIt)
    {
        while (!Proxy.Requests.Any(isIt))
        {
            await Task.Delay(Interval, TestContext.Current.CancellationToken);
        }
    }

    public static bool IsWatch(ProxiedRequest request) => request.Query.Contains("watch=", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        Proxy.Dispose();
        Calls.Dispose();
        await _bench.DisposeAsync();
    }
}
