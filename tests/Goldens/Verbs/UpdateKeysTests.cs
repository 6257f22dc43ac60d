using System.Text.Json;
using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Verbs;

/// <summary>Recipients of many files.</summary>
public sealed class UpdateKeysTests
{
    private static readonly string A1 = VerbRun.Recipient("a1");
    private static readonly string A2 = VerbRun.Recipient("a2");

    [Fact]
    public async Task A_whole_tree_gets_the_recipients_of_its_rules_and_values_stay()
    {
        using var run = await TreeAsync();
        var values = Values(run, "a.yaml");
        var result = await run.RunAsync("updatekeys", "--yes", ".");
        Assert.Equal(
            (0, $"a.yaml\n  + age {A2}\ndeep/b.yaml\n  + age {A2}\ndeep/c.json\n  + age {A2}\n", "3 files updated\n"),
            (result.Exit, result.OutputText, result.ErrorText));
        Assert.Equal(values, Values(run, "a.yaml"));
        run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a2");
        foreach (var file in new[] { "a.yaml", "deep/b.yaml", "deep/c.json" })
        {
            Assert.Equal(0, (await run.RunAsync("view", file)).Exit);
        }

        var again = await run.RunAsync("updatekeys", "--yes", ".");
        Assert.Equal((0, "", "3 files up to date\n"), (again.Exit, again.OutputText, again.ErrorText));
    }

    [Fact]
    public async Task A_dry_run_needs_no_key_writes_nothing_and_can_fail_a_pipeline()
    {
        using var run = await TreeAsync();
        run.Variables.Remove("SOPS_AGE_KEY");
        var before = run.Read("a.yaml");
        var shown = await run.RunAsync("updatekeys", "--dry-run", ".");
        Assert.Equal((0, "3 files would change\n", before), (shown.Exit, shown.ErrorText, run.Read("a.yaml")));
        Assert.Contains($"  + age {A2}\n", shown.OutputText, StringComparison.Ordinal);
        Assert.Equal(2, (await run.RunAsync("updatekeys", "--dry-run", "--exit-code", ".")).Exit);
        Assert.Equal(64, (await run.RunAsync("updatekeys", "--exit-code", ".")).Exit);
    }

