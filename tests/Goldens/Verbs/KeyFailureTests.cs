namespace SecretsKit.Goldens.Verbs;

/// <summary>No key opens a file: the cause first, then who can open it, then what to do.</summary>
public sealed class KeyFailureTests
{
    private const string Begin = "secretskit: s.yaml: none of the keys at hand opens this file: ";

    [Theory]
    [InlineData("/nowhere/keys.txt", "SOPS_AGE_KEY_FILE names /nowhere/keys.txt, which does not exist")]
    [InlineData("~/keys.txt", "SOPS_AGE_KEY_FILE is ~/keys.txt: only a shell reads ~ as the home folder, and not in quotes; write $HOME")]
    [InlineData("empty.txt", "SOPS_AGE_KEY_FILE names empty.txt, which holds no age identities that can be read: no identities found")]
    [InlineData("$HOME/k.txt", "SOPS_AGE_KEY_FILE is $HOME/k.txt: no shell put a value in place of the variable; write \"double quotes\"")]
    [InlineData("'k.txt'", "SOPS_AGE_KEY_FILE is 'k.txt', and the quotes are taken for a part of the name: leave them out")]
    [InlineData("folder", "SOPS_AGE_KEY_FILE names folder, which is a folder: name the file in it")]
    [InlineData(
        "wide.txt", "SOPS_AGE_KEY_FILE names wide.txt, which holds no age identities that can be read: it is UTF-16: save it as UTF-8")]
    [InlineData(
        "ssh", "SOPS_AGE_KEY_FILE names ssh, which holds no age identities that can be read: it is a private SSH key, which "
            + "SOPS_AGE_SSH_PRIVATE_KEY_FILE takes")]
    [InlineData(
        "public.txt", "SOPS_AGE_KEY_FILE names public.txt, which holds no age identities that can be read: it is a public key, and the "
            + "private one is needed")]
    public async Task The_variable_and_the_file_that_are_wrong_are_named(string value, string cause)
    {
        using var run = await EncryptedAsync();
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Variables["SOPS_AGE_KEY_FILE"] = value;
        run.Write("ssh", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n");
        run.Write("public.txt", VerbRun.Recipient("a1") + "\n");
        run.Write("empty.txt", "# nothing\n");
        run.Write("folder/k.txt", "");
        System.IO.File.WriteAllText(run.File("wide.txt"), GoldenKey(), System.Text.Encoding.Unicode);
        var result = await run.RunAsync("view", "s.yaml");
        Assert.StartsWith(Begin + cause + "\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("\nhint: correct that first; 'secretskit doctor' shows all places", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SOPS_AGE_KEYFILE")]
    [InlineData("SOPS_AGE_KEYS_FILE")]
    [InlineData("AGE_KEY_FILE")]
    public async Task A_variable_that_is_nearly_the_right_one_is_named_as_not_read(string variable)
    {
        using var run = await EncryptedAsync();
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Variables[variable] = "k.txt";
        var cause = $"there is no key here: SOPS_AGE_KEY_FILE is not set ({variable} is, and is not read), and ";
        Assert.StartsWith(Begin + cause, (await run.RunAsync("view", "s.yaml")).ErrorText, StringComparison.Ordinal);
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
    public async Task A_mark_that_an_editor_put_before_the_first_line_of_a_key_file_does_not_count()
    {
        using var run = await EncryptedAsync();
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Write("keys.txt", "\ufeff" + GoldenKey() + "\r\n");
        run.Variables["SOPS_AGE_KEY_FILE"] = "keys.txt";
        Assert.Equal("a: x\n", (await run.RunAsync("view", "s.yaml")).OutputText);
    }

    [Fact]
    public async Task A_path_where_a_key_belongs_is_called_one()
    {
        using var run = await EncryptedAsync();
        run.Variables["SOPS_AGE_KEY"] = "/home/ann/keys.txt";
        var error = (await run.RunAsync("view", "s.yaml")).ErrorText;
        Assert.Contains("it begins like the name of a file, which SOPS_AGE_KEY_FILE takes\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_variable_that_names_another_key_is_named_in_a_whole_sentence()
    {
        using var run = await EncryptedAsync();
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Write("keys.txt", Sops.GoldenKeys.Identity("a2") + "\n");
        run.Variables["SOPS_AGE_KEY_FILE"] = "keys.txt";
        Assert.StartsWith(
            $"{Begin}your key {VerbRun.Recipient("a2")} (SOPS_AGE_KEY_FILE names keys.txt) is not among its recipients\n",
            (await run.RunAsync("view", "s.yaml")).ErrorText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_for_keys_that_fails_is_the_cause()
    {
        using var run = await EncryptedAsync();
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Variables["SOPS_AGE_KEY_CMD"] = "no-such-command";
        var error = (await run.RunAsync("view", "s.yaml")).ErrorText;
        Assert.StartsWith(Begin + "SOPS_AGE_KEY_CMD names a command that failed: no-such-command: ", error, StringComparison.Ordinal);
        Assert.Contains("\nhint: correct that first; ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_key_of_the_file_is_no_reason_to_send_a_key_to_anybody()
    {
        using var run = await EncryptedAsync();
        run.Write("s.yaml", run.Read("s.yaml").Replace("BEGIN AGE ENC", "BEGIN AGE NEC", StringComparison.Ordinal));
        var error = (await run.RunAsync("view", "s.yaml")).ErrorText;
        Assert.Contains("\nhint: the sops part at the end of the file is damaged; ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("send your public key", error, StringComparison.Ordinal);
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
