using SecretsKit.Integration.Pipelines;

namespace SecretsKit.Integration.Helm.Faults;

/// <summary>
/// A deployer is killed at each of its writes, before the server gets it and after: recover and a plain second run bring the release to
/// where the first one would have brought it.
/// </summary>
public sealed class KilledDeployTests
{
    [Theory]
    [InlineData("helm3", true)]
    [InlineData("helm3", false)]
    [InlineData("helm4", true)]
    [InlineData("helm4", false)]
    public Task P_226_P_227_A_killed_install_can_be_repeated(string tool, bool isBefore) => EnumerateAsync(
        _ => Task.CompletedTask,
        tool,
        isBefore,
        ["install", "r", "chart"],
        ["upgrade", "--install", "r", "chart"],
        ["r-hook=1", "r-one=1", "r-two=1"]);

    [Theory]
    [InlineData("helm3", true)]
    [InlineData("helm3", false)]
    [InlineData("helm4", true)]
    [InlineData("helm4", false)]
    public Task P_226_P_227_A_killed_upgrade_can_be_repeated(string tool, bool isBefore) => EnumerateAsync(
        bench => bench.RequireAsync(tool, "install", "r", "chart"),
        tool,
        isBefore,
        ["upgrade", "r", "chart", "--set", "names={one,three},a=2"],
        ["upgrade", "r", "chart", "--set", "names={one,three},a=2"],
        ["r-hook=2", "r-one=2", "r-three=2"]);

    [Theory]
    [InlineData("helm3", true)]
    [InlineData("helm3", false)]
    [InlineData("helm4", true)]
    [InlineData("helm4", false)]
    public Task P_227_A_killed_rollback_can_be_repeated(string tool, bool isBefore) => EnumerateAsync(
        async bench =>
        {
            await bench.RequireAsync(tool, "install", "r", "chart");
            await bench.RequireAsync(tool, "upgrade", "r", "chart", "--set", "names={one,three},a=2");
        },
        tool,
        isBefore,
        ["rollback", "r", "1"],
        ["rollback", "r", "1"],
        ["r-hook=1", "r-one=1", "r-two=1"]);

    [Theory]
    [InlineData("helm3", true)]
    public Task A_killed_removal_can_be_completed(string tool, bool isBefore) => EnumerateAsync(
        bench => bench.RequireAsync(tool, "install", "r", "chart"),
        tool,
        isBefore,
        ["uninstall", "r"],
        ["uninstall", "r", "--ignore-not-found"],
        ["r-hook=1"]);

    private static Task EnumerateAsync(
        Func<FaultBench, Task> prepare, string tool, bool isBefore, string[] command, string[] again, string[] expected) =>
        FaultEnumeration.RunAsync(3, async number =>
        {
            using var bench = new FaultBench();
            await bench.CreateNamespaceAsync();
            await prepare(bench);
            var wasKilled = bench.KillAt(number, isBefore);
            var (code, _, error) = await bench.RunAsync(tool, command);
            if (!wasKilled())
            {
                Assert.True(code == 0, error);
                return false;
            }

            bench.Proxy.Fault = _ => Kubernetes.Proxying.ProxyFault.None;
            var recovered = await RecoverAsync(bench);
            Assert.DoesNotContain(await bench.RecordsAsync(), record => record.Contains("pending", StringComparison.Ordinal));
            await bench.RequireAsync(tool, again);
            var objects = await bench.ObjectsAsync();
            Assert.True(expected.SequenceEqual(objects), $"write {number}: {string.Join(' ', objects)}");
            var records = await bench.RecordsAsync();
            Assert.True(
                command[0] == "uninstall" ? records.Count == 0
                    : records[^1].EndsWith(":deployed", StringComparison.Ordinal)
                        && records.Count(record => record.EndsWith(":deployed", StringComparison.Ordinal)) == 1,
                $"write {number}: {string.Join(' ', records)}\n{recovered}");
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
