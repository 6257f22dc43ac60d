using System.Text.Json;
using SecretsKit.Goldens.Git;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Verbs;

/// <summary>
/// Verbs that encrypt for the recipients of a file look whether its rule names them: a person is asked, else the file is refused.
/// </summary>
public sealed class RuleGuardTests
{
    private static readonly string A1 = VerbRun.Recipient("a1");
    private static readonly string A2 = VerbRun.Recipient("a2");
    private static readonly string A3 = VerbRun.Recipient("a3");

    public static IEnumerable<TheoryDataRow<string>> Commands =>
    [
        new("rotate s.yaml"), new("set s.yaml a x"), new("unset s.yaml a"), new("edit --unattended s.yaml"),
        new("groups add --age A3 s.yaml"),
    ];

    [Theory, MemberData(nameof(Commands))]
    public async Task A_planted_recipient_gets_nothing_unless_that_is_accepted(string command)
    {
        using var run = await PlantedAsync();
        var before = run.Read("s.yaml");
        var words = Words(command);
        var refused = await run.RunAsync(words);
        Assert.Equal((1, before), (refused.Exit, run.Read("s.yaml")));
        Assert.Contains($"can decrypt, and is not in the rule: age {A2}", refused.ErrorText, StringComparison.Ordinal);
        Assert.Contains("hint: 'secretskit updatekeys s.yaml' gives it", refused.ErrorText, StringComparison.Ordinal);
        Assert.Contains("--ignore-rule goes on", refused.ErrorText, StringComparison.Ordinal);

        var accepted = await run.RunAsync([words[0], .. words[1..], "--ignore-rule"]);
        Assert.True(accepted.Exit == 0, accepted.ErrorText);
        Assert.NotEqual(before, run.Read("s.yaml"));
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task Once_updatekeys_has_repaired_the_file_nothing_is_asked(string command)
    {
        using var run = await PlantedAsync();
        Assert.Equal(0, (await run.RunAsync("updatekeys", "--yes", "s.yaml")).Exit);
        var result = await run.RunAsync(Words(command));
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.DoesNotContain(A2, run.Read("s.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y\n", 0)]
    [InlineData("n\n", 1)]
    [InlineData("", 1)]
    public async Task A_person_is_asked(string input, int exit)
    {
        using var run = await PlantedAsync(new VerbRun { Answers = [] });
        var before = run.Read("s.yaml");
        var result = await run.RunWithInputAsync(input, "set", "s.yaml", "a", "x");
        Assert.Equal((exit, exit == 0), (result.Exit, run.Read("s.yaml") != before));
        Assert.Contains(
            $"  can decrypt, and is not in the rule: age {A2}\nGo on with s.yaml? (y/n): ", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_asked_before_typing_a_value()
    {
        using var run = await PlantedAsync(new VerbRun { Answers = ["typed"] });
        Assert.Equal(1, (await run.RunWithInputAsync("n\n", "set", "s.yaml", "a")).Exit);
        Assert.Empty(run.Asked);
        var accepted = await run.RunWithInputAsync("y\n", "set", "s.yaml", "a");
        Assert.True(accepted.Exit == 0, accepted.ErrorText);
        Assert.Single(run.Asked);
    }

    [Fact]
    public async Task Of_several_files_those_with_the_same_outsiders_are_asked_about_once()
    {
        using var run = await TreeAsync(new VerbRun { Answers = [] });
        var (one, other) = (run.Read("a.yaml"), run.Read("d.yaml"));
        var result = await run.RunWithInputAsync("y\nn\n", "rotate", ".");
        Assert.Equal(1, result.Exit);
        Assert.Equal(2, result.ErrorText.Split("(y/n)").Length - 1);
        Assert.Contains("a.yaml, b.yaml: not as the rule in .sops.yaml says:", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("Go on with d.yaml?", result.ErrorText, StringComparison.Ordinal);
        Assert.EndsWith("3 files rotated, 1 failed\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal((true, other), (run.Read("a.yaml") != one, run.Read("d.yaml")));
    }

    [Fact]
    public async Task Without_a_terminal_the_other_files_are_rotated_and_a_reason_is_given_once()
    {
        using var run = await TreeAsync(new VerbRun());
        var result = await run.RunAsync("rotate", ".");
        Assert.Equal(1, result.Exit);
        Assert.Contains("secretskit: b.yaml: left as it is, for the same reason\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(2, result.ErrorText.Split("hint: 'secretskit updatekeys").Length - 1);
        Assert.EndsWith("1 files rotated, 3 failed\n", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotate_says_to_whom_the_new_data_key_goes_beyond_the_rule()
    {
        using var run = await PlantedAsync();
        var result = await run.RunAsync("rotate", "--ignore-rule", "--add-age", A3, "s.yaml");
        Assert.Equal(0, result.Exit);
        foreach (var outsider in new[] { A2, A3 })
        {
            Assert.Contains(
                $"s.yaml: the new data key goes to a recipient outside the rule in .sops.yaml: age {outsider}\n",
                result.ErrorText,
                StringComparison.Ordinal);
        }

        Assert.DoesNotContain($"outside the rule in .sops.yaml: age {A1}", result.ErrorText, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await run.RunAsync("rotate", "--ignore-rule", "-o", "json", "s.yaml")).OutputText).RootElement;
        Assert.Equal([A2, A3], json.GetProperty("outsideRule").EnumerateArray().Select(key => key.GetProperty("id").GetString()).Order());
    }

    [Fact]
    public async Task Removing_the_outsider_in_the_same_command_is_no_question()
    {
        using var run = await PlantedAsync();
        var result = await run.RunAsync("rotate", "--rm-age", A2, "s.yaml");
        Assert.Equal((0, "s.yaml: new data key\n"), (result.Exit, result.ErrorText));
    }

    [Fact]
    public async Task A_selection_that_was_relaxed_is_refused_before_a_value_is_written_readable()
    {
        using var run = await EncryptedAsync(new VerbRun().WithKey());
        run.Write("s.yaml", KeylessEdit.Select(run.Read("s.yaml"), "^(a|b)$"));
        var refused = await run.RunAsync("set", "s.yaml", "new", VerbRun.Canary);
        Assert.Equal(1, refused.Exit);
        Assert.Contains(
            "encrypted_regex ^(a|b)$, which may leave readable what the rule encrypts by unencrypted_suffix _unencrypted",
            refused.ErrorText,
            StringComparison.Ordinal);
        Assert.DoesNotContain(VerbRun.Canary, run.Read("s.yaml"), StringComparison.Ordinal);
        Assert.Equal(0, (await run.RunAsync("set", "--ignore-rule", "s.yaml", "new", VerbRun.Canary)).Exit);
    }

    [Fact]
    public async Task Fewer_groups_than_the_rule_wants_are_refused()
    {
        using var run = new VerbRun().WithKey();
        run.Variables["SOPS_AGE_KEY"] = string.Join('\n', GoldenKeys.Identity("a1"), GoldenKeys.Identity("a2"), GoldenKeys.Identity("a3"));
        run.Write(".sops.yaml", Groups(2));
        await EncryptedAsync(run);
        run.Write(".sops.yaml", Groups(3));
        var refused = await run.RunAsync("rotate", "s.yaml");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("2 of 3 key groups open the file, and the rule wants 3 of 3", refused.ErrorText, StringComparison.Ordinal);
        run.Write(".sops.yaml", Groups(2));
        Assert.Equal(0, (await run.RunAsync("rotate", "s.yaml")).Exit);
    }

    [Fact]
    public async Task Groups_compares_what_it_leaves_behind()
    {
        using var run = await EncryptedAsync(new VerbRun().WithKey());
        run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a1") + "\n" + GoldenKeys.Identity("a2");
        Assert.Equal(0, (await run.RunAsync("groups", "add", "--age", A2, "--threshold", "2", "s.yaml")).Exit);
        Assert.Equal(1, (await run.RunAsync("groups", "delete", "--threshold", "1", "s.yaml", "0")).Exit);
        Assert.Equal(0, (await run.RunAsync("groups", "delete", "--threshold", "1", "s.yaml", "1")).Exit);
        Assert.Equal($"s.yaml: any of these keys\n  group 0\n    age {A1}\n", (await run.RunAsync("groups", "list", "s.yaml")).OutputText);
    }

    [Theory]
    [InlineData("")]
    [InlineData("creation_rules:\n  - path_regex: ^other\n    age: AGE\n")]
    [InlineData("creation_rules:\n  - path_regex: s.yaml\n")]
    public async Task Without_a_rule_for_the_file_nothing_is_compared(string config)
    {
        using var run = await PlantedAsync();
        File.Delete(run.File(".sops.yaml"));
        if (config.Length > 0)
        {
            run.Write(".sops.yaml", config.Replace("AGE", A1, StringComparison.Ordinal));
        }

        var result = await run.RunAsync("rotate", "s.yaml");
        Assert.Equal((0, "s.yaml: new data key\n"), (result.Exit, result.ErrorText));
    }

    [Fact]
    public async Task What_is_stricter_than_the_rule_is_no_question()
    {
        using var run = await EncryptedAsync(new VerbRun().WithKey());
        run.Write(".sops.yaml", $"creation_rules:\n  - age: {A1},{A2}\n    mac_only_encrypted: true\n");
        Assert.Equal(0, (await run.RunAsync("set", "s.yaml", "a", "x")).Exit);
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_read_is_no_way_around()
    {
        using var run = await PlantedAsync();
        run.Write(".sops.yaml", "creation_rules: [\n");
        var refused = await run.RunAsync("set", "s.yaml", "a", "x");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("the recipients cannot be compared with .sops.yaml", refused.ErrorText, StringComparison.Ordinal);
        Assert.Contains("--ignore-rule goes on without comparing", refused.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, (await run.RunAsync("set", "--ignore-rule", "s.yaml", "a", "x")).Exit);
    }

    [Fact]
    public async Task The_sops_command_line_does_as_the_reference()
    {
        using var run = await PlantedAsync();
        Assert.Equal(0, (await run.RunAsync("sops", "rotate", "-i", "s.yaml")).Exit);
        Assert.Contains(A2, run.Read("s.yaml"), StringComparison.Ordinal);
    }

    private static string[] Words(string command) => [.. command.Split(' ').Select(word => word == "A3" ? A3 : word)];

    private static string Groups(int threshold) =>
        $"creation_rules:\n  - shamir_threshold: {threshold}\n    key_groups:\n      - age: [{A1}]\n      - age: [{A2}]\n      - age: " +
        $"[{A3}]\n";

    private static async Task<VerbRun> EncryptedAsync(VerbRun run, string name = "s.yaml")
    {
        run.Write(name, "a: one\nb: two\n");
        Assert.Equal(0, (await run.RunAsync("enc", name)).Exit);
        return run;
    }

    private static Task<VerbRun> PlantedAsync() => PlantedAsync(new VerbRun());

    private static async Task<VerbRun> PlantedAsync(VerbRun run)
    {
        await EncryptedAsync(run.WithKey());
        run.Write("s.yaml", KeylessEdit.Plant(run.Read("s.yaml"), A2));
        run.Editor("sed -i s/one/edited/ \"$1\"");
        return run;
    }

    /// <summary>Four files: two with one outsider, one with another, one as its rule says.</summary>
    private static async Task<VerbRun> TreeAsync(VerbRun run)
    {
        run.WithKey();
        foreach (var (name, outsider) in new[] { ("a.yaml", A2), ("b.yaml", A2), ("c.yaml", ""), ("d.yaml", A3) })
        {
            await EncryptedAsync(run, name);
            run.Write(name, outsider.Length > 0 ? KeylessEdit.Plant(run.Read(name), outsider) : run.Read(name));
        }

        return run;
    }
}
