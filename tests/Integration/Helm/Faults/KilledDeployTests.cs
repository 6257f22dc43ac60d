using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Integration.Pipelines;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>
/// A deployer is killed at each of its requests, writes before the server gets them and after: recover and a plain second run bring the
/// release to where the first one would have brought it.
/// </summary>
public sealed class KilledDeployTests
{
    [Theory]
    [InlineData("helm3", true)]
    [InlineData("helm3", false)]
    [InlineData("helm4", true)]
    [InlineData("helm4", false)]
    public Task P_226_P_227_A_killed_install_can_be_repeated(string tool, bool isBefore) =>
        EnumerateAsync("install", tool, isBefore, request => request.IsWrite);

    [Theory]
    [InlineData("helm3", true)]
    [InlineData("helm3", false)]
    [InlineData("helm4", true)]
    [InlineData("helm4", false)]
    public Task P_226_P_227_A_killed_upgrade_can_be_repeated(string tool, bool isBefore) =>
        EnumerateAsync("upgrade", tool, isBefore, request => request.IsWrite);

    [Theory]
    [InlineData("helm3", true)]
    [InlineData("helm3", false)]
    [InlineData("helm4", true)]
    [InlineData("helm4", false)]
    public Task P_227_A_killed_rollback_can_be_repeated(string tool, bool isBefore) =>
        EnumerateAsync("rollback", tool, isBefore, request => request.IsWrite);

    [Theory]
    [InlineData("helm3", true)]
    public Task A_killed_removal_can_be_completed(string tool, bool isBefore) =>
        EnumerateAsync("uninstall", tool, isBefore, request => request.IsWrite);

    // A read changes nothing: whether the server got it makes no difference to what the deployer leaves.
    [Theory]
    [InlineData("install", "helm4")]
    [InlineData("upgrade", "helm3")]
    [InlineData("upgrade", "helm4")]
    [InlineData("rollback", "helm3")]
    public Task P_226_P_227_A_deploy_that_is_killed_while_it_reads_can_be_repeated(string operation, string tool) =>
        EnumerateAsync(operation, tool, isBefore: true, request => request is { IsWrite: false, IsDiscovery: false });

    private static Task EnumerateAsync(string name, string tool, bool isBefore, Func<ProxiedRequest, bool> isCounted) =>
        FaultEnumeration.RunAsync(3, async number =>
        {
            var operation = FaultOperation.Of(name);
            await using var bench = await operation.PrepareAsync(tool);
            var wasKilled = bench.KillAt(number, isBefore, isCounted);
            var (code, _, error) = await bench.RunAsync(tool, operation.Command);
            if (!wasKilled())
            {
                Assert.True(code == 0, error);
                return false;
            }

            bench.Proxy.Fault = _ => ProxyFault.None;
            var recovered = await RecoverAsync(bench);
            Assert.DoesNotContain(await bench.RecordsAsync(), record => record.Contains("pending", StringComparison.Ordinal));
            await bench.RequireAsync(tool, operation.Again);
            await operation.IsReachedAsync(bench, $"killed at {number}\n{recovered}");
            return true;
        });

    private static async Task<string> RecoverAsync(FaultBench bench)
    {
        using var run = new ProgramRun();
        var result = await run.RunAsync("pipeline", "recover", "r", "-n", bench.Namespace, "--yes");
        Assert.True(result.Exit is 0 or 1, result.Error);
        return result.Output + result.Error;
    }
}
