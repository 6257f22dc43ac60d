using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Integration.Sync;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Integration.Agent;

/// <summary>A namespace of its own with a store, on the API server with our definitions.</summary>
internal sealed class AgentNamespace : IDisposable
{
    /// <summary>The class of its store: agents of other tests, which serve the whole cluster, leave it alone.</summary>
    public const string Class = "agent-tests";

    private static int _made;

    private readonly ScenarioCluster _cluster = new();

    public string Name { get; } = $"agent-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}";

    public ObjectClient Objects => _cluster.Objects;

    /// <summary>What keeps an agent within this namespace.</summary>
    public string[] Scope => [$"--namespace={Name}", $"--controller-class={Class}", "--enable-cluster-store-reconciler=false"];

    public async Task CreateAsync(CancellationToken ct)
    {
        await _cluster.InstallAsync(ct);
        await ApplyAsync($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {Name}}}}}", ct);
        await ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: store, namespace: {{Name}}}
            spec: {controller: {{Class}}, provider: {fake: {data: [{key: a, value: canary-value-a}, {key: b, value: canary-value-b}]} } }
            """, ct);
    }

    public Task MapAsync(string name, string interval, CancellationToken ct, string key = "a") => ApplyAsync($$"""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: {{name}}, namespace: {{Name}}}
        spec:
          refreshInterval: {{interval}}
          secretStoreRef: {name: store, kind: SecretStore}
          data: [{secretKey: password, remoteRef: {key: {{key}} } }]
        """, ct);

    public async Task<MapValue> WaitForSecretAsync(string name, CancellationToken ct, string value = "canary-value-a")
    {
        for (var tries = 0; tries < 400; tries++)
        {
            if ((await Objects.FindAsync(new("v1", "Secret", Name, name), ct)).AsMap is { } found
                && SecretData.Read(found)["password"]?.RevealText() == value)
            {
                return found;
            }

            await Task.Delay(100, ct);
        }

        throw new InvalidOperationException($"the Secret {name} was not made");
    }

    public async Task<MapValue> FindAsync(string kind, string name, CancellationToken ct) =>
        (await Objects.GetAsync(new("external-secrets.io/v1", kind, Name, name), ct)).AsMap!;

    public Task ApplyAsync(string yaml, CancellationToken ct) => Objects.CreateAsync(
        KubernetesYaml.Read(System.Text.Encoding.UTF8.GetBytes(yaml), new() { KeepsIntegers = true }), WriteOptions.Default, ct);

    public void Dispose() => _cluster.Dispose();
}
