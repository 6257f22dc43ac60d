namespace SecretsKit.Goldens.Verbs;

/// <summary>Rules with several key groups, and places of <c>.sops.yaml</c>, that cannot work: file, line, what to write.</summary>
public sealed class GroupRuleTests
{
    private const string Range = "it is 2; without it, all groups must be opened; where any key shall do, put all into one group";

    [Theory]
    [InlineData("    shamir_threshold: 1\n", "[A2]", 2, "shamir_threshold is 1, and the rule has 2 key groups", Range)]
    [InlineData("    shamir_threshold: -1\n", "[A2]", 2, "shamir_threshold is -1, and the rule has 2 key groups", Range)]
    [InlineData("    shamir_threshold: 3\n", "[A2]", 2, "shamir_threshold is 3, and the rule has 2 key groups", Range)]
    [InlineData("    shamir_threshold: 2\n", "[]", 3, "a key group has no keys", "add a key to it, or take the group out")]
    [InlineData("    path_regex: yaml\n", "[]", 3, "a key group has no keys", "add a key to it, or take the group out")]
    public async Task A_rule_that_cannot_work_names_its_line(string first, string second, int line, string problem, string hint)
    {
        using var run = new VerbRun().WithKey();
        run.Write("p.yaml", "a: 1\n");
        run.Write(".sops.yaml", $"creation_rules:\n  - {first.TrimStart()}    key_groups:\n      - age: [{VerbRun.Recipient("a1")}]\n"
            + $"      - age: {second.Replace("A2", VerbRun.Recipient("a2"), StringComparison.Ordinal)}\n");
        var result = await run.RunAsync("enc", "p.yaml");
        Assert.Equal(
            (1, $"secretskit: p.yaml: {run.File(".sops.yaml")}:{line}: {problem}\nhint: {hint}\n", "a: 1\n"),
            (result.Exit, result.ErrorText, run.Read("p.yaml")));
        Assert.Contains("[invalid-config]", (await run.RunAsync("check")).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_is_a_link_to_nothing_says_so()
    {
        using var run = new VerbRun().WithKey();
        run.Write("sub/p.yaml", "a: 1\n");
        File.CreateSymbolicLink(run.File("sub/.sops.yaml"), "../nowhere");
        var result = await run.RunAsync("enc", "sub/p.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains("\nhint: it is a symbolic link to no file: 'ls -l ", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_that_name_does_not_lead_to_the_rules_of_another_folder()
    {
        using var run = new VerbRun().WithKey();
        run.Write("sub/p.yaml", "a: 1\n");
        Directory.CreateDirectory(run.File("sub/.sops.yaml"));
        var result = await run.RunAsync("enc", "sub/p.yaml");
        Assert.Equal((1, "a: 1\n"), (result.Exit, run.Read("sub/p.yaml")));
        Assert.Contains("could not read config file: ", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Windows_line_ends_of_a_dotenv_file_are_warned_of()
    {
        using var run = new VerbRun().WithKey();
        run.Write("w.env", "A=1\r\nB=2\r\n");
        var result = await run.RunAsync("enc", "w.env");
        Assert.Equal(0, result.Exit);
        Assert.Contains(
            "warning: w.env: its lines end as on Windows (CR LF): a carriage return becomes the last letter of each value\n"
                + "hint: `sed -i 's/\\r$//' w.env` before it is encrypted\n",
            result.ErrorText,
            StringComparison.Ordinal);
    }
}
