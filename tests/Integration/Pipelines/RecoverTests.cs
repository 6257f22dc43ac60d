using System.Globalization;
using System.Text.Json.Nodes;
using SecretsKit.Goldens.Docs;
using SecretsKit.Integration.Helm.Transcripts;

namespace SecretsKit.Integration.Pipelines;

/// <summary>
/// <c>pipeline recover</c> of each state that a deployer can leave: what is found and said, what is repaired, and that the next deploy goes
/// through then. That a killed deployer leaves no other state, enumerations over its requests show.
/// </summary>
public sealed class RecoverTests
{
    /// <summary>The states of the revisions, the condition, what is said before and after the repair, the states then.</summary>
    public static TheoryData<string, string, string, string, string> States => new()
    {
        {
            "pending-install",
            "unfinished",
            "some objects may be those of this revision\nto repair: secretskit pipeline recover shop -n NS --yes\n",
            "repaired: revision 1 is failed now\nnext: deploy again with upgrade --install, or begin anew: "
                + "secretskit helm uninstall shop -n NS\n",
            "failed"
        },
        {
            "deployed pending-upgrade",
            "unfinished",
            "others those of revision 1\nto repair: secretskit pipeline recover shop -n NS --yes\n",
            "repaired: revision 2 is failed now\nnext: deploy again, or go back: secretskit helm rollback shop 1 -n NS\n",
            "deployed failed"
        },
        {
            "superseded deployed pending-rollback",
            "unfinished",
            "others those of revision 2\nto repair: secretskit pipeline recover shop -n NS --yes\n",
            "repaired: revision 3 is failed now\nnext: deploy again, or go back: secretskit helm rollback shop 2 -n NS\n",
            "superseded deployed failed"
        },
        {
            "superseded pending-upgrade",
            "unrecorded",
            "all its objects are written and its hooks have run: only the last record is missing\nto repair: ",
            "repaired: revision 2 is deployed now\n",
            "superseded deployed"
        },
        {
            "superseded uninstalling",
            "half-deleted",
            "its removal began and did not end: some of its objects may be there\nto repair: ",
            "repaired: its removal is complete\n",
            ""
        },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task P_226_P_227_A_state_that_blocks_is_explained_and_repaired(
        string states, string condition, string said, string repaired, string then)
    {
        await using var bench = await PrepareAsync(states.Split(' '));
        var looked = await RecoverAsync(bench);
        Assert.Equal(1, looked.Exit);
        Assert.Contains(Placed(bench, said), looked.Error, StringComparison.Ordinal);
        var output = (await RecoverAsync(bench, "-o", "json")).Output;
        JsonShape.Check("pipeline recover", output);
        var json = JsonNode.Parse(output)!;
        Assert.Equal((condition, true, false), ($"{json["condition"]}", (bool)json["stuck"]!, (bool)json["repaired"]!));
        Assert.Equal(states, await StatesAsync(bench));

        var result = await RecoverAsync(bench, "--yes");
        Assert.Equal(0, result.Exit);
        Assert.Contains(Placed(bench, repaired), result.Error, StringComparison.Ordinal);
        Assert.Equal(then, await StatesAsync(bench));
        if (then.Length == 0)
        {
            Assert.False(await bench.IsThereAsync("shop-config"));
        }

        (await bench.Program.HelmAsync(bench.Words("upgrade", "--install", "shop", "chart", "--set", "value=next"))).Succeeds();
        Assert.EndsWith("deployed", await StatesAsync(bench), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "failed", "no revision of it went well: an upgrade goes on from there, 'secretskit helm uninstall shop -n NS' begins anew\n")]
    [InlineData("superseded failed", "its last operation ended and was recorded: there is nothing to repair\n")]
    [InlineData("superseded deployed", "its last operation ended and was recorded: there is nothing to repair\n")]
    public async Task P_228_A_state_that_blocks_nothing_is_left_as_it_is(string states, string said)
    {
        await using var bench = await PrepareAsync(states.Split(' '));
        var result = await RecoverAsync(bench, "--yes");
        Assert.Equal(0, result.Exit);
        Assert.Contains(Placed(bench, said), result.Error, StringComparison.Ordinal);
        Assert.Equal(states, await StatesAsync(bench));
    }

    [Fact]
    public async Task A_release_that_is_not_there_is_no_success()
    {
        await using var bench = await DeployBench.CreateAsync();
        var result = await RecoverAsync(bench, "--yes");
        Assert.Equal(1, result.Exit);
        Assert.Contains("there is no record of it\n", result.Error, StringComparison.Ordinal);
    }

    // Revisions that went well, of which the records then say otherwise.
    private static async Task<DeployBench> PrepareAsync(string[] states)
    {
        var bench = await DeployBench.CreateAsync();
        using var calls = new AdminCalls();
        var records = new StoredRecords(calls, bench.Namespace);
        for (var revision = 1; revision <= states.Length; revision++)
        {
            string[] words = ["upgrade", "--install", "shop", "chart", "--set", $"value=v{revision}"];
            (await bench.Program.HelmAsync(bench.Words(words))).Succeeds();
        }

        for (var revision = 1; revision <= states.Length; revision++)
        {
            await records.SetAsync(new JsonObject
            {
                ["name"] = "shop",
                ["revision"] = revision,
                ["status"] = states[revision - 1],
                ["description"] = "by the test",
            });
        }

        return bench;
    }

    private static Task<ProgramResult> RecoverAsync(DeployBench bench, params string[] words) =>
        bench.Program.RunAsync(bench.Words(["pipeline", "recover", "shop", .. words]));

    private static string Placed(DeployBench bench, string text) => text.Replace("NS", bench.Namespace, StringComparison.Ordinal);

    private static async Task<string> StatesAsync(DeployBench bench)
    {
        using var calls = new AdminCalls();
        var records = await new StoredRecords(calls, bench.Namespace).ListAsync();
        return string.Join(' ', records.OrderBy(Revision).Select(record => $"{record!["status"]}"));
    }

    private static int Revision(JsonNode? record) => int.Parse($"{record!["labels"]!["version"]}", CultureInfo.InvariantCulture);
}
