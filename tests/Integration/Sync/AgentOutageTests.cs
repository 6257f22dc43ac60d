using SecretsKit.Core.Data;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Running;
using SecretsKit.Testing.Vault.Fake;

namespace SecretsKit.Integration.Sync;

/// <summary>
/// Servers that go away while an agent works: conditions and events say so, nothing is deleted, stores that work stay on time, and when the
/// server is back the agent goes on without a restart.
/// </summary>
public sealed class AgentOutageTests : IDisposable
{
    private static readonly TimeSpan StoreInterval = TimeSpan.FromSeconds(2);

    private readonly InProcessAgent _agent = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _agent.Dispose();

    [Fact]
    public async Task An_agent_outlives_a_restart_of_the_API_server()
    {
        await _agent.Namespace.CreateAsync(Ct);
        await using var server = await SecondServer.StartAsync();
        await _agent.RunAsync(server.Url, async agent =>
        {
            await _agent.Namespace.MapAsync("before", "2s", Ct);
            var made = new ObjectHead(await _agent.Namespace.WaitForSecretAsync("before", Ct));
            server.Restart();

            // What happens while the agent's server is away is seen when it is back.
            await _agent.Namespace.MapAsync("meanwhile", "1h", Ct);
            await _agent.Namespace.Objects.DeleteAsync(new("v1", "Secret", _agent.Namespace.Name, "before"), new(), Ct);
            await server.IsReadyAsync();
            await _agent.Namespace.WaitForSecretAsync("meanwhile", Ct);
            Assert.NotEqual(made.Uid, new ObjectHead(await _agent.Namespace.WaitForSecretAsync("before", Ct)).Uid);
            await _agent.Namespace.MapAsync("after", "1h", Ct);
            await _agent.Namespace.WaitForSecretAsync("after", Ct);
            foreach (var name in (string[])["before", "meanwhile", "after"])
            {
                await InProcessAgent.UntilAsync(() => _agent.IsReadyAsync(name, "True"));
            }

            Assert.NotNull(agent.State);
        });
    }

    [Fact]
    public async Task A_sealed_Vault_is_said_and_nothing_else_suffers()
    {
        using var vault = new FakeVault();
        vault.Do("POST", "secret/data/app", """{"data":{"password":"canary-vault"}}""");
        await CreateAsync(vault, vault.RootToken);
        await _agent.RunAsync("", async agent =>
        {
            var made = new ObjectHead(await _agent.Namespace.WaitForSecretAsync("es", Ct, "canary-vault"));
            vault.IsSealed = true;
            await InProcessAgent.UntilAsync(async () => (await ReadyAsync("SecretStore", "vault")) is { Status: "False" });
            await InProcessAgent.UntilAsync(async () => (await ReadyAsync("ExternalSecret", "es")) is { Status: "False" });
            Assert.Equal("InvalidProviderConfig", (await ReadyAsync("SecretStore", "vault"))!.Reason);
            Assert.Equal("SecretSyncedError", (await ReadyAsync("ExternalSecret", "es"))!.Reason);
            await GoodStaysOnTimeAsync(agent);
            var events = await EventsAsync();
            Assert.Contains(events, one => one is ("vault", "InvalidProviderConfig", var text) && Says(text, "sealed"));
            Assert.Contains(events, one => one is ("es", "UpdateFailed", _));
            Assert.DoesNotContain(events, one => one.Message.Contains("canary", StringComparison.Ordinal));
            Assert.Equal(made.ResourceVersion, await VersionAsync());

            vault.IsSealed = false;
            await InProcessAgent.UntilAsync(async () => (await ReadyAsync("ExternalSecret", "es")) is { Status: "True" });
            Assert.Equal(made.ResourceVersion, await VersionAsync());
            vault.Do("POST", "secret/data/app", """{"data":{"password":"canary-next"}}""");
            await _agent.Namespace.WaitForSecretAsync("es", Ct, "canary-next");
        }, StoreInterval);
    }

