using System.Net;
using SecretsKit.Core.Data;
using SecretsKit.Integration.Agent;
using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;
using SecretsKit.Testing.Http;

namespace SecretsKit.Integration.Sync;

/// <summary>What goes wrong between an agent, the API server and stores is put right or said, and nothing else suffers from it.</summary>
public sealed class AgentFaultTests : IDisposable
{
    private readonly InProcessAgent _agent = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Faults =>
        ["watch 410", "conflict", "throttled", "lost answer", "lost request", "away"];

    private AgentNamespace Namespace => _agent.Namespace;

    public void Dispose() => _agent.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_goes_wrong_between_agent_and_server_is_put_right(string fault)
    {
        await Namespace.CreateAsync(Ct);
        var left = fault == "watch 410" ? 6 : 1;
        using var proxy = new ApiProxy(
            sent => IsHit(fault, sent) && Interlocked.Decrement(ref left) >= 0 ? FaultOf(fault) : ProxyFault.None);
        await _agent.RunAsync($"http://127.0.0.1:{proxy.Port}", async _ =>
        {
            await Namespace.MapAsync("es", "1h", Ct);
            await Namespace.WaitForSecretAsync("es", Ct);
            await InProcessAgent.UntilAsync(() => _agent.IsReadyAsync("es", "True"));
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
        await Namespace.CreateAsync(Ct);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(part => Task.Run(async () =>
        {
            for (var at = part; at < 200; at += 8)
            {
                var provider = at % 2 == 0 ? "{fake: {data: [{key: a, value: canary-value-a}] } }"
                    : $"{{webhook: {{url: \"{silent.Url}\", timeout: 2m}} }}";
                await Namespace.ApplyAsync($$"""
                    apiVersion: external-secrets.io/v1
                    kind: SecretStore
                    metadata: {name: store-{{at}}, namespace: {{Namespace.Name}}}
                    spec: {controller: {{AgentNamespace.Class}}, provider: {{provider}} }
                    """, Ct);
                await Namespace.ApplyAsync($$"""
                    apiVersion: external-secrets.io/v1
                    kind: ExternalSecret
                    metadata: {name: es-{{at}}, namespace: {{Namespace.Name}}}
                    spec:
                      refreshInterval: 2s
                      secretStoreRef: {name: store-{{at}}, kind: SecretStore}
                      data: [{secretKey: password, remoteRef: {key: a} }]
                    """, Ct);
            }
        })));
        await _agent.RunAsync("", async agent =>
        {
            // All that do not answer are waited for, and the others go on.
            await InProcessAgent.UntilAsync(() => Task.FromResult(silent.Requests.Count >= 100));
            var before = InProcessAgent.LooksOf(agent);
            await InProcessAgent.UntilAsync(() => Task.FromResult(
                InProcessAgent.LooksOf(agent) is var now && Good().All(
                    name => now.GetValueOrDefault(name) >= before.GetValueOrDefault(name) + 5)));
        });
        Assert.Equal(100, (await Namespace.Objects.ListAsync(
            await Namespace.Objects.ResourceAsync(new("v1", "Secret", Namespace.Name, "x"), Ct), Namespace.Name, ListOptions.All, Ct))
            .Items.Count(item => new ObjectHead(item.AsMap!).Name.StartsWith("es-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_store_that_is_deleted_takes_no_Secret_with_it_and_may_come_back()
    {
        await Namespace.CreateAsync(Ct);
        await Namespace.MapAsync("es", "2s", Ct);
        await _agent.RunAsync("", async _ =>
        {
            var made = new ObjectHead(await Namespace.WaitForSecretAsync("es", Ct));
            var store = await Namespace.FindAsync("SecretStore", "store", Ct);
            await Namespace.Objects.DeleteAsync(new("external-secrets.io/v1", "SecretStore", Namespace.Name, "store"), new(), Ct);
            await InProcessAgent.UntilAsync(() => _agent.IsReadyAsync("es", "False"));
            Assert.Equal(made.ResourceVersion, new ObjectHead(await Namespace.WaitForSecretAsync("es", Ct)).ResourceVersion);

            await Namespace.Objects.CreateAsync(
                Value.Of(new MapValue().With("apiVersion", "external-secrets.io/v1").With("kind", "SecretStore")
                    .With("metadata", new MapValue().With("name", "store").With("namespace", Namespace.Name))
                    .With("spec", store.Child("spec")!)),
                WriteOptions.Default, Ct);
            await InProcessAgent.UntilAsync(() => _agent.IsReadyAsync("es", "True"));
            Assert.Equal(made.ResourceVersion, new ObjectHead(await Namespace.WaitForSecretAsync("es", Ct)).ResourceVersion);
        });
    }

    [Fact]
    public async Task A_value_that_no_Secret_can_hold_is_said_and_keeps_what_is_there()
    {
        var content = "small";
        using var server = new HttpServer(_ => ServedAnswer.Found(Volatile.Read(ref content)));
        await Namespace.CreateAsync(Ct);
        await Namespace.ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: web, namespace: {{Namespace.Name}}}
            spec: {controller: {{AgentNamespace.Class}}, provider: {webhook: {url: "{{server.Url}}"} } }
            """, Ct);
        await Namespace.ApplyAsync($$"""
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: large, namespace: {{Namespace.Name}}}
            spec:
              refreshInterval: 2s
              secretStoreRef: {name: web, kind: SecretStore}
              data: [{secretKey: password, remoteRef: {key: a} }]
            """, Ct);
        await _agent.RunAsync("", async _ =>
        {
            await Namespace.WaitForSecretAsync("large", Ct, "small");
            Volatile.Write(ref content, string.Concat(Enumerable.Repeat("canary-large", 100_000)));
            await InProcessAgent.UntilAsync(() => _agent.IsReadyAsync("large", "False"));
            await Namespace.WaitForSecretAsync("large", Ct, "small");
            var events = await Namespace.Objects.ListAsync(
                await Namespace.Objects.ResourceAsync(new("v1", "Event", Namespace.Name, "x"), Ct), Namespace.Name, ListOptions.All, Ct);
            var messages = events.Items.Select(item => item.AsMap!.Text("message")).ToList();
            Assert.Contains(messages, message => message.Contains("1048576", StringComparison.Ordinal));
            Assert.DoesNotContain(messages, message => message.Contains("canary", StringComparison.Ordinal));
            Volatile.Write(ref content, "less");
            await Namespace.WaitForSecretAsync("large", Ct, "less");
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
}
