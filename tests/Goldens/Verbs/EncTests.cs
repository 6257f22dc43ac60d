namespace SecretsKit.Goldens.Verbs;

/// <summary>Encrypting in place: P-070, P-073, P-074, P-078.</summary>
public sealed class EncTests
{
    private const string Plain = $"# who\ndatabase:\n    user: orders\n    password: {VerbRun.Canary}\n";

    /// <summary>P-070.</summary>
    [Theory]
    [InlineData("s.yaml", "a:\n\tb: x\n", "\nhint: put blanks in its place")]
    [InlineData("s.env", "A=1\nnot a pair\n", "invalid dotenv input line: 2\nhint: a line is NAME=VALUE, a comment or empty;")]
    public async Task What_the_syntax_wants_instead_is_said(string file, string text, string problem)
    {
        using var run = new VerbRun().WithKey();
        run.Write(file, text);
        var result = await run.RunAsync("enc", file);
        Assert.Equal((1, text), (result.Exit == 0 ? 0 : 1, run.Read(file)));
        Assert.Contains(problem, result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s.yaml", "sops: x\na: b\n", "it holds a key named sops at its top")]
    [InlineData("s.env", "sops_x=1\n", "it holds a name that begins with sops_")]
    public async Task A_key_that_sops_needs_for_itself_is_one_clear_error(string file, string text, string problem)
    {
        using var run = new VerbRun().WithKey();
        run.Write(file, text);
        var result = await run.RunAsync("enc", file);
        Assert.Equal((1, text), (result.Exit, run.Read(file)));
        Assert.Contains($"secretskit: {file}: {problem}", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("\nhint: rename it", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain("edit my_file.yaml", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task P_070_Encrypts_in_place_and_tells_start_and_success()
    {
        using var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", Plain);
        var result = await run.RunAsync("enc", "secrets.yaml");
        Assert.Equal((0, ""), (result.Exit, result.OutputText));
        Assert.Equal("encrypting secrets.yaml\nencrypted secrets.yaml: 2 of 2 values, 1 recipient (.sops.yaml)\n", result.ErrorText);
        Assert.DoesNotContain(VerbRun.Canary, run.Read("secrets.yaml"));
    }

    /// <summary>P-073.</summary>
    [Fact]
    public async Task P_073_The_result_is_a_sops_file_that_the_sops_command_line_opens()
    {
        using var run = new VerbRun().WithKey();
        run.Write("secrets.yaml", Plain);
        await run.RunAsync("enc", "secrets.yaml");
        var text = run.Read("secrets.yaml");
        Assert.Matches(@"(?m)^    password: ENC\[AES256_GCM,data:[^,]+,iv:[^,]+,tag:[^,]+,type:str\]$", text);
        Assert.Contains("\nsops:\n", text, StringComparison.Ordinal);
        Assert.Contains("recipient: " + VerbRun.Recipient("a1"), text, StringComparison.Ordinal);
        var opened = await run.RunAsync("sops", "decrypt", "secrets.yaml");
        Assert.Equal((0, Plain), (opened.Exit, opened.OutputText));
    }

    /// <summary>P-073.</summary>
    [Theory]
    [InlineData("a.json", "{\n\t\"a\": \"canary-7f3e9a\"\n}\n")]
    [InlineData("a.env", "A=canary-7f3e9a\n")]
    [InlineData("a.ini", "[s]\na = canary-7f3e9a\n")]
    [InlineData("a.bin", "canary-7f3e9a\0\n")]
    public async Task P_073_Every_format_comes_back_as_it_was(string name, string text)
    {
        using var run = new VerbRun().WithKey();
        run.Write(name, text);
        Assert.Equal(0, (await run.RunAsync("enc", name)).Exit);
        Assert.DoesNotContain(VerbRun.Canary, run.Read(name));
        Assert.Equal(text, (await run.RunAsync("view", name)).OutputText);
    }

    [Theory]
    [InlineData("age: age1rec1qqqsyqcyq5rqwzqfpg9scrgwpugpzysn4uecmz", "install the program age-plugin-rec, or add its folder to PATH")]
    [InlineData("pgp: 15850269E1FF9356D67E72D47996E5D8D122720D", "install gpg, or name the program in SOPS_GPG_EXEC, and try again")]
    public async Task What_the_user_is_advised_follows_from_why_a_key_cannot_wrap(string rule, string hint)
    {
        using var run = new VerbRun().WithKey();
        run.Variables["SOPS_GPG_EXEC"] = "no-such-gpg";
        run.Write(".sops.yaml", $"creation_rules:\n  - {rule}\n");
        run.Write("secrets.yaml", Plain);
        var result = await run.RunAsync("enc", "secrets.yaml");
        Assert.NotEqual(0, result.Exit);
        Assert.EndsWith($"\nhint: {hint}\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(Plain, run.Read("secrets.yaml"));
    }

    /// <summary>P-074.</summary>
    [Fact]
    public async Task P_074_The_configuration_nearest_to_the_file_counts_wherever_one_stands()
    {
        using var run = new VerbRun().WithKey("a2");
        run.Write("team/.sops.yaml", $"creation_rules:\n  - path_regex: deep/.*\\.yaml$\n    age: {VerbRun.Recipient("a1")}\n");
        run.Write("team/deep/secrets.yaml", Plain);
        var result = await run.RunAsync("enc", "team/deep/secrets.yaml");
        Assert.Contains("(team/.sops.yaml)", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains(VerbRun.Recipient("a1"), run.Read("team/deep/secrets.yaml"), StringComparison.Ordinal);
    }

    /// <summary>P-074.</summary>
    [Fact]
    public async Task P_074_Without_one_above_the_file_that_of_the_working_directory_counts()
    {
        using var elsewhere = new VerbRun();
        elsewhere.Write("secrets.yaml", Plain);
        using var run = new VerbRun().WithKey();
        Assert.Equal(0, (await run.RunAsync("enc", elsewhere.File("secrets.yaml"))).Exit);
        Assert.Contains(VerbRun.Recipient("a1"), elsewhere.Read("secrets.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Named_recipients_replace_the_configured_ones()
    {
        using var run = new VerbRun().WithKey("a1");
        run.Write("secrets.yaml", Plain);
        var result = await run.RunAsync("enc", "--age", VerbRun.Recipient("a2"), "--age", VerbRun.Recipient("a3"), "secrets.yaml");
        Assert.Contains("2 recipients (named on the command line)", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain(VerbRun.Recipient("a1"), run.Read("secrets.yaml"));
    }

    /// <summary>P-078.</summary>
    [Fact]
    public async Task P_078_The_result_can_go_to_another_file_or_to_standard_output()
    {
        using var run = new VerbRun().WithKey();
        run.Write("in.yaml", Plain);
        Assert.Equal(0, (await run.RunAsync("enc", "-o", "secrets.yaml.enc", "in.yaml")).Exit);
        Assert.Equal(Plain, run.Read("in.yaml"));
        Assert.Equal(Plain, (await run.RunAsync("view", "secrets.yaml.enc")).OutputText);

        var printed = await run.RunAsync("enc", "--stdout", "in.yaml");
        Assert.Equal(Plain, run.Read("in.yaml"));
        run.Write("printed.yaml", printed.OutputText);
        Assert.Equal(Plain, (await run.RunAsync("view", "printed.yaml")).OutputText);
    }

    [Fact]
    public async Task A_file_that_fails_does_not_keep_the_others_from_being_encrypted()
    {
        using var run = new VerbRun().WithKey();
        run.Write("a.yaml", "a: [\n");
        run.Write("b.yaml", Plain);
        var result = await run.RunAsync("enc", "a.yaml", "b.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains("secretskit: a.yaml:", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain(VerbRun.Canary, run.Read("b.yaml"));
    }

    [Fact]
    public async Task A_rule_that_selects_nothing_is_warned_of()
    {
        using var run = new VerbRun().WithKey(rule: "    encrypted_regex: ^nothing$\n");
        run.Write("secrets.yaml", "a: 1\n");
        var result = await run.RunAsync("enc", "secrets.yaml");
        Assert.Contains("warning: nothing in this file is encrypted", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("hint: ", result.ErrorText, StringComparison.Ordinal);
    }
}
