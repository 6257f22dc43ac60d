namespace SecretsKit.Goldens.Verbs;

/// <summary>Words that people type out of habit lead to what they want, and never from reading to writing.</summary>
public sealed class HabitTests
{
    [Theory]
    [InlineData("get s.yaml", "'secretskit view --extract PATH FILE' prints one value")]
    [InlineData("-d s.yaml", "'secretskit view FILE' prints the plaintext")]
    [InlineData("show s.yaml", "'secretskit view FILE' prints the plaintext")]
    [InlineData("env s.yaml", "'secretskit exec-env FILE -- COMMAND'")]
    [InlineData("install", "'secretskit git install'")]
    [InlineData("s.yaml", "'secretskit view s.yaml' prints it, 'secretskit edit s.yaml' opens it")]
    [InlineData("dec --stdout s.yaml", "'secretskit view FILE' prints the plaintext")]
    [InlineData("enc -i s.yaml", "leave it out: enc encrypts in place")]
    [InlineData("keys", "'secretskit keygen' makes a key; 'secretskit help keys' says where")]
    [InlineData("keys new", "'secretskit keygen' makes a key")]
    [InlineData("-v", "'secretskit --version' prints the version")]
    [InlineData("dec -q s.yaml", "--quiet ")]
    [InlineData("view -v s.yaml", "--verbose ")]
    [InlineData("view s.yaml --age-key k.txt", "SOPS_AGE_KEY_FILE names the file with your private key")]
    [InlineData("set s.yaml a.b --value x", "VALUE is the word behind PATH")]
    [InlineData("updatekeys --force s.yaml", "--yes makes the changes")]
    [InlineData("viwe s.yaml", "did you mean 'secretskit view'?")]
    public async Task A_habit_is_answered_with_what_does_the_same(string words, string hint)
    {
        using var run = await EncryptedAsync();
        var before = run.Read("s.yaml");
        var result = await run.RunAsync(words.Split(' '));
        Assert.Equal((64, before), (result.Exit, run.Read("s.yaml")));
        Assert.Contains("\nhint: " + hint, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dash_is_standard_input_and_output()
    {
        using var run = await EncryptedAsync();
        var text = run.Read("s.yaml");
        Assert.Equal("a:\n    b: x\n", (await run.RunWithInputAsync(text, "view", "-")).OutputText);
        Assert.Equal("a:\n    b: x\n", (await run.RunWithInputAsync(text, "view", "--input-type", "yaml", "-")).OutputText);
        var encrypted = await run.RunWithInputAsync("c: y\n", "enc", "--input-type", "yaml", "-");
        Assert.StartsWith("c: ENC[", encrypted.OutputText, StringComparison.Ordinal);
        var add = $"groups add - --ignore-rule --age {VerbRun.Recipient("a2")}";
        foreach (var words in new[] { "set - a.b new", "unset - a.b", "rotate -", add })
        {
            var changed = await run.RunWithInputAsync(text, words.Split(' '));
            Assert.Equal((words, 0), (words, changed.Exit));
            Assert.StartsWith("a:", changed.OutputText, StringComparison.Ordinal);
            Assert.Contains("\nsops:\n", changed.OutputText, StringComparison.Ordinal);
        }

        foreach (var (verb, hint) in new[] { ("updatekeys", "name the file"), ("edit", "name a file") })
        {
            var refused = await run.RunWithInputAsync(text, verb, "-");
            Assert.NotEqual(0, refused.Exit);
            Assert.Contains("\nhint: " + hint, refused.ErrorText, StringComparison.Ordinal);
        }

        Assert.Equal(text, run.Read("s.yaml"));
        run.Write("t.yaml", "c: y\n");
        Assert.StartsWith("c: ENC[", (await run.RunAsync("enc", "-o", "-", "t.yaml")).OutputText, StringComparison.Ordinal);
        Assert.False(run.Has("-"));
    }

    [Theory]
    [InlineData("filestatus", "s.yaml: encrypted")]
    [InlineData("updatekeys --yes", "")]
    [InlineData("groups list", "s.yaml: any of these keys")]
    public async Task The_folder_is_the_default(string words, string output)
    {
        using var run = await EncryptedAsync();
        var result = await run.RunAsync(words.Split(' '));
        Assert.Equal(0, result.Exit);
        Assert.StartsWith(output, result.OutputText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "x")]
    [InlineData("[\"a\"]", "x")]
    public async Task Exec_env_takes_paths_as_all_verbs_do(string path, string value)
    {
        using var run = await EncryptedAsync();
        var result = await run.RunAsync("exec-env", "--extract", path, "s.yaml", "--", "sh", "-c", "printf $b");
        Assert.Equal((0, value), (result.Exit, result.OutputText));
    }

    [Theory]
    [InlineData("view")]
    [InlineData("enc")]
    [InlineData("rotate")]
    public async Task A_conflict_marker_of_git_is_recognised(string verb)
    {
        using var run = await EncryptedAsync();
        run.Write("s.yaml", "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n");
        var result = await run.RunAsync(verb, "s.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains(
            "secretskit: s.yaml: line 2 is a git conflict marker\n"
                + "hint: 'secretskit git resolve s.yaml' settles the conflict; or take the line out, if it was left\n",
            result.ErrorText,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys", "SOPS_AGE_KEY_FILE")]
    [InlineData("paths", "database.users[0].name")]
    [InlineData("rules", "path_regex")]
    [InlineData("exit-codes", "130")]
    [InlineData("json", "filestatus")]
    public async Task Topics_have_help_that_fits_the_terminal(string topic, string word)
    {
        using var run = new VerbRun { OnTerminal = true };
        run.Variables["TERM"] = "dumb";
        var result = await run.RunAsync("help", topic);
        Assert.Equal(0, result.Exit);
        Assert.Contains(word, result.OutputText, StringComparison.Ordinal);
        Assert.All(result.OutputText.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData("CLICOLOR_FORCE", "1", false, true)]
    [InlineData("CLICOLOR_FORCE", "0", false, false)]
    [InlineData("CLICOLOR", "0", true, false)]
    [InlineData("CLICOLOR", "1", true, true)]
    [InlineData("NO_COLOR", "1", true, false)]
    public async Task Variables_decide_about_colour(string name, string value, bool terminal, bool colour)
    {
        using var run = new VerbRun { OnTerminal = terminal };
        run.Variables[name] = value;
        Assert.Equal(colour, (await run.RunAsync("help")).OutputText.Contains('\e', StringComparison.Ordinal));
    }

    private static async Task<VerbRun> EncryptedAsync()
    {
        var run = new VerbRun().WithKey();
        run.Write("s.yaml", "a:\n    b: x\n");
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        return run;
    }
}
