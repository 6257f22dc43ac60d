using System.Security.Cryptography;
using SecretsKit.Core.Data;
using SecretsKit.Core.Documents;
using SecretsKit.Integration.Agent;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Age;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Running;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Sync;

/// <summary>Stores that say at once that they change, on the real API server: mappings with an interval of an hour do not wait.</summary>
public sealed class StoreWatchTests : IDisposable
{
    private readonly AgentNamespace _namespace = new();
    private readonly HttpConnections _connections = new(new HostEnvironment([], "/"), TimeProvider.System);
    private readonly X25519Identity _identity = AgeKeygen.Generate(RandomNumberGenerator.Fill);
    private readonly Cluster _cluster = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _identity.Dispose();
        _connections.Dispose();
        _cluster.Dispose();
        _namespace.Dispose();
    }

    [Fact]
    public async Task Each_of_them_is_followed()
    {
        await _namespace.CreateAsync(Ct);
        await SetUpAsync();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = Agent(isOn: true).RunAsync(end.Token);
        await _namespace.WaitForSecretAsync("settings", Ct);
        await _namespace.WaitForSecretAsync("secret", Ct, "canary-one");
        await _namespace.WaitForSecretAsync("file", Ct, "canary-one");

        await PatchAsync("v1", "Secret", "source", new MapValue().With("stringData", new MapValue().With("v", "canary-two")));
        await _namespace.WaitForSecretAsync("secret", Ct, "canary-two");
        await PatchAsync("v1", "ConfigMap", "file", new MapValue().With(
            "data", new MapValue().With("s.yaml", await EncryptedAsync("password: canary-two\n"))));
        await _namespace.WaitForSecretAsync("file", Ct, "canary-two");
        var rows = (MapValue[])[new MapValue().With("key", "a").With("value", "canary-two")];
        await PatchAsync("external-secrets.io/v1", "SecretStore", "store", new MapValue().With(
            "spec", new MapValue().With("provider", new MapValue().With("fake", new MapValue().With("data", rows)))));
        await _namespace.WaitForSecretAsync("settings", Ct, "canary-two");
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Without_the_option_the_interval_counts()
    {
        await _namespace.CreateAsync(Ct);
        await SetUpAsync();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = Agent(isOn: false).RunAsync(end.Token);
        await _namespace.WaitForSecretAsync("secret", Ct, "canary-one");
        await PatchAsync("v1", "Secret", "source", new MapValue().With("stringData", new MapValue().With("v", "canary-two")));
        await Task.Delay(TimeSpan.FromSeconds(4), Ct);
        await _namespace.WaitForSecretAsync("secret", Ct, "canary-one");
        await end.CancelAsync();
        await running;
    }

    private async Task SetUpAsync()
    {
        var ns = _namespace.Name;
        using var cluster = new ScenarioCluster();
        await ApplyAsync($$"""{apiVersion: v1, kind: ServiceAccount, metadata: {name: reader, namespace: {{ns}} } }""");
        await ApplyAsync($$"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: reader, namespace: {{ns}} }
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: secret-editor}
            subjects: [{kind: ServiceAccount, name: reader, namespace: {{ns}} }]
            """);
        await ApplyAsync($$"""
            {apiVersion: v1, kind: Secret, metadata: {name: source, namespace: {{ns}} }, stringData: {v: canary-one} }
            """);
        await ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: secrets, namespace: {{ns}} }
            spec:
              controller: {{AgentNamespace.Class}}
              provider:
                kubernetes:
                  remoteNamespace: {{ns}}
                  server: {url: "{{cluster.Marks["@KUBE@"]}}", caBundle: {{cluster.Marks["@KUBECA@"]}} }
                  auth: {serviceAccount: {name: reader} }
            """);
        var file = new MapValue().With("apiVersion", "v1").With("kind", "ConfigMap")
            .With("metadata", new MapValue().With("name", "file").With("namespace", ns))
            .With("data", new MapValue().With("s.yaml", await EncryptedAsync("password: canary-one\n")));
        await _namespace.Objects.CreateAsync(Value.Of(file), new(), Ct);
        var keys = new MapValue().With("apiVersion", "v1").With("kind", "Secret")
            .With("metadata", new MapValue().With("name", "keys").With("namespace", ns))
            .With("stringData", new MapValue().With(
                $"{ns}.agekey", AgeKeygen.RevealIdentityFile(_identity, DateTimeOffset.UnixEpoch)));
        await _namespace.Objects.CreateAsync(Value.Of(keys), new(), Ct);
        await ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: file, namespace: {{ns}} }
            spec:
              controller: {{AgentNamespace.Class}}
              provider: {sopsFile: {configMapRef: {name: file, key: s.yaml} } }
            """);
        await _namespace.MapAsync("settings", "1h", Ct);
        await MapAsync("secret", "secrets", "source", "v");
        await MapAsync("file", "file", "password", "");
    }

    private Task MapAsync(string name, string store, string key, string property) => ApplyAsync($$"""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: {{name}}, namespace: {{_namespace.Name}} }
        spec:
          refreshInterval: 1h
          secretStoreRef: {name: {{store}}, kind: SecretStore}
          data: [{secretKey: password, remoteRef: {key: {{key}}{{(property.Length > 0 ? $", property: {property}" : "")}} } }]
        """);

    private SyncAgent Agent(bool isOn)
    {
        var client = _cluster.As();
        var host = new SecretsKit.Providers.ProviderHost(
            new HostEnvironment([], "/"), _connections, new ProcessRunner(), KernelRandom.Fill, TimeProvider.System);
        return new(new(client, new ServerResources(client, cache: null)), host, new()
        {
            Namespace = _namespace.Name,
            HasClusterKinds = false,
            SyncsOnChange = isOn,
            KeysNamespace = _namespace.Name,
            KeysSecret = "keys",
            Stores = new(AgentNamespace.Class, ServesClusterStores: false),
        }, new SilentLog());
    }

    private Task<string> EncryptedAsync(string yaml) =>
        AgeDocuments.EncryptAsync(_identity.Recipient.ToString()!, yaml, DocumentFormat.Yaml, TimeProvider.System, Ct);

    private async Task PatchAsync(string version, string kind, string name, MapValue patch) =>
        await _namespace.Objects.PatchAsync(new(version, kind, _namespace.Name, name), ObjectPatch.JsonMerge(patch), new(), Ct);

    private Task ApplyAsync(string yaml) => _namespace.ApplyAsync(yaml, Ct);
}
