namespace SecretsKit.Goldens.Verbs;

/// <summary>The first steps: keygen and init (P-074, P-079), and the help.</summary>
public sealed class SetupTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static string Keys(VerbRun run) => Path.Combine(run.Home, ".config", "sops", "age", "keys.txt");

    [Fact]
    public async Task A_key_is_added_where_it_is_looked_for_and_none_is_lost()
    {
        using var run = new VerbRun();
        var first = await run.RunAsync("keygen");
        var second = await run.RunAsync("keygen");
        Assert.Equal((0, 0), (first.Exit, second.Exit));
        Assert.Matches("^age1[a-z0-9]{58}\n$", first.OutputText);
        var text = await File.ReadAllTextAsync(Keys(run), TestContext.Current.CancellationToken);
        Assert.Equal(2, text.Split('\n').Count(line => line.StartsWith("AGE-SECRET-KEY-1", StringComparison.Ordinal)));
        Assert.Contains("# public key: " + first.OutputText, text, StringComparison.Ordinal);
        Assert.Contains("# public key: " + second.OutputText, text, StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Keys(run)));
        Assert.DoesNotContain("held a key before", first.ErrorText, StringComparison.Ordinal);
        Assert.Contains(
            $"\nhint: the file held a key before; each key in it opens files, and 'secretskit keygen -y {Keys(run)}'",
            second.ErrorText,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("age1bad")]
    public async Task A_recipient_that_nobody_can_encrypt_for_is_not_written_into_a_configuration(string recipient)
    {
        using var run = new VerbRun();
        var result = await run.RunAsync("init", "--age", recipient);
        Assert.Equal(64, result.Exit);
        Assert.Contains("\nhint: a recipient is the public half of a key, age1...", result.ErrorText, StringComparison.Ordinal);
        Assert.False(run.Has(".sops.yaml"));
    }

    [Fact]
    public async Task A_key_can_go_to_a_new_file_and_is_printed_only_when_asked_for()
    {
        using var run = new VerbRun();
        var result = await run.RunAsync("keygen", "-o", "ci.txt");
        Assert.DoesNotContain("AGE-SECRET-KEY", result.OutputText, StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(run.File("ci.txt")));
        var before = run.Read("ci.txt");
        var again = await run.RunAsync("keygen", "-o", "ci.txt");
        Assert.Equal((1, before), (again.Exit, run.Read("ci.txt")));
        Assert.Contains("hint: name a new file\n", again.ErrorText, StringComparison.Ordinal);
        Assert.Contains("AGE-SECRET-KEY-1", (await run.RunAsync("keygen", "-o", "-")).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_nothing_to_an_encrypted_file_in_three_commands()
    {
        using var run = new VerbRun();
        var key = (await run.RunAsync("keygen")).OutputText.Trim();
        Assert.Equal(
            "wrote .sops.yaml\nadded *.dec and .*.tmp to .gitignore\nhint: 'secretskit enc FILE' encrypts a file in place\n",
            (await run.RunAsync("init")).ErrorText);
        run.Write("secrets.yaml", "a: 1\n");
        Assert.Equal(0, (await run.RunAsync("enc", "secrets.yaml")).Exit);
        Assert.Contains(key, run.Read("secrets.yaml"), StringComparison.Ordinal);
        Assert.Equal("a: 1\n", (await run.RunAsync("view", "secrets.yaml")).OutputText);
    }

    /// <summary>P-079.</summary>
    [Fact]
    public async Task P_079_Init_can_be_run_again_and_keeps_what_is_there()
    {
        using var run = new VerbRun().WithKey();
        run.Write(".gitignore", "bin/");
        var config = run.Read(".sops.yaml");
        await run.RunAsync("init");
        await run.RunAsync("init");
        Assert.Equal((config, "bin/\n*.dec\n.*.tmp\n"), (run.Read(".sops.yaml"), run.Read(".gitignore")));
    }

    /// <summary>P-074.</summary>
    [Fact]
    public async Task P_074_Init_writes_the_recipients_it_is_given()
    {
        using var run = new VerbRun();
        Assert.Equal(
            0,
            (
                await run.RunAsync(
                    "init",
                    "--age",
                    VerbRun.Recipient("a1"),
                    "--age",
                    VerbRun.Recipient("a2"),
                    "--pgp",
                    "0123456789ABCDEF0123456789ABCDEF01234567"))
                .Exit);
        Assert.EndsWith(
            $"creation_rules:\n  - age: \"{VerbRun.Recipient("a1")},{VerbRun.Recipient("a2")}\"\n    pgp: " +
            "\"0123456789ABCDEF0123456789ABCDEF01234567\"\n",
            run.Read(".sops.yaml"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("help")]
    public async Task The_help_lists_every_command_and_the_other_command_lines(string word)
    {
        using var run = new VerbRun();
        var result = await run.RunAsync(word);
        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        Assert.All(
            [.. SecretsKit.Cli.OwnVerbs.Table.All.Select(verb => verb.Name), "sops ...", "secrets ..."],
            name => Assert.Contains($"\n  {name} ", result.OutputText, StringComparison.Ordinal));
    }

    public static IEnumerable<TheoryDataRow<string>> Verbs =>
        SecretsKit.Cli.OwnVerbs.Table.All.Select(verb => new TheoryDataRow<string>(verb.Name));

    [Theory, MemberData(nameof(Verbs))]
    public async Task Every_command_has_help_with_an_example_that_fits_the_terminal(string verb)
    {
        using var run = new VerbRun { OnTerminal = true };
        run.Variables["COLUMNS"] = "80";
        run.Variables["NO_COLOR"] = "1";
        foreach (var words in new[] { new[] { verb, "--help" }, ["help", verb] })
        {
            var result = await run.RunAsync(words);
            Assert.Equal((0, ""), (result.Exit, result.ErrorText));
            Assert.StartsWith($"usage: secretskit {verb}", result.OutputText, StringComparison.Ordinal);
            Assert.Contains(
                $"secretskit {verb}",
                result.OutputText[result.OutputText.IndexOf("examples:", StringComparison.Ordinal)..],
                StringComparison.Ordinal);
            Assert.Contains("\nexit codes:\n", result.OutputText, StringComparison.Ordinal);
            Assert.DoesNotContain('\e', result.OutputText);
            Assert.All(result.OutputText.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        }
    }

    [Fact]
    public async Task Colour_is_for_terminals_alone()
    {
        using var terminal = new VerbRun { OnTerminal = true };
        Assert.Contains('\e', (await terminal.RunAsync("nonsense")).ErrorText);
        using var pipe = new VerbRun();
        Assert.DoesNotContain('\e', (await pipe.RunAsync("nonsense")).ErrorText);
    }
}
