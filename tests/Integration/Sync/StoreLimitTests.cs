using System.Diagnostics;
using SecretsKit.Integration.Agent;
using SecretsKit.Testing.Http;

namespace SecretsKit.Integration.Sync;

/// <summary>A store with a limit is not asked for more, and keeps no worker from other stores.</summary>
public sealed class StoreLimitTests : IDisposable
{
    private readonly InProcessAgent _agent = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _agent.Dispose();

    [Fact]
    public async Task Good_stores_stay_on_time_while_400_mappings_wait_for_one_with_a_low_limit()
    {
        using var limited = new HttpServer(_ => ServedAnswer.Found("canary-limited"));
        await _agent.Namespace.CreateAsync(Ct);
        await _agent.Namespace.ApplyAsync($$$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: limited, namespace: {{{_agent.Namespace.Name}}}, annotations: {secretskit.io/max-requests-per-second: "2"} }
            spec: {controller: {{{AgentNamespace.Class}}}, provider: {webhook: {url: "{{{limited.Url}}}/{{ .remoteRef.key }}"} } }
            """, Ct);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(part => Task.Run(async () =>
        {
            for (var at = part; at < 400; at += 8)
            {
                await _agent.Namespace.ApplyAsync($$"""
                    apiVersion: external-secrets.io/v1
                    kind: ExternalSecret
                    metadata: {name: slow-{{at}}, namespace: {{_agent.Namespace.Name}}}
                    spec:
                      refreshInterval: 1h
                      secretStoreRef: {name: limited, kind: SecretStore}
                      data: [{secretKey: password, remoteRef: {key: k{{at}} } }]
                    """, Ct);
            }
        })));
        foreach (var at in Enumerable.Range(0, 20))
        {
            await _agent.Namespace.MapAsync($"good-{at}", "2s", Ct);
        }

        var clock = Stopwatch.StartNew();
        await _agent.RunAsync("", async agent =>
        {
            await InProcessAgent.UntilAsync(() => Task.FromResult(limited.Requests.Count >= 4));
            var before = InProcessAgent.LooksOf(agent);
            await InProcessAgent.UntilAsync(() => Task.FromResult(
                InProcessAgent.LooksOf(agent) is var now && Enumerable.Range(0, 20).Select(at => $"good-{at}").All(
                    name => now.GetValueOrDefault(name) >= before.GetValueOrDefault(name) + 5)));

            // What may go at once, and checks of whether it can be used, are some more.
            Assert.InRange(limited.Requests.Count, 4, (2 * clock.Elapsed.TotalSeconds) + 6);
            Assert.Contains(InProcessAgent.MetricsOf(agent), line => line.StartsWith(
                "secretskit_store_put_off_total{kind=\"SecretStore\",name=\"limited\"", StringComparison.Ordinal));

            // Those that were put off are no failures, and have their turns.
            Assert.Null(await _agent.ReadyAsync("ExternalSecret", "slow-399"));
            Assert.True(limited.Requests.Count < 200);
        });
    }
}
