using SecretsKit.Integration.Helm.Faults;
using SecretsKit.Integration.Kubernetes.Proxying;

namespace SecretsKit.Integration.Pipelines;

/// <summary>What a person at a terminal does wrong on the way from the first deploy to the last, and which next step is named.</summary>
public sealed class ReleaseHintTests
{
    [Theory]
    [InlineData("3", "status", "sho")]
    [InlineData("4", "status", "sho")]
    [InlineData("4", "history", "sho")]
    [InlineData("4", "rollback", "sho")]
    [InlineData("4", "uninstall", "sho")]
    [InlineData("4", "get", "values", "sho")]
    [InlineData("4", "test", "sho")]
    public async Task A_release_that_is_not_there_is_looked_for_in_the_list(string generation, params string[] words)
    {
        await using var deploy = await ProxiedDeploy.CreateAsync(generation);
        await deploy.InstallAsync();
        var result = await deploy.HelmOnTerminalAsync(words);
        Assert.Equal(1, result.Exit);
        Assert.EndsWith(
            $"hint: 'secretskit helm list -n {deploy.Namespace}' shows which releases there are\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hint: ", (await deploy.HelmAsync(words)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upgrade_of_nothing_is_told_how_to_install()
    {
        await using var deploy = await ProxiedDeploy.CreateAsync("4");
        var result = await deploy.HelmOnTerminalAsync("upgrade", "shop", "chart");
        Assert.Contains("hint: install it first, or use upgrade --install\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task P_226_The_command_that_repairs_a_release_can_be_copied()
    {
        await using var deploy = await ProxiedDeploy.CreateAsync("4");
        await deploy.InstallAsync();
        var writes = 0;
        deploy.Proxy.Fault = request => request.IsWrite && Interlocked.Increment(ref writes) > 1 ? ProxyFault.LostRequest : ProxyFault.None;
        Assert.Equal(1, (await deploy.HelmAsync("upgrade", "shop", "chart", "--set", "value=two")).Exit);
        deploy.Proxy.Fault = _ => ProxyFault.None;
        var result = await deploy.HelmOnTerminalAsync("upgrade", "shop", "chart");
        Assert.Contains(
            $"'secretskit pipeline recover shop -n {deploy.Namespace}' says what to do\n", result.Error, StringComparison.Ordinal);
        var recover = await deploy.Bench.Program.RunAsync("pipeline", "recover", "shop", "-n", deploy.Namespace, "--yes");
        Assert.Equal(0, recover.Exit);
    }

    [Theory]
    [InlineData("/nowhere/config", "KUBECONFIG names /nowhere/config, which is not there or names no cluster: that address is asked then")]
    [InlineData("", "there is no kubeconfig, so that address is asked: KUBECONFIG=FILE or --kubeconfig FILE names one")]
    public async Task A_kubeconfig_that_is_missing_is_named(string path, string hint)
    {
        await using var bench = await DeployBench.CreateAsync();
        bench.Program.Variables["KUBECONFIG"] = path;
        var result = await bench.Program.HelmOnTerminalAsync("upgrade", "shop", "chart");
        Assert.Equal(1, result.Exit);
        Assert.Contains("kubernetes cluster unreachable: Get \"http://localhost:8080/version\": ", result.Error, StringComparison.Ordinal);
        Assert.Contains($"hint: {hint}\n", result.Error, StringComparison.Ordinal);
    }
}
