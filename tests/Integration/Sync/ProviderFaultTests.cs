using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Integration.Agent;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Manifests;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Vault.Fake;

namespace SecretsKit.Integration.Sync;

/// <summary>
/// Whatever a provider does: its mappings say so in condition and event, their Secrets stay as they are, other stores stay on time, and
/// when it is well again the agent goes on.
/// </summary>
public sealed class ProviderFaultTests : IDisposable
{
    private readonly InProcessAgent _agent = new();
    private readonly FakeVault _vault = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Dictionary<string, ServedAnswer> Answers { get; } = new()
    {
        ["down"] = ServedAnswer.Raw(""),
        ["slow"] = ServedAnswer.Silence,
        ["403"] = ServedAnswer.Status("403 Forbidden"),
        ["429"] = ServedAnswer.Status("429 Too Many Requests", "Retry-After: 1\r\n"),
        ["500"] = ServedAnswer.Status("500 Internal Server Error"),
        ["nonsense"] = ServedAnswer.Found("<html>canary-page</html>"),
    };

    public static TheoryData<string> Faults => [.. Answers.Keys, "bad TLS"];

    public void Dispose()
    {
        _vault.Dispose();
        _agent.Dispose();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Is_said_takes_nothing_away_and_is_over_when_it_is_over(string fault)
    {
        using var untrusted = TestCertificates.SignedBy(TestCertificates.Authority(), "127.0.0.1");
        using var other = new FakeVault(certificate: untrusted);
        var ns = _agent.Namespace;
        await ns.CreateAsync(Ct);
        _vault.Do("POST", "secret/data/app", """{"data":{"password":"canary-vault"}}""");
        await ns.ApplyAsync($$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: token, namespace: {{ns.Name}} }
            stringData: {token: "{{_vault.RootToken}}"}
            """, Ct);
        await ns.ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: vault, namespace: {{ns.Name}} }
            spec:
              controller: {{AgentNamespace.Class}}
              provider: {vault: {server: "{{_vault.Url}}", path: secret, auth: {tokenSecretRef: {name: token, key: token} } } }
            """, Ct);
        await ns.ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: es, namespace: {{ns.Name}} }
            spec:
              refreshInterval: 2s
              secretStoreRef: {name: vault}
              target: {deletionPolicy: Delete}
              data: [{secretKey: password, remoteRef: {key: app, property: password} }]
            """, Ct);
        await ns.MapAsync("good", "2s", Ct);
        await _agent.RunAsync("", async agent =>
        {
            // A first look at a store that is not ready yet says False, too: its word must not be taken for that of the fault.
            var made = new ObjectHead(await ns.WaitForSecretAsync("es", Ct, "canary-vault"));
            await InProcessAgent.UntilAsync(() => _agent.IsReadyAsync("es", "True"));
            if (fault == "bad TLS")
            {
                await ServerAsync(other.Url);
            }
            else
            {
                _vault.Override = request => request.Target.Contains("/data/", StringComparison.Ordinal) ? Answers[fault] : null;
            }

            // One that does not answer is waited for; the others say so at once.
            var asked = _vault.Requests.Count;
            await InProcessAgent.UntilAsync(async () => fault == "slow"
                ? _vault.Requests.Count > asked : await _agent.IsReadyAsync("es", "False"));
            var before = InProcessAgent.LooksOf(agent)["good"];
            await InProcessAgent.UntilAsync(() => Task.FromResult(InProcessAgent.LooksOf(agent)["good"] >= before + 3));
            Assert.Equal(made.ResourceVersion, new ObjectHead(await ns.WaitForSecretAsync("es", Ct, "canary-vault")).ResourceVersion);
            if (fault != "slow")
            {
                Assert.Equal("SecretSyncedError", (await _agent.ReadyAsync("ExternalSecret", "es"))!.Reason);
                var messages = await EventsAsync();
                Assert.NotEmpty(messages);
                Assert.DoesNotContain(messages, message => message.Contains("canary", StringComparison.Ordinal));
                _vault.Override = null;
                await ServerAsync(_vault.Url);
                await InProcessAgent.UntilAsync(() => _agent.IsReadyAsync("es", "True"));
                Assert.Equal(made.ResourceVersion, new ObjectHead(await ns.WaitForSecretAsync("es", Ct, "canary-vault")).ResourceVersion);
            }
        }, TimeSpan.FromSeconds(2));
    }

    private async Task ServerAsync(string url) => await _agent.Namespace.Objects.PatchAsync(
        new("external-secrets.io/v1", "SecretStore", _agent.Namespace.Name, "vault"),
        ObjectPatch.JsonMerge(GoJson.Parse(System.Text.Encoding.UTF8.GetBytes(
            $$"""{"spec":{"provider":{"vault":{"server":"{{url}}"} } } }""")).AsMap!), new(), Ct);

    private async Task<List<string>> EventsAsync()
    {
        var (objects, ns) = (_agent.Namespace.Objects, _agent.Namespace.Name);
        var events = await objects.ListAsync(await objects.ResourceAsync(new("v1", "Event", ns, "x"), Ct), ns, ListOptions.All, Ct);
        return [.. events.Items.Select(item => item.AsMap!).Where(one => one.Text("reason") == "UpdateFailed")
            .Select(one => one.Text("message"))];
    }
}
