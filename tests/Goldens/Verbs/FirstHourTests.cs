namespace SecretsKit.Goldens.Verbs;

/// <summary>What somebody gets wrong in the first hour with the program, and what the program says then.</summary>
public sealed class FirstHourTests
{
    [Theory]
    [InlineData("--quiet", "")]
    [InlineData("--verbose", "s.yaml: changed [\"a\"][\"b\"]\n")]
    public async Task How_much_is_said_may_stand_before_the_command(string how, string said)
    {
        using var run = await EncryptedAsync();
        var result = await run.RunAsync(how, "set", "s.yaml", "a.b", "y");
        Assert.Equal((0, said), (result.Exit, result.ErrorText));
        Assert.Equal("y\n", (await run.RunAsync("view", "--extract", "a.b", "s.yaml")).OutputText.TrimEnd('\n') + "\n");
    }

    [Theory]
    [InlineData("-v", "'secretskit --version' prints the version")]
    [InlineData("--quiet", "'secretskit --version' prints the version; --quiet and --verbose stand with a command")]
    [InlineData("remove s.yaml a.b", "'secretskit unset FILE PATH' removes a value")]
    [InlineData("help nothing", "topics are keys, paths, rules")]
    [InlineData("doctor --json", "--output json prints for programs")]
    [InlineData("view --json s.yaml", "--output-type json prints it so")]
    [InlineData("enc --encrypted-regex ^a$ t.yaml", "the rule in .sops.yaml says which values are encrypted")]
    public async Task A_word_of_another_tool_is_answered_with_ours(string words, string hint)
    {
        using var run = await EncryptedAsync();
        run.Write("t.yaml", "a: 1\n");
        var result = await run.RunAsync(words.Split(' '));
        Assert.Equal((64, "a: 1\n"), (result.Exit, run.Read("t.yaml")));
        Assert.Contains("\nhint: " + hint, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plaintext_never_takes_the_place_of_its_file_by_a_slip_and_no_hint_removes_the_file()
    {
        using var run = await EncryptedAsync();
        var before = run.Read("s.yaml");
        var result = await run.RunAsync("dec", "s.yaml", "-o", "s.yaml");
        Assert.Equal((1, before), (result.Exit, run.Read("s.yaml")));
        Assert.Equal(
            "secretskit: s.yaml: the plaintext would take the place of the file itself\n"
                + "hint: --in-place does that; 'secretskit view s.yaml' prints it\n",
            result.ErrorText);
    }

    [Fact]
    public async Task A_copy_that_is_older_than_its_file_is_not_said_to_be_taken_over()
    {
        using var run = await EncryptedAsync();
        Assert.Equal(0, (await run.RunAsync("dec", "s.yaml")).Exit);
        Assert.Equal(0, (await run.RunAsync("set", "s.yaml", "a.b", "y")).Exit);
        File.SetLastWriteTimeUtc(run.File("s.yaml.dec"), File.GetLastWriteTimeUtc(run.File("s.yaml")).AddMinutes(-1));
        var result = await run.RunAsync("dec", "s.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains(
            "\nhint: it is older than s.yaml, which 'secretskit view s.yaml' prints", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("secretskit enc", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_by_a_pipe_is_said_to_be_encrypted_whole()
    {
        using var run = await EncryptedAsync();
        var whole = await run.RunWithInputAsync("c: y\n", "enc", "-");
        Assert.Equal(0, whole.Exit);
        Assert.Contains("as opaque bytes\nhint: --input-type yaml", whole.ErrorText, StringComparison.Ordinal);
        var named = await run.RunWithInputAsync("c: y\n", "enc", "--input-type", "yaml", "-");
        Assert.DoesNotContain("opaque", named.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_env_names_the_key_that_was_nearly_typed()
    {
        using var run = await EncryptedAsync("database:\n    b: x\n");
        var result = await run.RunAsync("exec-env", "--extract", "databse", "s.yaml", "--", "env");
        Assert.Equal(1, result.Exit);
        Assert.Equal(
            "secretskit: s.yaml: there is no databse in this file\nhint: did you mean '[\"database\"]'?\n", result.ErrorText);
    }

    [Theory]
    [InlineData("a: 1\nb:\n\t- c\n", "put blanks in its place")]
    [InlineData("sops: canary\na: b\n", "rename it; if the file was encrypted once")]
    public async Task A_file_that_cannot_be_encrypted_is_said_to_need_what_it_needs(string text, string hint)
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", text);
        var result = await run.RunAsync("enc", "s.yaml");
        Assert.Equal((1, text), (result.Exit, run.Read("s.yaml")));
        Assert.Contains("\nhint: " + hint, result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("sops edit", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_are_no_UTF_8_or_have_no_names_are_said_to_be_so()
    {
        using var run = new VerbRun().WithKey();
        File.WriteAllBytes(run.File("s.yaml"), [.. "a: "u8, 0x93, .. "x"u8, 0x94, (byte)'\n']);
        run.Write("s.env", "no equals\n");
        foreach (var (file, hint) in new[]
        {
            ("s.yaml", "it is not saved as UTF-8: iconv -f WINDOWS-1252 -t UTF-8 s.yaml"),
            ("s.env", "a line is NAME=VALUE"),
        })
        {
            Assert.Contains("\nhint: " + hint, (await run.RunAsync("enc", file)).ErrorText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_value_that_was_written_by_hand_into_an_encrypted_file_is_said_to_be_so()
    {
        using var run = await EncryptedAsync();
        var text = run.Read("s.yaml");
        var line = text.Split('\n')[1];
        run.Write("s.yaml", text.Replace(line, "    b: by-hand", StringComparison.Ordinal));
        var result = await run.RunAsync("view", "s.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains("\nhint: somebody wrote it by hand", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("by-hand", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kms", "nonsense", "an ARN is as arn:aws:kms:")]
    [InlineData("--gcp-kms", "x", "a key is as projects/P/locations/L/keyRings/R/cryptoKeys/K")]
    [InlineData("--pgp", "ann@example.com", "'gpg --list-keys' shows the public keys")]
    public async Task A_name_of_a_key_that_names_none_is_answered_with_the_form(string option, string name, string hint)
    {
        using var run = new VerbRun();
        run.Write("s.yaml", "a: 1\n");
        var result = await run.RunAsync("enc", option, name, "s.yaml");
        Assert.Equal((1, "a: 1\n"), (result.Exit, run.Read("s.yaml")));
        Assert.Contains("\nhint: " + hint, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_threshold_beyond_the_groups_is_one_message()
    {
        using var run = new VerbRun().WithKey();
        run.Write(
            ".sops.yaml",
            $"creation_rules:\n  - key_groups:\n      - age: [{VerbRun.Recipient("a1")}]\n      - age: [{VerbRun.Recipient("a2")}]\n"
                + "    shamir_threshold: 3\n");
        run.Write("s.yaml", "a: 1\n");
        var result = await run.RunAsync("enc", "s.yaml");
        Assert.Equal(1, result.Exit);
        Assert.DoesNotContain("warning", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("\nhint: it is 2; without it", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config", "'secretskit init' writes a .sops.yaml")]
    [InlineData("updatekeys --age age1x s.yaml", "add the recipient to .sops.yaml; then 'secretskit updatekeys'")]
    public async Task A_word_about_keys_leads_to_who_knows_them(string words, string hint)
    {
        using var run = await EncryptedAsync();
        var result = await run.RunAsync(words.Split(' '));
        Assert.Equal(64, result.Exit);
        Assert.Contains("\nhint: " + hint, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipients_without_a_comma_encrypt_for_none_of_them()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: 1\n");
        var result = await run.RunAsync("enc", "--age", VerbRun.Recipient("a1"), VerbRun.Recipient("a2"), "s.yaml");
        Assert.Equal((64, "a: 1\n"), (result.Exit, run.Read("s.yaml")));
        Assert.Contains("\nhint: several recipients have commas between them", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_where_a_recipient_belongs_is_said_to_be_one()
    {
        using var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a: 1\n");
        var result = await run.RunAsync("enc", "--age", "./bob.txt", "s.yaml");
        Assert.Equal((1, "a: 1\n"), (result.Exit, run.Read("s.yaml")));
        Assert.Contains("'secretskit keygen -y ./bob.txt' prints those", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12")]
    [InlineData("ann@example.com")]
    public async Task Init_writes_no_rule_for_what_is_no_fingerprint(string name)
    {
        using var run = new VerbRun();
        var result = await run.RunAsync("init", "--pgp", name);
        Assert.Equal((64, false), (result.Exit, run.Has(".sops.yaml")));
        Assert.Contains($"\nhint: 'gpg --list-keys {name}' shows it", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_may_stand_before_the_command()
    {
        using var run = new VerbRun();
        Assert.StartsWith("usage: secretskit enc ", (await run.RunAsync("--help", "enc")).OutputText, StringComparison.Ordinal);
    }

    private static async Task<VerbRun> EncryptedAsync(string text = "a:\n    b: x\n")
    {
        var run = new VerbRun().WithKey();
        run.Write("s.yaml", text);
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        return run;
    }
}
