namespace SecretsKit.Goldens.Verbs;

/// <summary>Fields of <c>.sops.yaml</c> that are not read are not passed over in silence.</summary>
public sealed class ConfigWarningTests
{
    private static readonly string Age = VerbRun.Recipient("a1");

    [Fact]
    public async Task A_misspelt_field_is_warned_of_with_its_place_and_the_name_that_was_meant()
    {
        using var run = new VerbRun().WithKey();
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regx: prod/\n    age: {Age}\n");
        run.Write("a.yaml", "a: x\n");
        run.Write("b.yaml", "a: x\n");
        var result = await run.RunAsync("enc", "a.yaml", "b.yaml");
        Assert.Equal(0, result.Exit);
        Assert.StartsWith(
            $"warning: {run.Path}/.sops.yaml:2:5: unknown field path_regx in creation_rules[0], which is nearly path_regex\n"
                + "hint: it is not read, and without path_regex a rule matches every file\n",
            result.ErrorText,
            StringComparison.Ordinal);
        Assert.Equal(1, result.ErrorText.Split("warning:").Length - 1);
    }

    [Fact]
    public async Task A_list_of_rules_of_another_name_is_named_where_no_rule_is_found()
    {
        using var run = new VerbRun().WithKey();
        run.Write(".sops.yaml", $"creation_rule:\n  - age: {Age}\n");
        run.Write("a.yaml", "a: x\n");
        var result = await run.RunAsync("enc", "a.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains(":1:1: unknown field creation_rule, which is nearly creation_rules\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains(
            $"no recipients are known: {run.Path}/.sops.yaml has no creation_rules\n", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("creation_rules:\n  age: {0}\n", "line 1 of .sops.yaml: the field creation_rules takes a list of maps")]
    [InlineData(
        "creation_rules:\n  - age: {0}\n    shamir_threshold: two\n",
        "line 3 of .sops.yaml: the field shamir_threshold in creation_rules[0] takes a whole number")]
    public async Task A_value_of_the_wrong_kind_is_told_in_plain_words(string text, string problem)
    {
        using var run = new VerbRun().WithKey();
        run.Write(".sops.yaml", text.Replace("{0}", Age, StringComparison.Ordinal));
        run.Write("a.yaml", "a: x\n");
        var result = await run.RunAsync("enc", "a.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains("secretskit: a.yaml: " + problem, result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("config.creationRule", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_in_the_configuration_is_named_with_its_line()
    {
        using var run = new VerbRun().WithKey();
        run.Write(
            ".sops.yaml",
            $"creation_rules:\n<<<<<<< HEAD\n  - age: {Age}\n=======\n  - age: {VerbRun.Recipient("a2")}\n>>>>>>> topic\n");
        run.Write("a.yaml", "a: x\n");
        var result = await run.RunAsync("enc", "a.yaml");
        Assert.Equal((1, "a: x\n"), (result.Exit, run.Read("a.yaml")));
        Assert.Equal(
            $"secretskit: a.yaml: {run.Path}/.sops.yaml:2 is a git conflict marker\n"
                + $"hint: settle it there, then 'git add {run.Path}/.sops.yaml'\n",
            result.ErrorText);
    }

    [Theory]
    [InlineData("    encrypted_regex: \"(pass\"\n", ":3: the expression that selects values does not compile")]
    public async Task An_expression_that_does_not_compile_is_named_with_its_line(string field, string problem)
    {
        using var run = new VerbRun().WithKey();
        run.Write(".sops.yaml", $"creation_rules:\n  - age: {Age}\n{field}");
        run.Write("a.yaml", "a: x\n");
        var result = await run.RunAsync("enc", "a.yaml");
        Assert.Equal((1, "a: x\n"), (result.Exit, run.Read("a.yaml")));
        Assert.Contains($"{run.Path}/.sops.yaml{problem}", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_threshold_above_the_number_of_groups_is_refused_before_anybody_is_warned()
    {
        using var run = new VerbRun().WithKey();
        run.Write(
            ".sops.yaml",
            "creation_rules:\n  - shamir_threshold: 3\n    key_groups:\n"
                + $"      - age: [{Age}]\n      - age: [{VerbRun.Recipient("a2")}]\n");
        run.Write("a.yaml", "a: x\n");
        var result = await run.RunAsync("enc", "a.yaml");
        Assert.Equal((1, "a: x\n"), (result.Exit, run.Read("a.yaml")));
        Assert.Contains(
            "shamir_threshold is 3, and the rule has 2 key groups\nhint: it is 2; without it, all groups must be opened; where any key",
            result.ErrorText,
            StringComparison.Ordinal);
        Assert.DoesNotContain("no key at hand", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_of_people_behind_anchors_are_no_mistake()
    {
        using var run = new VerbRun().WithKey();
        run.Write(
            ".sops.yaml",
            $"keys:\n  - &alice {Age}\nteams:\n  all: &all\n    age: [*alice]\n"
                + "x-note: a\ncreation_rules:\n  - key_groups:\n      - <<: *all\n");
        run.Write("a.yaml", "a: x\n");
        Assert.DoesNotContain("warning", (await run.RunAsync("enc", "a.yaml")).ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_below_another_configuration_says_so_and_needs_force()
    {
        using var run = new VerbRun().WithKey();
        Directory.CreateDirectory(run.File("sub"));
        using var below = run.In("sub");
        var refused = await below.RunAsync("init");
        Assert.Equal(1, refused.Exit);
        Assert.StartsWith($"secretskit: {run.Path}/.sops.yaml rules this folder already\n", refused.ErrorText, StringComparison.Ordinal);
        Assert.Contains("--force writes a .sops.yaml here all the same", refused.ErrorText, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(run.File("sub")));
        var forced = await below.RunAsync("init", "--force");
        Assert.Equal(0, forced.Exit);
        Assert.Contains(
            $"warning: {run.Path}/.sops.yaml no longer counts for the files of this folder", forced.ErrorText, StringComparison.Ordinal);
        Assert.True(run.Has("sub/.sops.yaml"));
        Assert.Contains("kept .sops.yaml", (await below.RunAsync("init")).ErrorText, StringComparison.Ordinal);
    }
}