    [Fact]
    public async Task A_token_that_ends_is_said_and_another_one_is_taken_from_its_Secret()
    {
        using var vault = new FakeVault();
        vault.Do("POST", "secret/data/app", """{"data":{"password":"canary-vault"}}""");
        vault.Do("PUT", "sys/policies/acl/reads", """{"policy":"path \"secret/*\" { capabilities = [\"read\", \"list\"] }"}""");
        await CreateAsync(vault, vault.Token("reads"));
        await _agent.RunAsync("", async agent =>
        {
            var made = new ObjectHead(await _agent.Namespace.WaitForSecretAsync("es", Ct, "canary-vault"));
            vault.RevokeAll();
            await InProcessAgent.UntilAsync(async () => (await ReadyAsync("ExternalSecret", "es")) is { Status: "False" });
            Assert.Equal("SecretSyncedError", (await ReadyAsync("ExternalSecret", "es"))!.Reason);
            await InProcessAgent.UntilAsync(async () => (await ReadyAsync("SecretStore", "vault")) is { Status: "False" });
            await GoodStaysOnTimeAsync(agent);
            Assert.Contains(await EventsAsync(), one => one is ("es", "UpdateFailed", _));
            Assert.Equal(made.ResourceVersion, await VersionAsync());

            await _agent.Namespace.Objects.PatchAsync(
                new("v1", "Secret", _agent.Namespace.Name, "token"),
                ObjectPatch.JsonMerge(new MapValue().With("stringData", new MapValue().With("token", vault.Token("reads")))), new(), Ct);
            await InProcessAgent.UntilAsync(async () => (await ReadyAsync("ExternalSecret", "es")) is { Status: "True" });
            Assert.Equal(made.ResourceVersion, await VersionAsync());
        }, StoreInterval);
    }

    private static bool Says(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private async Task CreateAsync(FakeVault vault, string token)
    {
        var ns = _agent.Namespace.Name;
        await _agent.Namespace.CreateAsync(Ct);
        await _agent.Namespace.ApplyAsync(
            $$"""{apiVersion: v1, kind: Secret, metadata: {name: token, namespace: {{ns}} }, stringData: {token: "{{token}}"} }""", Ct);
        await _agent.Namespace.ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: vault, namespace: {{ns}} }
            spec:
              provider:
                vault: {server: "{{vault.Url}}", path: secret, version: v2, auth: {tokenSecretRef: {name: token, key: token} } }
            """, Ct);
        await _agent.Namespace.ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: es, namespace: {{ns}} }
            spec:
              refreshInterval: 2s
              secretStoreRef: {name: vault, kind: SecretStore}
              target: {deletionPolicy: Delete}
              data: [{secretKey: password, remoteRef: {key: app, property: password} }]
            """, Ct);
        await _agent.Namespace.MapAsync("good", "2s", Ct);
    }

    private async Task GoodStaysOnTimeAsync(SyncAgent agent)
    {
        var before = InProcessAgent.LooksOf(agent)["good"];
        await InProcessAgent.UntilAsync(() => Task.FromResult(InProcessAgent.LooksOf(agent)["good"] >= before + 4));
        Assert.True(await _agent.IsReadyAsync("good", "True"));
    }

    private Task<Condition?> ReadyAsync(string kind, string name) => _agent.ReadyAsync(kind, name);

    private async Task<string> VersionAsync() => new ObjectHead(
        (await _agent.Namespace.Objects.GetAsync(new("v1", "Secret", _agent.Namespace.Name, "es"), Ct)).AsMap!).ResourceVersion;

    private async Task<List<(string Name, string Reason, string Message)>> EventsAsync()
    {
        var (objects, ns) = (_agent.Namespace.Objects, _agent.Namespace.Name);
        var events = await objects.ListAsync(await objects.ResourceAsync(new("v1", "Event", ns, "x"), Ct), ns, ListOptions.All, Ct);
        return [.. events.Items.Select(item => item.AsMap!).Select(
            one => (one.Child("involvedObject")!.Text("name"), one.Text("reason"), one.Text("message")))];
    }
}
