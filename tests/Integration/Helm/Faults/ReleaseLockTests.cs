using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>Deploys that lock their release wait for each other, name who they wait for, and go on where a deployer died.</summary>
public sealed class ReleaseLockTests
{
    [Fact]
    public async Task P_232_Two_deploys_at_once_both_go_through_one_after_the_other()
    {
        await using var bench = new FaultBench();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync("helm4", "install", "r", "chart", "--lock");
        var both = await Task.WhenAll(
            bench.Run.RunAsync("helm4", ["upgrade", "r", "chart", "--set", "a=2", "--lock"]),
            bench.Run.RunAsync("helm4", ["upgrade", "r", "chart", "--set", "a=3", "--lock"]));
        Assert.All(both, run => Assert.True(run.Code == 0, run.Error));
        Assert.Equal(["1:superseded", "2:superseded", "3:deployed"], await bench.RecordsAsync());
        Assert.Empty(await bench.LeasesAsync());
    }

    [Fact]
    public async Task P_232_A_deploy_that_does_not_wait_names_the_holder()
    {
        await using var bench = new FaultBench();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync("helm4", "install", "r", "chart");
        await bench.HoldAsync("alice@runner-7");
        var (code, _, error) = await bench.RunAsync("helm4", "upgrade", "r", "chart", "--lock=0s");
        Assert.Equal(1, code);
        Assert.StartsWith("Error: UPGRADE FAILED: release r is being changed by alice@runner-7 since ", error, StringComparison.Ordinal);
        Assert.Equal(["1:deployed"], await bench.RecordsAsync());
    }

    [Fact]
    public async Task P_226_The_next_deploy_goes_on_where_a_deployer_died()
    {
        await using var bench = new FaultBench();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync("helm4", "install", "r", "chart");

        // The lease, the record, then an object.
        var wasKilled = bench.KillAt(3, isBefore: true);
        await bench.RunAsync("helm4", "upgrade", "r", "chart", "--set", "a=2", "--lock");
        Assert.True(wasKilled());
        Assert.Equal(["1:deployed", "2:pending-upgrade"], await bench.RecordsAsync());
        Assert.Single(await bench.LeasesAsync());

        bench.Proxy.Fault = _ => ProxyFault.None;
        var (code, _, error) = await bench.RunAsync("helm4", "upgrade", "r", "chart", "--set", "a=2", "--lock");
        Assert.True(code == 0, error);
        Assert.Contains("revision 2 of r was left pending-upgrade by ", error, StringComparison.Ordinal);
        Assert.Equal(["1:superseded", "2:failed", "3:deployed"], await bench.RecordsAsync());
        Assert.Empty(await bench.LeasesAsync());
    }

    [Fact]
    public async Task A_deployer_that_cannot_renew_its_lock_writes_nothing_more()
    {
        await using var bench = new FaultBench();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync("helm4", "install", "r", "chart");

        // The network is cut for renewals, and slow for the first object: until then the lock is lost.
        bench.Proxy.Fault = request => request switch
        {
            { Method: "PUT" } when request.Path.Contains("/leases/", StringComparison.Ordinal) => ProxyFault.LostRequest,
            { Method: "PATCH" } => ProxyFault.None with { Delay = TimeSpan.FromSeconds(12) },
            _ => ProxyFault.None,
        };
        var (code, _, error) = await bench.RunAsync("helm4", "upgrade", "r", "chart", "--set", "a=2", "--lock");
        Assert.Equal(1, code);
        Assert.Contains("the lock of release r was lost", error, StringComparison.Ordinal);
        Assert.Equal(["1:deployed", "2:pending-upgrade"], await bench.RecordsAsync());
    }

    [Fact]
    public async Task Nothing_is_locked_unasked()
    {
        await using var bench = new FaultBench();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync("helm4", "install", "r", "chart");
        await bench.RequireAsync("helm4", "upgrade", "r", "chart", "--dry-run=server", "--lock");
        Assert.DoesNotContain(bench.Proxy.Requests, request => request.Path.Contains("/leases", StringComparison.Ordinal));
    }
}
