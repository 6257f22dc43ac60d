using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Integration.Pipelines;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>
/// A deploy whose server is overloaded, fails or goes away at one of its requests goes through, or fails with a record that says so; a
/// second run brings the release to where the first one would have brought it.
/// </summary>
internal static class FaultyServer
{
    /// <summary>Repeats a deploy with a fault at each of its requests.</summary>
    /// <param name="name">Which deploy.</param>
    /// <param name="tool">Whose behaviour.</param>
    /// <param name="fault">What happens to the request.</param>
    /// <param name="mustSucceed">Whether the first run goes through all the same.</param>
    /// <param name="isCounted">Which requests get a fault; null for all but those that ask which kinds there are.</param>
    public static Task EnumerateAsync(
        string name,
        string tool,
        Func<ProxiedRequest, ProxyFault> fault,
        bool mustSucceed,
        Func<ProxiedRequest, bool>? isCounted = null) => FaultEnumeration.RunAsync(3, async number =>
        {
            var operation = FaultOperation.Of(name);
            await using var bench = await operation.PrepareAsync(tool);
            var failed = bench.FailAt(number, fault, isCounted ?? (request => !request.IsDiscovery));
            var (code, _, error) = await bench.RunAsync(tool, operation.Command);
            Assert.True(code == 0 || (failed() is not null && !mustSucceed), $"{failed()}\n{error}");
            if (code != 0)
            {
                Assert.Contains("Error: ", error, StringComparison.Ordinal);
                await RecoverAsync(bench);
                await bench.RequireAsync(tool, operation.Again);
            }

            await operation.IsReachedAsync(bench, $"{failed()}\n{error}");
            return failed() is not null;
        });

    private static async Task RecoverAsync(FaultBench bench)
    {
        bench.Proxy.Fault = _ => ProxyFault.None;
        using var run = new ProgramRun();
        var result = await run.RunAsync("pipeline", "recover", "r", "-n", bench.Namespace, "--yes");
        Assert.True(result.Exit is 0 or 1, result.Error);
    }
}
