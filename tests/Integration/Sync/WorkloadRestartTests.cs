using SecretsKit.Core.Data;
using SecretsKit.Integration.Agent;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Running;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Integration.Sync;

/// <summary>Workloads that read a changed Secret are restarted on the real API server: once, not too often, and no others.</summary>
public sealed class WorkloadRestartTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(12);

    private readonly AgentNamespace _namespace = new();
    private readonly HttpConnections _connections = new(new HostEnvironment([], "/"), TimeProvider.System);
    private readonly Cluster _cluster = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _connections.Dispose();
        _cluster.Dispose();
        _namespace.Dispose();
    }

    [Fact]
    public async Task Two_Secrets_that_change_together_restart_what_reads_them_once()
    {
        await _namespace.CreateAsync(Ct);
        await MapAsync("one", "a", asksForIt: true);
        await MapAsync("two", "b", asksForIt: true);
        await MapAsync("quiet", "a", asksForIt: false);
        await WorkloadAsync("Deployment", "both", "envFrom: [{secretRef: {name: one}}, {secretRef: {name: two}}]");
        await WorkloadAsync("StatefulSet", "env", "env: [{name: P, valueFrom: {secretKeyRef: {name: one, key: password}}}]");
        await WorkloadAsync("DaemonSet", "mount", "", "volumes: [{name: s, projected: {sources: [{secret: {name: two}}]}}]");
        await WorkloadAsync("Deployment", "other", "envFrom: [{secretRef: {name: quiet}}]");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = Agent().RunAsync(end.Token);
        await _namespace.WaitForSecretAsync("one", Ct);
        await _namespace.WaitForSecretAsync("two", Ct, "canary-value-b");
        await _namespace.WaitForSecretAsync("quiet", Ct);
        await Task.Delay(TimeSpan.FromSeconds(4), Ct);

        // A Secret that is made restarts nothing.
        Assert.Equal(["", "", "", ""], await RestartsAsync());

        await ChangeStoreAsync("second");
        await UntilAsync(async () => (await RestartsAsync()).Count(time => time.Length > 0) == 3);
        await Task.Delay(TimeSpan.FromSeconds(4), Ct);
        var first = await RestartsAsync();
        Assert.Equal("", first[^1]);
        Assert.Equal([2, 2, 2, 1], await GenerationsAsync());
        var marks = await AnnotationAsync("Deployment", "both", "secretskit.io/restarted-for");
        Assert.Matches("^one=[0-9a-f]{12},two=[0-9a-f]{12}$", marks);
        Assert.Equal(
            "restarted for changed Secrets: one, two",
            (await EventsAsync()).Single(what => what.Child("involvedObject")!.Text("name") == "both").Text("message"));

        // The next change waits for its time.
        await ChangeStoreAsync("third");
        await _namespace.WaitForSecretAsync("one", Ct, "third-a");
        await UntilAsync(async () => (await GenerationsAsync()).Take(3).All(generation => generation == 3));
        var second = await RestartsAsync();
        for (var at = 0; at < 3; at++)
        {
            Assert.True(Timestamps.Read(second[at]) - Timestamps.Read(first[at]) >= Interval, $"{first[at]} {second[at]}");
        }

        await end.CancelAsync();
        await running;

        // An agent that starts knows what is done.
        using var again = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var other = Agent().RunAsync(again.Token);
        await Task.Delay(TimeSpan.FromSeconds(6), Ct);
        Assert.Equal([3, 3, 3, 1], await GenerationsAsync());
        await again.CancelAsync();
        await other;
    }

    private SyncAgent Agent()
    {
        var client = _cluster.As();
        var host = new SecretsKit.Providers.ProviderHost(
            new HostEnvironment([], "/"), _connections, new ProcessRunner(), KernelRandom.Fill, TimeProvider.System);
        return new(new(client, new ServerResources(client, cache: null)), host, new()
        {
            Namespace = _namespace.Name,
            HasClusterKinds = false,
            RestartsWorkloads = true,
            RestartDelay = TimeSpan.FromSeconds(2),
            RestartInterval = Interval,
            Stores = new(AgentNamespace.Class, ServesClusterStores: false),
        }, new SilentLog());
    }

    private Task MapAsync(string name, string key, bool asksForIt) => _namespace.ApplyAsync($$"""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata:
          name: {{name}}
          namespace: {{_namespace.Name}}
          annotations: {secretskit.io/restart-workloads: "{{(asksForIt ? "true" : "false")}}"}
        spec:
          refreshInterval: 1s
          secretStoreRef: {name: store, kind: SecretStore}
          data: [{secretKey: password, remoteRef: {key: {{key}} } }]
        """, Ct);

    private Task WorkloadAsync(string kind, string name, string container, string pod = "") => _namespace.ApplyAsync($$"""
        apiVersion: apps/v1
        kind: {{kind}}
        metadata: {name: {{name}}, namespace: {{_namespace.Name}} }
        spec:
          {{(kind == "StatefulSet" ? "serviceName: x" : "")}}
          selector: {matchLabels: {app: {{name}} } }
          template:
            metadata: {labels: {app: {{name}} } }
            spec:
              {{pod}}
              containers:
              - name: c
                image: none.example/none
                {{container}}
        """, Ct);

    private async Task ChangeStoreAsync(string word)
    {
        var rows = ((string[])["a", "b"]).Select(key => new MapValue().With("key", key).With("value", $"{word}-{key}"));
        await _namespace.Objects.PatchAsync(
            new("external-secrets.io/v1", "SecretStore", _namespace.Name, "store"),
            ObjectPatch.JsonMerge(new MapValue().With(
                "spec", new MapValue().With("provider", new MapValue().With("fake", new MapValue().With("data", rows))))),
            new(), Ct);
    }

    private async Task<MapValue> WorkloadAsync(string kind, string name) =>
        (await _namespace.Objects.GetAsync(new("apps/v1", kind, _namespace.Name, name), Ct)).AsMap!;

    private async Task<string> AnnotationAsync(string kind, string name, string annotation) =>
        (await WorkloadAsync(kind, name)).Child("spec")!.Child("template")!.Child("metadata")!.TextMap("annotations")
            .GetValueOrDefault(annotation) ?? "";

    private async Task<string[]> RestartsAsync()
    {
        var times = new List<string>();
        foreach (var (kind, name) in All)
        {
            times.Add(await AnnotationAsync(kind, name, "kubectl.kubernetes.io/restartedAt"));
        }

        return [.. times];
    }

    private async Task<IReadOnlyList<long>> GenerationsAsync()
    {
        var all = new List<long>();
        foreach (var (kind, name) in All)
        {
            all.Add(new ObjectHead(await WorkloadAsync(kind, name)).Generation);
        }

        return all;
    }

    private async Task<IReadOnlyList<MapValue>> EventsAsync()
    {
        var resource = await _namespace.Objects.ResourceAsync(new("v1", "Event", _namespace.Name, "x"), Ct);
        return [.. (await _namespace.Objects.ListAsync(resource, _namespace.Name, ListOptions.All, Ct)).Items.Select(item => item.AsMap!)
            .Where(what => what.Text("reason") == "Restarted")];
    }

    private static (string Kind, string Name)[] All =>
        [("Deployment", "both"), ("StatefulSet", "env"), ("DaemonSet", "mount"), ("Deployment", "other")];

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 300, "it did not come to that");
            await Task.Delay(200, Ct);
        }
    }
}
