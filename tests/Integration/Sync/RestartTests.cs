using System.Collections.Concurrent;
using SecretsKit.Core.Data;
using SecretsKit.Integration.Agent;
using SecretsKit.Integration.Kubernetes;
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

namespace SecretsKit.Integration.Sync;

/// <summary>An agent that is started again changes nothing that has not changed, and one that ends leaves nothing half done.</summary>
public sealed class RestartTests : IDisposable
{
    // One for each way in which a Secret comes about.
    private static readonly (string Name, string Spec)[] Mappings =
    [
        ("plain", "data: [{secretKey: password, remoteRef: {key: a}}]"),
        ("whole", "dataFrom: [{extract: {key: map}}]"),
        ("templated", """
            target: {template: {type: Opaque, metadata: {labels: {team: x}, annotations: {note: z}}, data: {text: '{{ .password }}!'}}}
              data: [{secretKey: password, remoteRef: {key: a}}]
            """),
        ("merged", """
            target: {creationPolicy: Merge}
              data: [{secretKey: password, remoteRef: {key: a}}]
            """),
        ("orphan", """
            target: {creationPolicy: Orphan, name: orphan-target}
              data: [{secretKey: password, remoteRef: {key: a}}]
            """),
        ("fixed", """
            target: {immutable: true}
              data: [{secretKey: password, remoteRef: {key: a}}]
            """),
        ("docker", """
            target: {template: {type: kubernetes.io/basic-auth, data: {username: u, password: '{{ .password }}'}}}
              data: [{secretKey: password, remoteRef: {key: a}}]
            """),
    ];

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
    public async Task No_object_is_written_again_by_the_next_agent_whatever_kind_of_mapping_it_is()
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.ApplyAsync($$$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: more, namespace: {{{_namespace.Name}}}}
            spec:
              controller: {{{AgentNamespace.Class}}}
              provider: {fake: {data: [{key: a, value: canary-a}, {key: map, value: '{"x":"1","y":"2"}'}] } }
            """, Ct);
        await _namespace.ApplyAsync(
            $"{{apiVersion: v1, kind: Secret, metadata: {{name: merged, namespace: {_namespace.Name}}}, stringData: {{own: x}}}}", Ct);
        foreach (var (name, spec) in Mappings)
        {
            await _namespace.ApplyAsync($$$"""
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata: {name: {{{name}}}, namespace: {{{_namespace.Name}}}, labels: {app: x}}
                spec:
                  refreshInterval: 2s
                  secretStoreRef: {name: more, kind: SecretStore}
                  {{{spec}}}
                """, Ct);
        }

        await RunAsync(_ => UntilReadyAsync());
        var before = await VersionsAsync();
        Assert.Equal(Mappings.Length, before.Keys.Count(key => key.StartsWith("Secret/", StringComparison.Ordinal)));

        // All are due by then.
        await Task.Delay(2500, Ct);
        _requests.Clear();
        await RunAsync(agent => UntilAsync(() => Looks(agent) >= Mappings.Length * 3));
        Assert.Equal([("GET", true)], _requests.Distinct().Select(method => (method, method == "GET")));
        Assert.Equal(before, await VersionsAsync());
    }

    [Fact]
    public async Task An_agent_that_is_ended_while_it_syncs_leaves_no_Secret_without_its_status()
    {
        await _namespace.CreateAsync(Ct);
        for (var at = 0; at < 150; at++)
        {
            await _namespace.MapAsync($"es-{at}", "1h", Ct);
        }

        // It is ended as soon as a Secret was made.
        await RunAsync(async _ =>
        {
            for (var tries = 0; (await MadeAsync()).Count == 0; tries++)
            {
                Assert.True(tries < 2000, "no Secret was made");
            }
        });
        var secrets = await MadeAsync();
        var ready = (await ListAsync("external-secrets.io/v1", ExternalSecret.Kind))
            .Where(head => head.IsReady).Select(head => head.Name).ToHashSet();
        Assert.InRange(secrets.Count, 1, 149);
        Assert.All(secrets, secret => Assert.Contains(secret.Name, ready));
    }

    private async Task RunAsync(Func<SyncAgent, Task> until)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var client = new ApiClient(_cluster.As().Access, new HttpTransport(_connections, KernelRandom.Fill))
        {
            Answered = (method, _) => _requests.Enqueue(method.Method),
        };
        using var resources = new ServerResources(client, cache: null);
        var host = new ProviderHost(
            new HostEnvironment([], "/"), _connections, new ProcessRunner(), KernelRandom.Fill, TimeProvider.System);
        var agent = new SyncAgent(
            new(client, resources), host,
            new()
            {
                Namespace = _namespace.Name,
                HasClusterKinds = false,
                Stores = new(AgentNamespace.Class, ServesClusterStores: false),
            },
            new SilentLog());
        var running = agent.RunAsync(end.Token);
        await until(agent);
        await end.CancelAsync();
        await running;
    }

    private async Task<List<(string Name, string Version, bool IsReady)>> MadeAsync() =>
        [.. (await ListAsync("v1", "Secret")).Where(secret => secret.Name.StartsWith("es-", StringComparison.Ordinal))];

    private async Task UntilReadyAsync()
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var found = await ListAsync("external-secrets.io/v1", ExternalSecret.Kind);
            if (found.Count(one => one.IsReady) == Mappings.Length
                && (await ListAsync("external-secrets.io/v1", "SecretStore")).All(one => one.IsReady))
            {
                return;
            }

            await Task.Delay(100, Ct);
        }

        Assert.Fail("they were not all synced");
    }

    private async Task<Dictionary<string, string>> VersionsAsync()
    {
        var found = new Dictionary<string, string>();
        foreach (var (version, kind) in ((string, string)[])
            [("v1", "Secret"), ("external-secrets.io/v1", ExternalSecret.Kind), ("external-secrets.io/v1", "SecretStore"), ("v1", "Event")])
        {
            foreach (var one in await ListAsync(version, kind))
            {
                found[$"{kind}/{one.Name}"] = one.Version;
            }
        }

        return found;
    }

    private async Task<List<(string Name, string Version, bool IsReady)>> ListAsync(string apiVersion, string kind)
    {
        var resource = await _namespace.Objects.ResourceAsync(new(apiVersion, kind, _namespace.Name, "x"), Ct);
        var list = await _namespace.Objects.ListAsync(resource, _namespace.Name, ListOptions.All, Ct);
        return
        [
            .. list.Items.Select(item => item.AsMap!).Where(tree => tree.Text("type") != "kubernetes.io/service-account-token")
                .Select(tree => (new ObjectHead(tree), tree))
                .Select(one => (one.Item1.Name, one.Item1.ResourceVersion, SyncStatus.Read(one.tree.Child("status")).IsReady)),
        ];
    }

    private static long Looks(SyncAgent agent)
    {
        var text = new MetricsText();
        agent.State?.Write(text);
        const string series = "controller_runtime_reconcile_total{controller=\"externalsecret\",result=\"requeue_after\"} ";
        return System.Text.Encoding.UTF8.GetString([.. text.ToParts().SelectMany(part => part.ToArray())]).Split('\n')
            .Where(line => line.StartsWith(series, StringComparison.Ordinal))
            .Select(line => long.Parse(line[series.Length..], System.Globalization.CultureInfo.InvariantCulture)).Sum();
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            Assert.True(tries < 600, "it did not come to that");
            await Task.Delay(20, Ct);
        }
    }
}
