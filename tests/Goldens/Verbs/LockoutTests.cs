namespace SecretsKit.Goldens.Verbs;

/// <summary>No person is locked out of a file by a typing error: there is a warning, and on a terminal a question.</summary>
public sealed class LockoutTests
{
    private const string Warning = "warning: s.yaml: no key at hand will open the result\n";
    private static readonly string AddHint = $"hint: to be able to read it yourself, add your key {VerbRun.Recipient("a1")}\n";
    private const string GroupHint =
        "hint: 2 of 2 key groups must be opened, and the keys at hand are in fewer: it takes others to read it, which may be meant\n";

    private static readonly string Other = VerbRun.Recipient("a2");

    private static string Hint(string[] words) => words[0] == "groups" ? GroupHint : AddHint;

    /// <summary>Commands after which only somebody else can read the file.</summary>
    public static TheoryData<string, string[]> Commands => new()
    {
        { "plain", ["enc", "--age", Other, "s.yaml"] },
        { "encrypted", ["updatekeys", "-y", "s.yaml"] },
        { "encrypted", ["rotate", "--ignore-rule", "--add-age", Other, "--rm-age", VerbRun.Recipient("a1"), "s.yaml"] },
        { "encrypted", ["groups", "add", "--ignore-rule", "--age", Other, "--threshold", "2", "s.yaml"] },
    };

    [Theory, MemberData(nameof(Commands))]
    public async Task Without_a_terminal_there_is_a_warning_and_the_command_goes_on(string state, string[] words)
    {
        using var run = await WithFileAsync(state);
        var before = run.Read("s.yaml");
        var result = await run.RunAsync(words);
        Assert.Equal((0, true), (result.Exit, run.Read("s.yaml") != before));
        Assert.Contains(Warning + Hint(words), result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(128, (await run.RunAsync("sops", "decrypt", "s.yaml")).Exit);
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task On_a_terminal_it_is_asked_and_a_no_changes_nothing(string state, string[] words)
    {
        foreach (var answer in new[] { "n\n", "" })
        {
            using var run = await WithFileAsync(state, answers: []);
            var before = run.Read("s.yaml");
            var result = await run.RunWithInputAsync(answer, words);
            Assert.Equal((1, before), (result.Exit, run.Read("s.yaml")));
            Assert.Contains(Warning + Hint(words) + "Go on all the same? (y/n): ", result.ErrorText, StringComparison.Ordinal);
            Assert.Contains(
                "left as it is, because no key at hand would open the result\n" +
                    "hint: add a key of yours to the recipients, or pass --for-others\n",
                result.ErrorText,
                StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task A_yes_and_the_switch_go_on(string state, string[] words)
    {
        foreach (var (input, line) in new[] { ("y\n", words), ("", [.. words, "--for-others"]) })
        {
            using var run = await WithFileAsync(state, answers: []);
            var before = run.Read("s.yaml");
            var result = await run.RunWithInputAsync(input, line);
            Assert.True(result.Exit == 0, result.ErrorText);
            Assert.NotEqual(before, run.Read("s.yaml"));
            Assert.Equal(input.Length > 0, result.ErrorText.Contains("no key at hand", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Updatekeys_asks_its_own_question_only()
    {
        using var run = await WithFileAsync("encrypted", answers: []);
        var result = await run.RunWithInputAsync("y\n", "updatekeys", "s.yaml");
        Assert.Equal(0, result.Exit);
        Assert.Contains(Warning, result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("Go on all the same", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Updatekeys_counts_the_groups_that_the_rule_needs_from_now_on()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: x\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        run.Write(
            ".sops.yaml",
            "creation_rules:\n  - shamir_threshold: 2\n    key_groups:\n"
                + $"      - age: [{VerbRun.Recipient("a1")}]\n      - age: [{Other}]\n");
        var result = await run.RunAsync("updatekeys", "-y", "s.yaml");
        Assert.Equal(0, result.Exit);
        Assert.Contains(Warning + GroupHint, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_key_at_all_is_told_how_to_make_one()
    {
        using var run = new VerbRun().WithKey();
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Write("s.yaml", "a: x\n");
        var result = await run.RunAsync("enc", "s.yaml");
        Assert.Equal(0, result.Exit);
        Assert.Contains(
            Warning + "hint: there is no age key of yours here: 'secretskit keygen' makes one, whose public half goes to the recipients\n",
            result.ErrorText,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kms", "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000")]
    public async Task Keys_that_nobody_can_ask_about_are_no_reason_for_a_warning(string option, string key)
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: x\n");
        var result = await run.RunAsync("enc", option, key, "--age", Other, "s.yaml");
        Assert.DoesNotContain("no key at hand", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_file_of_many_is_asked_about_once_for_all_that_are_alike()
    {
        using var run = await WithFileAsync("plain", answers: []);
        run.Write("t.yaml", "a: x\n");
        var result = await run.RunWithInputAsync("y\n", "enc", "--age", Other, "s.yaml", "t.yaml");
        Assert.Equal(0, result.Exit);
        Assert.Equal(1, result.ErrorText.Split("Go on all the same").Length - 1);
    }

    private static async Task<VerbRun> WithFileAsync(string state, string[]? answers = null)
    {
        var run = new VerbRun { Answers = answers }.WithKey();
        run.Write("s.yaml", "a: x\n");
        if (state == "encrypted")
        {
            Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
            run.Write(".sops.yaml", $"creation_rules:\n  - age: {Other}\n");
        }

        return run;
    }
}
