using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Integration.Pipelines;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>
/// A deployer is killed at each of its requests, writes before the server gets them and after: recover and a plain second run bring the
/// release to where the first one would have brought it.
/// </summary>
internal static class KilledDeploy
{
    /// <summary>Whether a request changes something.</summary>
    public static bool IsWrite(ProxiedRequest request) => request.IsWrite;

    /// <summary>
    /// Whether a request reads objects. A read changes nothing: whether the server got it makes no difference to what the deployer leaves.
    /// </summary>
    public static bool IsRead(ProxiedRequest request) => request is { IsWrite: false, IsDiscovery: false };

    /// <summary>Repeats a deploy, and kills it at each of its requests.</summary>
    /// <param name="name">Which deploy.</param>
    /// <param name="tool">Whose behaviour.</param>
    /// <param name="isBefore">Whether it is killed before the server gets the request, not after.</param>
    /// <param name="isCounted">At which requests.</param>
    public static Task EnumerateAsync(string name, string tool, bool isBefore, Func<ProxiedRequest, bool> isCounted) =>
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