using System.Collections.Concurrent;
using System.Diagnostics;
using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Manifests;
using SecretsKit.Testing;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Vault.Fake;

namespace SecretsKit.Integration.Agent;

/// <summary>Of several agents one works, and another goes on when it dies.</summary>
public sealed class AgentLeaseTests : IDisposable
{
    private readonly AgentNamespace _namespace = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _namespace.Dispose();

    [Fact]
    public async Task Another_agent_goes_on_after_a_kill_and_writes_nothing_twice()
    {
        await _namespace.CreateAsync(Ct);
        await _namespace.MapAsync("before", "1h", Ct);
        await using var first = new AgentProcess(Flags());
        await _namespace.WaitForSecretAsync("before", Ct);
        await using var second = new AgentProcess(Flags());
        await second.Until(() => second.Messages("waiting for the lease").Any(), Ct);
        var written = new ObjectHead(await _namespace.WaitForSecretAsync("before", Ct)).ResourceVersion;
        Assert.Empty(second.Messages("leading"));

        first.Signal("KILL");
        await first.WaitAsync(Ct);
        await _namespace.MapAsync("after", "1h", Ct);
        await _namespace.WaitForSecretAsync("after", Ct);

        Assert.Single(second.Messages("leading"));
        var lease = await Lease.FindAsync(_namespace.Objects, _namespace.Name, "external-secrets-controller", Ct);
        Assert.Equal(second.Messages("waiting for the lease").First().GetProperty("identity").GetString(), lease!.Holder);
        Assert.Equal(1, lease.Transitions);
        Assert.Equal(written, new ObjectHead(await _namespace.WaitForSecretAsync("before", Ct)).ResourceVersion);
    }

    [Fact]
    public async Task An_agent_that_ends_gives_the_lease_back()
    {
        await _namespace.CreateAsync(Ct);
        await using var first = new AgentProcess(
            [.. Flags(), "--leader-election-lease-duration=1h", "--leader-election-renew-deadline=50m"]);
        await first.Until(() => first.Messages("leading").Any(), Ct);
        first.Signal("TERM");
        Assert.Equal(0, await first.WaitAsync(Ct));
        var lease = await Lease.FindAsync(_namespace.Objects, _namespace.Name, "external-secrets-controller", Ct);
        Assert.Equal("", lease!.Holder);
    }

    [Fact]
    public async Task A_leader_that_is_cut_off_stops_writing_before_another_begins()
    {
        // Each read gives another value, so that the leader always has something to write.
        var number = 0;
        using var vault = new FakeVault();
        vault.Override = request => request.Target.Contains("/data/", StringComparison.Ordinal)
            ? ServedAnswer.Kept($$"""{"data":{"data":{"v":"canary-{{Interlocked.Increment(ref number)}}"},"metadata":{"version":1} } }""")
            : null;
        using var proxy = new ApiProxy();
        using var folder = new TestFolder();
        await _namespace.CreateAsync(Ct);
        foreach (var manifest in (string[])
        [
            $$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: token, namespace: {{_namespace.Name}} }
            stringData: {token: "{{vault.RootToken}}"}
            """,
            $$"""
            apiVersion: external-secrets.io/v1
            kind: SecretStore
            metadata: {name: vault, namespace: {{_namespace.Name}} }
            spec:
              controller: {{AgentNamespace.Class}}
              provider: {vault: {server: "{{vault.Url}}", path: secret, auth: {tokenSecretRef: {name: token, key: token} } } }
            """,
            $$"""
            apiVersion: external-secrets.io/v1
            kind: ExternalSecret
            metadata: {name: changing, namespace: {{_namespace.Name}} }
            spec:
              refreshInterval: 1s
              secretStoreRef: {name: vault}
              data: [{secretKey: password, remoteRef: {key: app, property: v} }]
            """,
        ])
        {
            await _namespace.ApplyAsync(manifest, Ct);
        }

        await using var first = new AgentProcess([("KUBECONFIG", folder.Write("kubeconfig", proxy.Kubeconfig()))], Flags());
        await first.Until(() => proxy.Requests.Count(IsWrite) >= 3, Ct);
        await using var second = new AgentProcess(Flags());
        await second.Until(() => second.Messages("waiting for the lease").Any(), Ct);
        var watch = Stopwatch.StartNew();
        var tried = new ConcurrentQueue<TimeSpan>();
        proxy.Fault = sent =>
        {
            if (IsWrite(sent))
            {
                tried.Enqueue(watch.Elapsed);
            }

            // Reads come through, so that it goes on wanting to write.
            return sent.IsWrite ? ProxyFault.LostRequest : ProxyFault.None;
        };
        await second.Until(() => second.Messages("leading").Any(), Ct);
        var taken = watch.Elapsed;
        await first.Until(() => first.Messages("no longer leading").Any(), Ct);

        await Task.Delay(TimeSpan.FromSeconds(4), Ct);
        Assert.NotEmpty(tried);
        Assert.All(tried, at => Assert.InRange(at, TimeSpan.Zero, TimeSpan.FromSeconds(3.3)));
        Assert.True(tried.Max() < taken, $"{tried.Max()} {taken}");
        Assert.Single(second.Messages("leading"));
    }

    private static bool IsWrite(ProxiedRequest sent) => sent.IsWrite && !sent.Path.Contains("/leases", StringComparison.Ordinal);

    private string[] Flags() =>
    [
        .. _namespace.Scope, "--enable-leader-election", $"--leader-election-namespace={_namespace.Name}",
        "--leader-election-lease-duration=4s", "--leader-election-renew-deadline=3s", "--leader-election-retry-period=500ms",
    ];
}
