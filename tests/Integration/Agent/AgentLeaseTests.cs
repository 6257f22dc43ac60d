using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Manifests;

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

    private string[] Flags() =>
    [
        .. _namespace.Scope, "--enable-leader-election", $"--leader-election-namespace={_namespace.Name}",
        "--leader-election-lease-duration=4s", "--leader-election-renew-deadline=3s", "--leader-election-retry-period=500ms",
    ];
}
