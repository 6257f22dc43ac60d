using SecretsKit.Integration.Helm.Faults;
using SecretsKit.Integration.Kubernetes.Proxying;
using SecretsKit.Integration.Pipelines;

namespace SecretsKit.Integration.Plans;

/// <summary>
/// A plan whose deployer is killed at any of its requests, before the server gets it and after, has either done nothing, and can be applied
/// again, or is refused with the reason: recover and a new plan bring the release to its end.
/// </summary>
public sealed class KilledPlanTests
{
    private static readonly string[] Plan =
        ["plan", "upgrade", "r", "chart", "--set", "names={one,three},a=2", "-o", "plan.enc"];

    private static readonly string[] Expected = ["r-hook=2", "r-one=2", "r-three=2"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task P_226_P_227_A_killed_plan_is_not_applied_again_and_a_new_one_is(bool isBefore) =>
        FaultEnumeration.RunAsync(least: 8, async number =>
    {
        await using var bench = new FaultBench();
        await bench.CreateNamespaceAsync();
        await bench.RequireAsync("helm4", "install", "r", "chart");
        bench.Run.Variables["SOPS_AGE_KEY_FILE"] = "key.txt";
        await bench.RequireAsync("secretskit", "keygen", "-o", "key.txt");
        var key = await File.ReadAllTextAsync(Path.Combine(bench.Run.Folder, "key.txt"), TestContext.Current.CancellationToken);
        bench.Run.Variables["SOPS_AGE_RECIPIENTS"] = key[key.IndexOf("age1", StringComparison.Ordinal)..].Split('\n')[0].Trim();
        await bench.RequireAsync("secretskit", Plan);
        var wasKilled = bench.KillAt(number, isBefore, request => !request.IsDiscovery);
        var (code, _, error) = await bench.RunAsync("secretskit", "plan", "apply", "plan.enc");
        if (!wasKilled())
        {
            Assert.True(code == 0, error);
            return false;
        }

        bench.Proxy.Fault = _ => ProxyFault.None;
        var records = await bench.RecordsAsync();
        if (records.Count > 1)
        {
            (code, _, error) = await bench.RunAsync("secretskit", "plan", "apply", "plan.enc");
            Assert.True(code == 3, $"request {number}: {code} {error}");
            Assert.Contains("release r: ", error, StringComparison.Ordinal);
            using var run = new ProgramRun();
            var recovered = await run.RunAsync("pipeline", "recover", "r", "-n", bench.Namespace, "--yes");
            Assert.True(recovered.Exit is 0, recovered.Error);
            await bench.RequireAsync("secretskit", Plan);
        }

        await bench.RequireAsync("secretskit", "plan", "apply", "plan.enc");
        var objects = await bench.ObjectsAsync();
        Assert.True(Expected.SequenceEqual(objects), $"request {number}: {string.Join(' ', objects)}");
        Assert.Single(await bench.RecordsAsync(), record => record.EndsWith(":deployed", StringComparison.Ordinal));
        return true;
    });
}
