namespace SecretsKit.Goldens.Verbs;

/// <summary>No key opens a file: the cause first, then who can open it, then what to do.</summary>
public sealed class KeyFailureTests
{
    private const string Begin = "secretskit: s.yaml: none of the keys at hand opens this file: ";

    [Theory]
    [InlineData("/nowhere/keys.txt", "SOPS_AGE_KEY_FILE names /nowhere/keys.txt, which does not exist")]
    [InlineData("~/keys.txt", "SOPS_AGE_KEY_FILE is ~/keys.txt: only a shell reads ~ as the home folder, and not in quotes; write $HOME")]
    [InlineData("empty.txt", "SOPS_AGE_KEY_FILE names empty.txt, which holds no age identities that can be read: no identities found")]
    public async Task The_variable_and_the_file_that_are_wrong_are_named(string value, string cause)
    {
        using var run = await EncryptedAsync();
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Variables["SOPS_AGE_KEY_FILE"] = value;
        run.Write("empty.txt", "# nothing\n");
        var result = await run.RunAsync("view", "s.yaml");
        Assert.StartsWith(Begin + cause + "\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("\nhint: correct that first; 'secretskit doctor' shows all places", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_opened_a_group_is_not_told_to_be_no_recipient()
    {
        using var run = new VerbRun().WithKey();
        run.Write(
            ".sops.yaml",
            $"creation_rules:\n  - shamir_threshold: 2\n    key_groups:\n      - age: [{VerbRun.Recipient("a1")}]\n      - age:\n"
                + $"          - {VerbRun.Recipient("a2")} # operations\n");
        run.Write("s.yaml", "a: x\n");
        await run.RunAsync("enc", "--for-others", "s.yaml");
        var result = await run.RunAsync("view", "s.yaml");
        Assert.Equal(
            Begin + "1 of the 2 key groups that it takes were opened\nwho can open group 1:\n"
                + $"  operations (age {VerbRun.Recipient("a2")})\n"
                + "hint: ask somebody of the other groups, or run this where a key of theirs is, too\n"
                + "hint: --verbose shows what was tried with each key\n",
            result.ErrorText);
    }

    [Theory]
    [InlineData("  ")]
    [InlineData("\t")]
    [InlineData(" \r")]
    public async Task Blanks_at_the_end_of_a_line_of_a_key_file_do_not_count(string blanks)
    {
        using var run = await EncryptedAsync();
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Write("keys.txt", $"# key{blanks}\n{GoldenKey()}{blanks}\n{blanks}\n");
        run.Variables["SOPS_AGE_KEY_FILE"] = "keys.txt";
        Assert.Equal("a: x\n", (await run.RunAsync("view", "s.yaml")).OutputText);
        Assert.Equal("a: x\n", (await run.RunAsync("sops", "decrypt", "s.yaml")).OutputText);
    }

    [Fact]
    public async Task The_sops_dialect_keeps_its_text()
    {
        using var run = await EncryptedAsync();
        run.WithKey("a2");
        var result = await run.RunAsync("sops", "decrypt", "s.yaml");
        Assert.Equal(128, result.Exit);
        Assert.StartsWith("Failed to get the data key required to decrypt the SOPS file.\n", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_leaves_failures_and_warnings_alone()
    {
        using var run = await EncryptedAsync();
        Assert.Equal("", (await run.RunAsync("set", "--quiet", "s.yaml", "a", "y")).ErrorText);
        run.WithKey("a2");
        Assert.StartsWith(Begin, (await run.RunAsync("view", "--quiet", "s.yaml")).ErrorText, StringComparison.Ordinal);
    }

    private static string GoldenKey() => Sops.GoldenKeys.Identity("a1");

    private static async Task<VerbRun> EncryptedAsync()
    {
        var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: x\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        return run;
    }
}
