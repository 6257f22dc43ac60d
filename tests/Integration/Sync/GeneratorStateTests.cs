using System.Security.Cryptography;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;
using SecretsKit.Testing.Http;

namespace SecretsKit.Integration.Sync;

/// <summary>What generators make at servers, on the API server: it is revoked when it is replaced, abandoned or no longer wanted.</summary>
public sealed class GeneratorStateTests : IDisposable
{
    // Agents of other tests leave mappings with a store of another class alone.
    private const string Class = "states-tests";

    private readonly ScenarioCluster _cluster = new();
    private readonly string _ns = $"states-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";
    private readonly HttpServer _grafana;
    private int _tokens;

    public GeneratorStateTests() => _grafana = new(request => (request.Method, request.Target) switch
    {
        ("GET", _) => ServedAnswer.Found("""{"serviceAccounts":[{"id":2,"name":"ci","login":"sa-ci"}]}"""),
        ("POST", _) when Interlocked.Increment(ref _tokens) is var made =>
            ServedAnswer.Found($$"""{"id":{{made}},"key":"canary-{{made}}"}"""),
        _ => ServedAnswer.Found("{}"),
    });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IEnumerable<string> Revoked => _grafana.Requests.Where(request => request.Method == "DELETE").Select(request => request.Target);

    public void Dispose()
    {
        _grafana.Dispose();
        _cluster.Dispose();
    }

    [Fact]
    public async Task A_token_is_revoked_when_another_replaces_it_and_when_its_mapping_is_deleted()
    {
        using var end = await StartAsync();
        var agent = _cluster.AgentWith([$"--controller-class={Class}"], _ns).RunAsync(end.Token);
        await MapAsync("es", "");
        await UntilSecretAsync("canary-1");
        var state = Assert.Single(await StatesAsync());
        var head = new ObjectHead(state);
        Assert.Equal(["generatorstate.externalsecrets.io/finalizer"], head.Finalizers);
        Assert.Equal(("ExternalSecret", "es"), (head.Owners.Single().Text("kind"), head.Owners.Single().Text("name")));
        Assert.Equal(56, head.Labels["generators.external-secrets.io/owner-key"].Length);
        Assert.DoesNotContain("canary", ShowOf(state), StringComparison.Ordinal);

        await _cluster.Objects.PatchAsync(
            Mapping("es"), ObjectPatch.JsonMerge(new MapValue().With(
                "metadata", new MapValue().With("annotations", new MapValue().With("force-sync", "1")))), new(), Ct);
        await UntilSecretAsync("canary-2");
        await UntilAsync(() => Task.FromResult(Revoked.Contains("/api/serviceaccounts/2/tokens/1")));
        await UntilAsync(async () => (await StatesAsync()).Count == 1);
        Assert.DoesNotContain("/api/serviceaccounts/2/tokens/2", Revoked);

        await _cluster.Objects.DeleteAsync(Mapping("es"), DeleteOptions.Default, Ct);
        await UntilAsync(() => Task.FromResult(Revoked.Contains("/api/serviceaccounts/2/tokens/2")));
        await UntilAsync(async () => (await StatesAsync()).Count == 0);
        await end.CancelAsync();
        await agent;
    }

    [Fact]
    public async Task A_token_of_a_sync_that_fails_is_revoked_at_once()
    {
        using var end = await StartAsync();
        var agent = _cluster.AgentWith([$"--controller-class={Class}"], _ns).RunAsync(end.Token);
        await MapAsync("es", ", {extract: {key: x}, sourceRef: {storeRef: {name: missing, kind: SecretStore} } }");
        await UntilAsync(() => Task.FromResult(Revoked.Contains("/api/serviceaccounts/2/tokens/1")));
        Assert.Empty(await StatesAsync());
        await end.CancelAsync();
        await agent;
    }

    [Fact]
    public async Task A_state_whose_credentials_are_gone_does_not_stay_for_ever()
    {
        using var end = await StartAsync();
        var agent = _cluster.AgentWith([$"--controller-class={Class}"], _ns).RunAsync(end.Token);
        await MapAsync("es", "");
        await UntilSecretAsync("canary-1");
        await _cluster.Objects.DeleteAsync(new("v1", "Secret", _ns, "grafana"), DeleteOptions.Default, Ct);
        await _cluster.Objects.DeleteAsync(Mapping("es"), DeleteOptions.Default, Ct);
        await UntilAsync(async () => (await StatesAsync()).Count == 0);
        Assert.Empty(Revoked);
        await end.CancelAsync();
        await agent;
    }

    private static string ShowOf(MapValue state) =>
        System.Text.Encoding.UTF8.GetString(Core.Data.Json.GoJson.Format(Value.Of(state), Core.Data.Json.GoJsonOptions.Raw));

    private ResourceRef Mapping(string name) => new("external-secrets.io/v1", "ExternalSecret", _ns, name);

    private async Task<CancellationTokenSource> StartAsync()
    {
        await _cluster.InstallAsync(Ct);
        await ApplyAsync($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {_ns}}}}}");
        await ApplyAsync($$"""
            {apiVersion: v1, kind: Secret, metadata: {name: grafana, namespace: {{_ns}} }, stringData: {token: canary-admin} }
            """);
        await ApplyAsync($$"""
            apiVersion: generators.external-secrets.io/v1alpha1
            kind: Grafana
            metadata: {name: grafana, namespace: {{_ns}}}
            spec:
              url: {{_grafana.Url}}
              serviceAccount: {name: ci, role: Viewer}
              auth: {token: {name: grafana, key: token} }
            """);
        await ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: own, namespace: {{_ns}}}
            spec: {controller: {{Class}}, provider: {fake: {data: [{key: a, value: b}]} } }
            """);
        return CancellationTokenSource.CreateLinkedTokenSource(Ct);
    }

    private Task MapAsync(string name, string more) => ApplyAsync($$"""
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata: {name: {{name}}, namespace: {{_ns}}}
        spec:
          refreshInterval: 1h
          secretStoreRef: {name: own, kind: SecretStore}
          dataFrom: [{sourceRef: {generatorRef: {kind: Grafana, name: grafana} } }{{more}}]
        """);

    private Task UntilSecretAsync(string token) => UntilAsync(async () =>
        (await _cluster.Objects.FindAsync(new("v1", "Secret", _ns, "es"), Ct)).AsMap is { } secret
        && SecretData.Read(secret)["token"]?.RevealText() == token);

    private async Task<IReadOnlyList<MapValue>> StatesAsync()
    {
        var reference = new ResourceRef("generators.external-secrets.io/v1alpha1", "GeneratorState", _ns, "x");
        var list = await _cluster.Objects.ListAsync(await _cluster.Objects.ResourceAsync(reference, Ct), _ns, ListOptions.All, Ct);
        return [.. list.Items.Select(item => item.AsMap!)];
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 400, "it did not come to that");
            await Task.Delay(100, Ct);
        }
    }

    private async Task ApplyAsync(string yaml) => await _cluster.Objects.CreateAsync(
        KubernetesYaml.Read(System.Text.Encoding.UTF8.GetBytes(yaml), new() { KeepsIntegers = true }), WriteOptions.Default, Ct);
}