    [Theory]
    [InlineData("y\n", true, "3 files updated\n")]
    [InlineData("what?\ny\n", true, "3 files updated\n")]
    [InlineData("n\n", false, "3 files left unchanged\n")]
    public async Task One_question_is_asked_for_all(string input, bool changes, string sum)
    {
        using var run = await TreeAsync();
        var before = run.Read("a.yaml");
        var result = await run.RunWithInputAsync(input, "updatekeys", ".");
        Assert.Equal((0, changes), (result.Exit, run.Read("a.yaml") != before));
        Assert.Contains("Change the recipients of these 3 files? (y/n): ", result.ErrorText, StringComparison.Ordinal);
        Assert.EndsWith(sum, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_answer_nothing_changes()
    {
        using var run = await TreeAsync();
        var before = run.Read("a.yaml");
        var result = await run.RunAsync("updatekeys", ".");
        Assert.Equal((1, before), (result.Exit, run.Read("a.yaml")));
        Assert.Contains("hint: --yes makes them without asking", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removed_recipient_is_shown_and_rotation_is_advised()
    {
        using var run = await TreeAsync();
        await run.RunAsync("updatekeys", "--yes", ".");
        run.Write(".sops.yaml", $"creation_rules:\n  - age: {A1}\n");
        var result = await run.RunAsync("updatekeys", "--yes", ".");
        Assert.Contains($"a.yaml\n  - age {A2}\n", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("hint: whoever was removed may have kept the data keys", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("secretskit rotate", result.ErrorText, StringComparison.Ordinal);
        run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a2");
        Assert.Equal(1, (await run.RunAsync("view", "a.yaml")).Exit);
    }

    [Fact]
    public async Task A_file_that_fails_does_not_keep_the_others_from_being_updated()
    {
        using var run = await TreeAsync();
        run.Write("deep/b.yaml", run.Read("deep/b.yaml").Replace("lastmodified:", "lastmodified: x", StringComparison.Ordinal));
        var other = await EncryptedForAsync("a3");
        run.Write("foreign.yaml", other);
        var result = await run.RunAsync("updatekeys", "--yes", ".", "missing.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains("secretskit: deep/b.yaml: ", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("secretskit: foreign.yaml: none of the keys at hand opens this file", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("secretskit: missing.yaml: there is no such file", result.ErrorText, StringComparison.Ordinal);
        Assert.EndsWith("\n2 files updated, 3 files failed\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains(A2, run.Read("a.yaml"), StringComparison.Ordinal);
        Assert.Equal(other, run.Read("foreign.yaml"));
    }

    [Fact]
    public async Task Json_has_a_line_for_each_file_in_order()
    {
        using var run = await TreeAsync();
        run.Write("z.yaml", await EncryptedForAsync("a3"));
        var result = await run.RunAsync("updatekeys", "--yes", "-o", "json", ".");
        var lines = result.OutputText.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["a.yaml", "deep/b.yaml", "deep/c.json", "z.yaml"], lines.Select(line => line.GetProperty("file").GetString()));
        Assert.Equal(["updated", "updated", "updated", "failed"], lines.Select(line => line.GetProperty("status").GetString()));
        Assert.Equal(A2, lines[0].GetProperty("groups")[0].GetProperty("added")[0].GetProperty("id").GetString());
        Assert.Equal(A1, lines[0].GetProperty("groups")[0].GetProperty("kept")[0].GetProperty("id").GetString());
        Assert.Equal("none of the keys at hand opens this file", lines[3].GetProperty("error").GetString());
        Assert.Equal(1, result.Exit);
    }

    [Fact]
    public async Task The_nearest_configuration_counts_for_each_file()
    {
        using var run = await TreeAsync();
        run.Write("deep/.sops.yaml", $"creation_rules:\n  - age: {A1}\n");
        var result = await run.RunAsync("updatekeys", "--yes", ".");
        Assert.Equal("1 file updated, 2 files up to date\n", result.ErrorText);
    }

    [Fact]
    public async Task Groups_and_thresholds_of_the_rule_are_taken_over()
    {
        using var run = await TreeAsync();
        run.Write(".sops.yaml", $"creation_rules:\n  - shamir_threshold: 2\n    key_groups:\n      - age: [{A1}]\n      - age: [{A2}]\n");
        var result = await run.RunAsync("updatekeys", "--yes", "a.yaml");
        Assert.Equal($"a.yaml\n  groups needed: 1 -> 2\n  group 1:\n  + age {A2}\n", result.OutputText);
        var opened = await run.RunAsync("groups", "list", "a.yaml");
        Assert.StartsWith("a.yaml: 2 of 2 groups needed\n", opened.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_threshold_alone_is_taken_over()
    {
        using var run = new VerbRun().WithKey();
        var a3 = VerbRun.Recipient("a3");
        string Rule(int threshold) => $"creation_rules:\n  - shamir_threshold: {threshold}\n    key_groups:\n      - age: [{A1}]\n      " +
            $"- age: [{A2}]\n      - age: [{a3}]\n";
        run.Write(".sops.yaml", Rule(3));
        run.Write("a.yaml", "a: 1\n");
        Assert.Equal(0, (await run.RunAsync("enc", "a.yaml")).Exit);
        run.Write(".sops.yaml", Rule(2));
        run.Variables["SOPS_AGE_KEY"] = string.Join('\n', GoldenKeys.Identity("a1"), GoldenKeys.Identity("a2"), GoldenKeys.Identity("a3"));
        var result = await run.RunAsync("updatekeys", "--yes", "a.yaml");
        Assert.Equal((0, "a.yaml\n  groups needed: 3 -> 2\n", "1 file updated\n"), (result.Exit, result.OutputText, result.ErrorText));
        run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a1") + "\n" + GoldenKeys.Identity("a3");
        Assert.Equal("a: 1\n", (await run.RunAsync("view", "a.yaml")).OutputText);
        Assert.Equal("1 file up to date\n", (await run.RunAsync("updatekeys", "--yes", "a.yaml")).ErrorText);
    }

    [Fact]
    public async Task Who_gains_and_who_loses_access_is_said_before_the_question()
    {
        using var run = await TreeAsync();
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: deep\n    age: {A1},{A2}\n  - age: {A2}\n");
        var result = await run.RunWithInputAsync("n\n", "updatekeys", ".");
        Assert.StartsWith(
            $"gains access: age {A2} (3 files)\nloses access: age {A1} (1 file)\nwarning: a.yaml: no key at hand will open the result\n"
                + $"hint: to be able to read it yourself, add your key {A1}\nChange the recipients of these 3 files? (y/n): ",
                result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selection_that_leaves_readable_what_the_rule_encrypts_is_warned_of()
    {
        using var run = await TreeAsync();
        run.Write("a.yaml", Git.KeylessEdit.Select(run.Read("a.yaml"), "^a$"));
        var result = await run.RunAsync("updatekeys", "--yes", "a.yaml");
        Assert.Equal(0, result.Exit);
        Assert.Contains(
            "warning: a.yaml: the file selects values by encrypted_regex ^a$, which may leave readable",
            result.ErrorText,
            StringComparison.Ordinal);
        Assert.Contains("hint: updatekeys does not change which values are encrypted", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_without_keys_or_no_rule_changes_nothing()
    {
        using var run = await TreeAsync();
        var before = run.Read("a.yaml");
        run.Write(".sops.yaml", "creation_rules:\n  - path_regex: ^other\n    age: x\n");
        var result = await run.RunAsync("updatekeys", "--yes", "a.yaml");
        Assert.Equal((1, before), (result.Exit, run.Read("a.yaml")));
        Assert.Contains("matches this file\nhint: add a rule", result.ErrorText, StringComparison.Ordinal);
        run.Write(".sops.yaml", "creation_rules:\n  - path_regex: a.yaml\n");
        Assert.Contains("a group without keys", (await run.RunAsync("updatekeys", "--yes", "a.yaml")).ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_says_how_far_it_came()
    {
        using var run = await TreeAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var result = await run.RunAsync(cancelled.Token, "rotate", "a.yaml", "deep/b.yaml");
        Assert.Equal(
            (130, "interrupted: 0 of 2 files are done, and every file is whole; the command can be repeated\n"),
            (result.Exit, result.ErrorText));
    }

    private static string Values(VerbRun run, string file) => run.Read(file).Split("\nsops:")[0];

    private static async Task<string> EncryptedForAsync(string key)
    {
        using var run = new VerbRun().WithKey(key);
        run.Write("x.yaml", "a: 1\n");
        await run.RunAsync("enc", "x.yaml");
        return run.Read("x.yaml");
    }

    /// <summary>Three files for a1 and a configuration that names a2, too; beside them what is not to be touched.</summary>
    private static async Task<VerbRun> TreeAsync()
    {
        var run = new VerbRun().WithKey();
        run.Write("a.yaml", $"a: {VerbRun.Canary}\n");
        run.Write("deep/b.yaml", "b: 1\n");
        run.Write("deep/c.json", "{\"c\": 1}\n");
        Assert.Equal(0, (await run.RunAsync("enc", "a.yaml", "deep/b.yaml", "deep/c.json")).Exit);
        run.Write("plain.yaml", "a: 1\n");
        run.Write(".git/kept.yaml", run.Read("a.yaml"));
        run.Write("ignored/kept.yaml", run.Read("a.yaml"));
        run.Write(".gitignore", "ignored/\n");
        Directory.CreateSymbolicLink(run.File("deep/loop"), run.Path);
        run.Write(".sops.yaml", $"creation_rules:\n  - age: {A1},{A2}\n");
        return run;
    }
}
