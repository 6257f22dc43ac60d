using SecretsKit.Integration.Kubernetes;
using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>The API server is killed and started again in the middle of a deploy.</summary>
public sealed class ServerRestartTests
{
    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    public async Task Between_writes_nothing_is_lost(string generation)
    {
        await using var server = await SecondServer.StartAsync();
        await using var deploy = await ProxiedDeploy.CreateAsync(generation, server.Url);
        await deploy.InstallAsync();
        var writes = 0;
        deploy.Proxy.Fault = request =>
        {
            // The record and the hook are written, the objects are not.
            if (request.IsWrite && Interlocked.Increment(ref writes) == 5)
            {
                server.Restart();
            }

            return ProxyFault.None;
        };
        string[] upgrade = ["upgrade", "shop", "chart", "--set", "value=two"];
        var first = await deploy.HelmAsync(upgrade);
        Assert.True(Volatile.Read(ref writes) >= 5, first.Error);
        await server.IsReadyAsync();
        if (first.Exit != 0)
        {
            // The server was away for longer than requests are repeated.
            Assert.StartsWith("Error: UPGRADE FAILED: ", Last(first.Error), StringComparison.Ordinal);
            await deploy.RecoverAsync();
            (await deploy.HelmAsync(upgrade)).Succeeds();
        }

        await deploy.IsDeployedAsync("two");
    }

    [Theory]
    [InlineData("3")]
    [InlineData("4")]
    public async Task A_wait_goes_on_when_the_server_is_back(string generation)
    {
        await using var server = await SecondServer.StartAsync();
        await using var deploy = await ProxiedDeploy.CreateAsync(generation, server.Url);
        await deploy.InstallAsync();
        deploy.Proxy.Clear();
        var upgrade = deploy.Start("upgrade", "shop", "chart", "--set", "value=two", "--wait", "--timeout", "5m");
        await deploy.IsAskedAsync(ProxiedDeploy.IsWatch);
        server.Restart();
        await server.IsReadyAsync();
        deploy.Bench.Place.PlayNode(ProxiedDeploy.ReadyPod);
        (await upgrade.Result).Succeeds();
        await deploy.IsDeployedAsync("two");
    }

    private static string Last(string error) => error[Math.Max(0, error.IndexOf("Error: ", StringComparison.Ordinal))..];
}
