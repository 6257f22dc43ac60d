using System.Net;
using SecretsKit.Core.Data;
using SecretsKit.Integration.Agent;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Kubernetes.Configuration;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Running;
using SecretsKit.Sync.Sources;
using SecretsKit.Testing.Http;

namespace SecretsKit.Integration.Sync;

/// <summary>What goes wrong between an agent, the API server and stores is put right or said, and nothing else suffers from it.</summary>
public sealed class AgentFaultTests : IDisposable
{
    private readonly AgentNamespace _namespace = new();
    private readonly HttpConnections _connections = new(new HostEnvironment([], "/"), TimeProvider.System);
    private readonly Cluster _cluster = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Faults =>
        ["watch 410", "conflict", "throttled", "lost answer", "lost request", "away"];

    public void Dispose()
    {
        _connections.Dispose();
        _cluster.Dispose();
        _namespace.Dispose();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_goes_wrong_between_agent_and_server_is_put_right(string fault)
    {
        await _namespace.CreateAsync(Ct);
        var left = fault == "watch 410" ? 6 : 1;
        using var proxy = new ApiProxy(
            sent => IsHit(fault, sent) && Interlocked.Decrement(ref left) >= 0 ? FaultOf(fault) : ProxyFault.None);
        await RunAsync($"http://127.0.0.1:{proxy.Port}", async _ =>
        {
            await _namespace.MapAsync("es", "1h", Ct);
            await _namespace.WaitForSecretAsync("es", Ct);
            await UntilAsync(() => IsReadyAsync("es", "True"));
        });

        Assert.True(left < 1, "nothing was hit");

        // The server took one Secret, however often it was asked.
        Assert.Single(proxy.Requests, sent => sent.Method == "POST" && IsSecret(sent) && sent.Status == 201);
        Assert.DoesNotContain(proxy.Requests, sent => sent.Method is "PUT" or "DELETE" && IsSecret(sent));
    }

    [Fact]
    public async Task Good_stores_stay_on_time_while_half_of_200_do_not_answer()
    {
        using var silent = new HttpServer(_ => ServedAnswer.Silence);
        await _namespace.CreateAsync(Ct);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(part => Task.Run(async () =>
        {
            for (var at = part; at < 200; at += 8)
            {
                var provider = at % 2 == 0 ? "{fake: {data: [{key: a, value: canary-value-a}] } }"
                    : $"{{webhook: {{url: \"{silent.Url}\", timeout: 2m}} }}";
                await _namespace.ApplyAsync($$"""
                    apiVersion: external-secrets.io/v1
                    kind: SecretStore
                    metadata: {name: store-{{at}}, namespace: {{_namespace.Name}}}
                    spec: {provider: {{provider}} }
                    """, Ct);
                await _namespace.ApplyAsync($$"""
                    apiVersion: external-secrets.io/v1
                    kind: ExternalSecret
                    metadata: {name: es-{{at}}, namespace: {{_namespace.Name}}}
                    spec:
                      refreshInterval: 2s
                      secretStoreRef: {name: store-{{at}}, kind: SecretStore}
                      data: [{secretKey: password, remoteRef: {key: a} }]
                    """, Ct);
            }
        })));
        await RunAsync("", async agent =>
        {
            // All that do not answer are waited for, and the others go on.
            await UntilAsync(() => Task.FromResult(silent.Requests.Count >= 100));
            var before = LooksOf(agent);
            await UntilAsync(() => Task.FromResult(
                LooksOf(agent) is var now && Good().All(name => now.GetValueOrDefault(name) >= before.GetValueOrDefault(name) + 5)));
        });
        Assert.Equal(100, (await _namespace.Objects.ListAsync(
            await _namespace.Objects.ResourceAsync(new("v1", "Secret", _namespace.Name, "x"), Ct), _namespace.Name, ListOptions.All, Ct))
            .Items.Count(item => new ObjectHead(item.AsMap!).Name.StartsWith("es-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_store_that_is_deleted_takes_no_Secret_with_it_and_may_come_back()
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.MapAsync("es", "2s", Ct);
        await RunAsync("", async _ =>
        {
            var made = new ObjectHead(await _namespace.WaitForSecretAsync("es", Ct));
            var store = await _namespace.FindAsync("SecretStore", "store", Ct);
            await _namespace.Objects.DeleteAsync(new("external-secrets.io/v1", "SecretStore", _namespace.Name, "store"), new(), Ct);
            await UntilAsync(() => IsReadyAsync("es", "False"));
            Assert.Equal(made.ResourceVersion, new ObjectHead(await _namespace.WaitForSecretAsync("es", Ct)).ResourceVersion);

            await _namespace.Objects.CreateAsync(
                Value.Of(new MapValue().With("apiVersion", "external-secrets.io/v1").With("kind", "SecretStore")
                    .With("metadata", new MapValue().With("name", "store").With("namespace", _namespace.Name))
                    .With("spec", store.Child("spec")!)),
                WriteOptions.Default, Ct);
            await UntilAsync(() => IsReadyAsync("es", "True"));
            Assert.Equal(made.ResourceVersion, new ObjectHead(await _namespace.WaitForSecretAsync("es", Ct)).ResourceVersion);
        });
    }

    [Fact]
    public async Task A_value_that_no_Secret_can_hold_is_said_and_keeps_what_is_there()
    {
        var content = "small";
        using var server = new HttpServer(_ => ServedAnswer.Found(Volatile.Read(ref content)));
        await _namespace.CreateAsync(Ct);
        await _namespace.ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: web, namespace: {{_namespace.Name}}}
            spec: {provider: {webhook: {url: "{{server.Url}}"} } }
            """, Ct);
        await _namespace.ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: large, namespace: {{_namespace.Name}}}
            spec:
              refreshInterval: 2s
              secretStoreRef: {name: web, kind: SecretStore}
              data: [{secretKey: password, remoteRef: {key: a} }]
            """, Ct);
        await RunAsync("", async _ =>
        {
            await _namespace.WaitForSecretAsync("large", Ct, "small");
            Volatile.Write(ref content, string.Concat(Enumerable.Repeat("canary-large", 100_000)));
            await UntilAsync(() => IsReadyAsync("large", "False"));
            await _namespace.WaitForSecretAsync("large", Ct, "small");
            var events = await _namespace.Objects.ListAsync(
                await _namespace.Objects.ResourceAsync(new("v1", "Event", _namespace.Name, "x"), Ct), _namespace.Name, ListOptions.All, Ct);
            var messages = events.Items.Select(item => item.AsMap!.Text("message")).ToList();
            Assert.Contains(messages, message => message.Contains("1048576", StringComparison.Ordinal));
            Assert.DoesNotContain(messages, message => message.Contains("canary", StringComparison.Ordinal));
            Volatile.Write(ref content, "less");
            await _namespace.WaitForSecretAsync("large", Ct, "less");
        });
    }

    private static IEnumerable<string> Good() => Enumerable.Range(0, 100).Select(at => $"es-{at * 2}");

    private static bool IsSecret(ProxiedRequest sent) => sent.Path.Trim('/').Split('/') is ["api", "v1", "namespaces", _, "secrets", ..];

    private static bool IsHit(string fault, ProxiedRequest sent) => fault switch
    {
        "watch 410" => sent.Query.Contains("watch=true", StringComparison.Ordinal),
        "conflict" => sent.Method == "PUT" && sent.Path.Contains("/externalsecrets/", StringComparison.Ordinal),
        _ => sent.Method == "POST" && IsSecret(sent),
    };

    private static ProxyFault FaultOf(string fault) => fault switch
    {
        "watch 410" => new() { Status = HttpStatusCode.Gone, Reason = "Expired" },
        "conflict" => new() { Status = HttpStatusCode.Conflict, Reason = "Conflict" },
        "throttled" => new() { Status = HttpStatusCode.TooManyRequests, Reason = "TooManyRequests", RetryAfter = 1 },
        "lost answer" => ProxyFault.LostAnswer,
        "lost request" => ProxyFault.LostRequest,
        _ => new() { Status = HttpStatusCode.ServiceUnavailable, Reason = "ServiceUnavailable" },
    };

    private async Task<bool> IsReadyAsync(string name, string status) =>
        SyncStatus.Read((await _namespace.FindAsync(ExternalSecret.Kind, name, Ct)).Child("status")).Ready?.Status == status;

    private async Task RunAsync(string server, Func<SyncAgent, Task> until)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var choice = new ClusterChoice { Context = "admin", Server = server };
        var client = new ApiClient(_cluster.As(choice: choice).Access, new HttpTransport(_connections, KernelRandom.Fill));
        using var resources = new ServerResources(client, cache: null);
        var host = new ProviderHost(
            new HostEnvironment([], "/"), _connections, new ProcessRunner(), KernelRandom.Fill, TimeProvider.System);
        var agent = new SyncAgent(new(client, resources), host, new()
        {
            Namespace = _namespace.Name,
            HasClusterKinds = false,
            Stores = new(AgentNamespace.Class, ServesClusterStores: false) { AllowsLocalAddresses = true },
        }, new SilentLog()) { Grace = () => TimeSpan.FromSeconds(1) };
        var running = agent.RunAsync(end.Token);
        await until(agent);
        await end.CancelAsync();
        await running;
    }

    private static Dictionary<string, int> LooksOf(SyncAgent agent)
    {
        var text = new MetricsText();
        agent.State?.Write(text);
        const string series = "externalsecret_sync_calls_total{name=\"";
        return System.Text.Encoding.UTF8.GetString([.. text.ToParts().SelectMany(part => part.ToArray())]).Split('\n')
            .Where(line => line.StartsWith(series, StringComparison.Ordinal))
            .ToDictionary(
                line => line[series.Length..].Split('"')[0],
                line => int.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 900, "it did not come to that");
            await Task.Delay(100, Ct);
        }
    }
}
