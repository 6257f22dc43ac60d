using SecretsKit.Core.Data;
using SecretsKit.Integration.Agent;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Integration.Sync;

/// <summary>PushSecrets on the API server: what becomes of what was pushed when its source, its store or they themselves go.</summary>
public sealed class PushClusterTests : IDisposable
{
    private const string Protection = "secretstore.externalsecrets.io/finalizer";

    private readonly InProcessAgent _agent = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private AgentNamespace Namespace => _agent.Namespace;

    public void Dispose() => _agent.Dispose();

    [Fact]
    public async Task A_source_that_goes_takes_what_was_pushed_with_it_at_the_next_refresh()
    {
        await Namespace.CreateAsync(Ct);
        await PushAsync("refreshInterval: 2s");
        await _agent.RunAsync("", async _ =>
        {
            await UntilReasonAsync("Synced");
            Assert.Equal(["pushed"], (await PushedAsync()).Of("SecretStore/store").Keys);
            await Namespace.Objects.DeleteAsync(new("v1", "Secret", Namespace.Name, "src"), DeleteOptions.Default, Ct);
            await UntilReasonAsync("SourceDeleted");
            Assert.Empty((await PushedAsync()).Stores);
        });
    }

    [Fact]
    public async Task A_store_stays_until_nothing_has_to_be_deleted_from_it()
    {
        await Namespace.CreateAsync(Ct);
        await PushAsync("refreshInterval: 1h");
        await _agent.RunAsync("", async _ =>
        {
            await UntilReasonAsync("Synced");
            await InProcessAgent.UntilAsync(
                async () => new ObjectHead((await FindAsync("SecretStore", "store"))!).Finalizers.Contains(Protection));
            await DeleteAsync("SecretStore", "store");
            await DeleteAsync(PushSecret.Kind, "ps");
            await InProcessAgent.UntilAsync(async () => await FindAsync(PushSecret.Kind, "ps") is null);
            await InProcessAgent.UntilAsync(async () => await FindAsync("SecretStore", "store") is null);
        });
    }

    [Fact]
    public async Task Another_store_gets_what_was_pushed_and_the_first_loses_it()
    {
        await Namespace.CreateAsync(Ct);
        await Namespace.ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: second, namespace: {{Namespace.Name}}}
            spec: {controller: {{AgentNamespace.Class}}, provider: {fake: {data: [{key: a, value: canary}]} } }
            """, Ct);
        await PushAsync("refreshInterval: 1h");
        await _agent.RunAsync("", async _ =>
        {
            await UntilReasonAsync("Synced");
            await Namespace.Objects.PatchAsync(
                Reference(PushSecret.Kind, "ps"), ObjectPatch.JsonMerge(new MapValue().With("spec", new MapValue().With(
                    "secretStoreRefs", [new MapValue().With("name", "second").With("kind", "SecretStore")]))), WriteOptions.Default, Ct);
            await InProcessAgent.UntilAsync(async () => (await PushedAsync()).Stores.SequenceEqual(["SecretStore/second"]));

            // A mapping on the first store finds nothing any more.
            await Namespace.MapAsync("lost", "1h", Ct, "pushed");
            await InProcessAgent.UntilAsync(() => _agent.IsReadyAsync("lost", "False"));
        });
    }

    private Task PushAsync(string interval) => ApplyAllAsync(
        $$"""
        apiVersion: v1
        kind: Secret
        metadata: {name: src, namespace: {{Namespace.Name}}}
        stringData: {a: canary-pushed}
        """,
        $$"""
        apiVersion: external-secrets.io/v1alpha1
        kind: PushSecret
        metadata: {name: ps, namespace: {{Namespace.Name}}}
        spec:
          {{interval}}
          deletionPolicy: Delete
          secretStoreRefs: [{name: store, kind: SecretStore}]
          selector: {secret: {name: src} }
          data: [{match: {secretKey: a, remoteRef: {remoteKey: pushed} } }]
        """);

    private async Task ApplyAllAsync(params string[] manifests)
    {
        foreach (var manifest in manifests)
        {
            await Namespace.ApplyAsync(manifest, Ct);
        }
    }

    private async Task UntilReasonAsync(string reason) => await InProcessAgent.UntilAsync(
        async () => SyncStatus.Read((await FindAsync(PushSecret.Kind, "ps"))!.Child("status")).Ready?.Reason == reason);

    private async Task<PushedRows> PushedAsync() => new PushSecret((await FindAsync(PushSecret.Kind, "ps"))!).Status.Pushed ?? new();

    private ResourceRef Reference(string kind, string name) =>
        new(kind == PushSecret.Kind ? PushSecret.ApiVersion : "external-secrets.io/v1", kind, Namespace.Name, name);

    private async Task<MapValue?> FindAsync(string kind, string name) =>
        (await Namespace.Objects.FindAsync(Reference(kind, name), Ct)).AsMap;

    private async Task DeleteAsync(string kind, string name) =>
        await Namespace.Objects.DeleteAsync(Reference(kind, name), DeleteOptions.Default, Ct);
}
