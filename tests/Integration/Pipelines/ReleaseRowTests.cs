using System.Text.Json.Nodes;

namespace SecretsKit.Integration.Pipelines;

/// <summary>Rows about the management of releases, on the real server.</summary>
public sealed class ReleaseRowTests
{
    /// <summary>P-137: revisions beyond the maximum are pruned.</summary>
    [Fact]
    public async Task Old_revisions_are_pruned()
    {
        await using var bench = await DeployBench.CreateAsync();
        (await bench.Program.HelmAsync(bench.Words("install", "shop", "chart"))).Succeeds();
        for (var at = 2; at <= 5; at++)
        {
            string[] words = ["upgrade", "shop", "chart", "--set", $"value=v{at}", "--history-max", "3"];
            (await bench.Program.HelmAsync(bench.Words(words))).Succeeds();
        }

        var history = JsonNode.Parse((await bench.Program.HelmAsync(bench.Words("history", "shop", "-o", "json"))).Succeeds().Output)!;
        Assert.Equal([3, 4, 5], history.AsArray().Select(one => (int)one!["revision"]!));
        Assert.Equal(["superseded", "superseded", "deployed"], history.AsArray().Select(one => (string?)one!["status"]));
    }

    /// <summary>P-133, P-136: the same chart twice, of which one is uninstalled and leaves the other alone.</summary>
    [Fact]
    public async Task Releases_of_one_chart_live_beside_each_other()
    {
        await using var bench = await DeployBench.CreateAsync();
        (await bench.Program.HelmAsync(bench.Words("install", "shop-a", "chart"))).Succeeds();
        (await bench.Program.HelmAsync(bench.Words("install", "shop-b", "chart"))).Succeeds();
        Assert.Equal(
            "release \"shop-a\" uninstalled\n", (await bench.Program.HelmAsync(bench.Words("uninstall", "shop-a"))).Succeeds().Output);
        var list = JsonNode.Parse((await bench.Program.HelmAsync(bench.Words("list", "-o", "json"))).Succeeds().Output)!;
        Assert.Equal(["shop-b"], list.AsArray().Select(one => (string?)one!["name"]));
        (await bench.Program.HelmAsync(bench.Words("get", "manifest", "shop-b"))).Succeeds();
    }
}
