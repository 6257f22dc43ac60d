using System.Collections.Concurrent;
using SecretsKit.Integration.Agent;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Running;

namespace SecretsKit.Integration.Sync;

/// <summary>What an agent asks of the API server and of stores.</summary>
[Collection(RunsAlone.Name)]
public sealed class RequestCountTests : IDisposable
{
    private readonly AgentNamespace _namespace = new();
    private readonly HttpConnections _connections = new(new HostEnvironment([], "/"), TimeProvider.System);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Cluster _cluster = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _connections.Dispose();
        _cluster.Dispose();
        _namespace.Dispose();
    }

    [Fact]
    public async Task A_first_sync_takes_four_requests_and_a_refresh_without_change_none()
    {
        await _namespace.CreateAsync(Ct);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var (agent, running) = Start(end.Token);
        await UntilAsync(
            () => agent.State is { IsListed: true } && _requests.Any(sent => sent.StartsWith("PUT", StringComparison.Ordinal)));
        await Task.Delay(1000, Ct);
        _requests.Clear();

        await _namespace.MapAsync("es", "3s", Ct);
        await _namespace.WaitForSecretAsync("es", Ct);
        await UntilAsync(() => _requests.Any(sent => sent.StartsWith("PUT", StringComparison.Ordinal)));
        await Task.Delay(500, Ct);
        Assert.Equal(["PATCH", "POST", "POST", "PUT"], _requests.Order());

        _requests.Clear();
        var (sent, looks) = (Reads(agent), Looks(agent));
        await UntilAsync(() => Looks(agent) >= looks + 3);
        Assert.Empty(_requests);
        Assert.Equal(3, Reads(agent) - sent);
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Many_mappings_of_a_key_cost_one_read_of_the_store_in_an_interval()
    {
        await _namespace.CreateAsync(Ct);
        for (var at = 0; at < 20; at++)
        {
            await _namespace.MapAsync($"es-{at}", "10s", Ct);
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var (agent, running) = Start(end.Token);
        await UntilAsync(() => agent.State is { IsListed: true } && Looks(agent) >= 20);
        await _namespace.WaitForSecretAsync("es-19", Ct);
        Assert.Equal(1, Reads(agent));
        var looks = Looks(agent);
        await UntilAsync(() => Looks(agent) >= looks + 20);
        Assert.InRange(Reads(agent), 2, 3);
        await end.CancelAsync();
        await running;
    }

    private (SyncAgent Agent, Task Running) Start(CancellationToken ct)
    {
        var other = _cluster.As();
        var client = new ApiClient(other.Access, new SecretsKit.Platform.Http.HttpTransport(_connections, KernelRandom.Fill))
        {
            Answered = (method, _) => _requests.Enqueue(method.Method),
        };
        var host = new SecretsKit.Providers.ProviderHost(
            new HostEnvironment([], "/"), _connections, new ProcessRunner(), KernelRandom.Fill, TimeProvider.System);
        var agent = new SyncAgent(
            new(client, new ServerResources(client, cache: null)), host,
            new()
            {
                Namespace = _namespace.Name,
                HasClusterKinds = false,
                Stores = new(AgentNamespace.Class, ServesClusterStores: false),
            },
            new SilentLog());
        return (agent, agent.RunAsync(ct));
    }

    private static long Reads(SyncAgent agent) => Value(agent, "secretskit_store_reads_total{result=\"sent\"}");

    private static long Looks(SyncAgent agent) =>
        Value(agent, "controller_runtime_reconcile_total{controller=\"externalsecret\",result=\"requeue_after\"}");

    private static long Value(SyncAgent agent, string series)
    {
        var text = new MetricsText();
        agent.State!.Write(text);
        var line = System.Text.Encoding.UTF8.GetString([.. text.ToParts().SelectMany(part => part.ToArray())]).Split('\n')
            .Single(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return long.Parse(line[(series.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 600, "it did not come to that");
            await Task.Delay(50, Ct);
        }
    }
}
