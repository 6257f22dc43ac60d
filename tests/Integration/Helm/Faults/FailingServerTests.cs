using System.Net;
using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>Deploys at a server that fails at one of their requests.</summary>
public sealed class FailingServerTests
{
    [Theory]
    [InlineData("install", "helm3")]
    [InlineData("install", "helm4")]
    [InlineData("upgrade", "helm3")]
    [InlineData("upgrade", "helm4")]
    [InlineData("rollback", "helm3")]
    [InlineData("rollback", "helm4")]
    public Task A_server_that_fails_once_leaves_nothing_half_recorded(string operation, string tool) =>
        FaultyServer.EnumerateAsync(operation, tool, _ => ProxyFault.Answer(HttpStatusCode.InternalServerError), mustSucceed: false);

    [Theory]
    [InlineData("helm3", "rollback", "r", "1")]
    [InlineData("helm4", "rollback", "r", "1")]
    [InlineData("helm3", "upgrade", "r", "chart")]
    [InlineData("helm4", "upgrade", "r", "chart")]
    public async Task What_a_failed_rollback_had_still_to_delete_is_deleted_by_the_next_deploy(string tool, params string[] next)
    {
        await using var bench = await FaultOperation.Rollback.PrepareAsync(tool);
        var failed = bench.FailAt(
            1,
            _ => ProxyFault.Answer(HttpStatusCode.InternalServerError),
            request => request.Method == "DELETE" && request.Path.EndsWith("/r-three", StringComparison.Ordinal));
        var (code, _, error) = await bench.RunAsync(tool, "rollback", "r", "1");
        Assert.True(code == 1 && failed() is not null, error);
        Assert.Contains(await bench.ObjectsAsync(), item => item.StartsWith("r-three=", StringComparison.Ordinal));
        bench.Proxy.Fault = _ => ProxyFault.None;
        await bench.RequireAsync(tool, next);
        Assert.Equal(["r-hook=1", "r-one=1", "r-two=1"], await bench.ObjectsAsync());
    }
}
