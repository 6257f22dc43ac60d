using System.Collections.Concurrent;
using System.Net;
using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>Deploys at a server that refuses requests for a while.</summary>
public sealed class OverloadedServerTests
{
    [Theory]
    [InlineData("install", "helm3")]
    [InlineData("upgrade", "helm4")]
    [InlineData("rollback", "helm4")]
    public Task An_overloaded_server_is_waited_for(string operation, string tool) =>
        FaultyServer.EnumerateAsync(
            operation, tool, _ => ProxyFault.Answer(HttpStatusCode.TooManyRequests, retryAfter: 0), mustSucceed: true);

    // How many kinds there are to list depends on the definitions in the cluster: all requests for them in one run.
    [Theory]
    [InlineData("helm3")]
    [InlineData("helm4")]
    public async Task A_server_that_is_overloaded_while_its_kinds_are_listed_is_waited_for(string tool)
    {
        await using var bench = await FaultOperation.Install.PrepareAsync(tool);
        var asked = new ConcurrentDictionary<string, bool>();
        bench.Proxy.Fault = request => request.IsDiscovery && asked.TryAdd(request.Path, true)
            ? ProxyFault.Answer(HttpStatusCode.TooManyRequests, retryAfter: 0)
            : ProxyFault.None;
        var (code, _, error) = await bench.RunAsync(tool, FaultOperation.Install.Command);
        Assert.True(code == 0 && asked.Count > 1, $"{string.Join(' ', asked.Keys)}\n{error}");
        await FaultOperation.Install.IsReachedAsync(bench, error);
    }

    [Fact]
    public async Task A_server_that_restarts_is_waited_for()
    {
        await using var bench = await FaultOperation.Upgrade.PrepareAsync("helm4");
        var (count, refused) = (0, 0);
        bench.Proxy.Fault = request => Interlocked.Increment(ref count) > 6 && Interlocked.Increment(ref refused) <= 3
            ? ProxyFault.Answer(HttpStatusCode.ServiceUnavailable, retryAfter: 0)
            : ProxyFault.None;
        var (code, _, error) = await bench.RunAsync("helm4", FaultOperation.Upgrade.Command);
        Assert.True(code == 0, error);
        Assert.Equal(FaultOperation.Upgrade.Objects, await bench.ObjectsAsync());
        Assert.Equal(["1:superseded", "2:deployed"], await bench.RecordsAsync());
    }

    [Fact]
    public async Task An_expired_token_is_named_and_nothing_is_changed()
    {
        await using var bench = await FaultOperation.Upgrade.PrepareAsync("helm4");
        bench.Proxy.Fault = _ => ProxyFault.Answer(HttpStatusCode.Unauthorized);
        var (code, _, error) = await bench.RunAsync("helm4", FaultOperation.Upgrade.Command);
        Assert.Equal(1, code);
        Assert.StartsWith("Error: UPGRADE FAILED: kubernetes cluster unreachable: ", error, StringComparison.Ordinal);
        Assert.Equal(["1:deployed"], await bench.RecordsAsync());
    }
}
