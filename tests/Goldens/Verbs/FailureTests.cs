namespace SecretsKit.Goldens.Verbs;

/// <summary>Every failure names the file and the cause, and says what to do next.</summary>
public sealed class FailureTests
{
    private static readonly string Rule = $"creation_rules:\n  - age: {VerbRun.Recipient("a1")}\n";

    // The command line, files beside a .sops.yaml for a1, the exit code, and what stderr begins with; then a hint.
    public static TheoryData<string, string, int, string, string> Rows => new()
    {
        { "", "", 64, "secretskit ", "" },
        { "encrypt x.yaml", "", 64, "secretskit: unknown command \"encrypt\"", "'secretskit enc FILE' encrypts in place" },
        { "veiw x.yaml", "", 64, "secretskit: unknown command \"veiw\"", "did you mean 'secretskit view'?" },
        { "frobnicate", "", 64, "secretskit: unknown command \"frobnicate\"", "'secretskit --help' lists the commands" },
        { "--bogus", "", 64, "secretskit: unknown option \"--bogus\"", "'secretskit --help' lists the commands" },
        { "enc", "", 64, "secretskit: enc: FILE is missing", "usage: secretskit enc [options] FILE..." },
        { "dec --in-plce x.yaml", "", 64, "secretskit: dec: unknown option \"--in-plce\"", "did you mean --in-place?" },
        { "view a.yaml b.yaml", "", 64, "secretskit: view: unrecognized command or argument 'b.yaml'", "usage: secretskit view" },
        { "enc --input-type toml a.yaml", "", 64, "secretskit: enc: --input-type takes yaml, json, dotenv, ini or binary, not \"toml\"",
            "usage: secretskit enc" },
        { "enc --stdout -o b a.yaml", "", 64, "secretskit: --output and --stdout exclude each other", "leave one of them out" },
        { "enc -o b a.yaml c.yaml", "", 64, "secretskit: several files cannot go into one result", "encrypt them in place" },
        { "dec --in-place -o b a.yaml", "", 64, "secretskit: --output and --in-place exclude each other", "leave one of them out" },
        { "enc secret.yaml", "secrets.yaml=a: canary-7f3e9a", 1, "secretskit: secret.yaml: there is no such file",
            "did you mean secrets.yaml?" },
        { "view nowhere/secret.yaml", "", 1, "secretskit: nowhere/secret.yaml: there is no such file", "the folder " },
        { "view plain.yaml", "plain.yaml=a: canary-7f3e9a", 1, "secretskit: plain.yaml: ",
            "the file is not encrypted; 'secretskit enc plain.yaml' encrypts it" },
        { "enc bad.yaml", "bad.yaml=a: 1\nb: \"canary-7f3e9a", 1,
            "encrypting bad.yaml\nsecretskit: bad.yaml:3:1: found unexpected end of stream", "correct the file, or name its format" },
        { "enc bad.json", "bad.json={\"a\": canary-7f3e9a}", 1, "encrypting bad.json\nsecretskit: bad.json:1:",
            "correct the file, or name its format" },
        { "enc bad.env", "bad.env=A=1\ncanary-7f3e9a", 1, "encrypting bad.env\nsecretskit: bad.env:2",
            "a line is NAME=VALUE, a comment or empty" },
        { "enc --age age1nonsense a.yaml", "a.yaml=a: 1", 1, "secretskit: a.yaml: ", "it was cut off or mistyped" },
        { "enc a.yaml", ".sops.yaml=creation_rules: []|a.yaml=a: 1", 1, "secretskit: a.yaml: no creation rule in ",
            "add a rule whose path_regex matches" },
        { "enc a.yaml", ".sops.yaml=stores: {}|a.yaml=a: 1", 1, "secretskit: a.yaml: no recipients are known",
            "write the list creation_rules" },
        { "enc a.yaml", ".sops.yaml=[|a.yaml=a: 1", 1, "secretskit: a.yaml: ", "correct /" },
        { "enc a.yaml", ".sops.yaml=RULE    encrypted_regex: '('|a.yaml=a: canary-7f3e9a", 1, "secretskit: a.yaml: ",
            "correct the ..._regex field of the rule; nothing was encrypted" },
        { "enc a.yaml", "a.yaml=sops: 1\na: canary-7f3e9a", 1, "encrypting a.yaml\nsecretskit: a.yaml: ", "" },
        { "edit missing/a.yaml", "", 1, "secretskit: missing/a.yaml: the folder ", "make it first" },
        { "view --extract a[b x.yaml", "", 1, "secretskit: x.yaml: ", "write a path like" },
        { "view --frobnicate a.yaml", "", 64, "secretskit: view: unknown option \"--frobnicate\"",
            "'secretskit view --help' lists the options" },
        { "view a.yaml --frobnicate", "", 64, "secretskit: view: unknown option \"--frobnicate\"",
            "'secretskit view --help' lists the options" },
        { "groups delete a.yaml first", "", 64, "secretskit: groups delete: \"first\" is not a number", "usage: secretskit groups delete" },
        { "enc folder", "folder/a.yaml=a: 1", 1, "secretskit: folder: this is a folder", "name the files in it" },
        { "view folder", "folder/a.yaml=a: 1", 1, "secretskit: folder: this is a folder", "name the files in it" },
        { "edit folder", "folder/a.yaml=a: 1", 1, "secretskit: folder: this is a folder", "name the files in it" },
        { "enc list.yaml", "list.yaml=- canary-7f3e9a", 1, "encrypting list.yaml\nsecretskit: list.yaml:1:1: ",
            "a file holds keys with values at its top" },
        { "enc template.yaml", "template.yaml=a: {{ .Values.a }}", 1, "encrypting template.yaml\nsecretskit: template.yaml:1:",
            "values that begin with '{{' stand in quotes" },
        { "publish a.yaml", "a.yaml=a: 1", 1, "secretskit: a.yaml: ", "destination_rules in .sops.yaml say where files go" },
        { "quickstart full", "full/file=x", 1, "secretskit: full is there already and not empty",
            "name a new folder: secretskit quickstart full-2" },
    };

    [Theory, MemberData(nameof(Rows))]
    public async Task Says_what_is_wrong_and_what_to_do(string line, string files, int exit, string start, string hint)
    {
        using var run = new VerbRun().WithKey();
        foreach (var file in files.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, text) = (file.Split('=', 2)[0], file.Split('=', 2)[1]);
            run.Write(name, text.Replace("RULE", Rule, StringComparison.Ordinal) + "\n");
        }

        var result = await run.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(exit, result.Exit);
        Assert.Equal("", result.OutputText);
        Assert.StartsWith(start, result.ErrorText, StringComparison.OrdinalIgnoreCase);
        if (hint.Length > 0)
        {
            Assert.Contains("\nhint: " + hint, result.ErrorText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_configuration_that_is_no_yaml_is_named_with_its_line()
    {
        using var run = new VerbRun();
        run.Write(".sops.yaml", "creation_rules:\n  - age: a\nb\n  - age: c\n");
        run.Write("a.yaml", "a: 1\n");
        var error = (await run.RunAsync("enc", "a.yaml")).ErrorText;
        Assert.StartsWith("secretskit: a.yaml: the configuration is no YAML: ", error, StringComparison.Ordinal);
        Assert.Contains($"\nhint: correct {run.File(".sops.yaml")}, line ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_interrupt_the_prompt_of_the_shell_begins_a_line()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        using var pipe = new VerbRun().WithKey();
        Assert.Equal((130, ""), await InterruptedAsync(pipe));
        using var terminal = new VerbRun { OnTerminal = true }.WithKey();
        Assert.Equal((130, "\n"), await InterruptedAsync(terminal));

        async Task<(int Exit, string Error)> InterruptedAsync(VerbRun run)
        {
            run.Write("a.yaml", "a: 1\n");
            await run.RunAsync("enc", "a.yaml");
            var result = await run.RunAsync(cancelled.Token, "view", "a.yaml");
            return (result.Exit, result.ErrorText);
        }
    }

    [Fact]
    public async Task On_a_narrow_terminal_a_report_of_keys_and_a_hint_of_check_break_between_words()
    {
        using var run = new VerbRun { OnTerminal = true }.WithKey();
        run.Write("a.yaml", "a: 1\n");
        Assert.Equal(0, (await run.RunAsync("enc", "a.yaml")).Exit);
        run.Variables.Remove("SOPS_AGE_KEY");
        run.Variables["COLUMNS"] = "60";
        run.Variables["NO_COLOR"] = "1";
        var report = (await run.RunAsync("view", "a.yaml")).ErrorText + (await run.RunAsync("check", "--verify", "a.yaml")).OutputText;
        Assert.All(
            report.Split('\n')
                .Where(line => line.Contains("      | ", StringComparison.Ordinal) || line.StartsWith("    ", StringComparison.Ordinal)),
            line => Assert.InRange(line.Length, 0, 60));
    }

    [Fact]
    public async Task On_a_terminal_of_80_columns_findings_and_recipients_break_between_words()
    {
        using var run = new VerbRun { OnTerminal = true }.WithKey();
        run.Variables["COLUMNS"] = "80";
        run.Variables["NO_COLOR"] = "1";
        run.Write("a.yaml", "a: 1\n");
        Assert.Equal(0, (await run.RunAsync("enc", "a.yaml")).Exit);
        run.Write("a/long/path/to/settings.yaml", $"database:\n    password: {VerbRun.Canary}\n");
        var check = (await run.RunAsync("check")).OutputText;
        Assert.Contains("settings.yaml:2:15: error: database", check, StringComparison.Ordinal);
        var status = (await run.RunAsync("filestatus")).OutputText;
        Assert.Contains("\n      (key at hand)\n", status, StringComparison.Ordinal);
        Assert.All((check + status).Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_and_an_empty_name_are_called_that()
    {
        using var run = new VerbRun().WithKey();
        File.CreateSymbolicLink(run.File("link.yaml"), "nowhere.yaml");
        Assert.Equal(
            "secretskit: link.yaml: there is no such file\nhint: it is a symbolic link to nowhere.yaml, which is not there\n",
            (await run.RunAsync("view", "link.yaml")).ErrorText);
        Assert.Contains("the name of the file is empty", (await run.RunAsync("view", "")).ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_configuration_and_recipients_the_first_steps_are_told()
    {
        using var run = new VerbRun();
        run.Write("a.yaml", $"a: {VerbRun.Canary}\n");
        var result = await run.RunAsync("enc", "a.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains(
            "hint: 'secretskit keygen' makes a key and 'secretskit init' a .sops.yaml", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("hint: make a key with 'secretskit keygen'", (await run.RunAsync("init")).ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_answered_with_what_was_tried_and_where_keys_were_looked_for()
    {
        using var run = new VerbRun().WithKey();
        run.Write("a.yaml", $"a: {VerbRun.Canary}\n");
        await run.RunAsync("enc", "a.yaml");
        var before = run.Read("a.yaml");
        run.Variables.Remove("SOPS_AGE_KEY");
        foreach (var verb in new[] { "view", "dec", "edit" })
        {
            var result = await run.RunAsync(verb, "a.yaml");
            Assert.Equal((1, ""), (result.Exit, result.OutputText));
            Assert.Equal(
                "secretskit: a.yaml: none of the keys at hand opens this file: there is no key here: SOPS_AGE_KEY_FILE is not set, and "
                    + $"{run.Home}/.config/sops/age/keys.txt does not exist\nwho can open it:\n  age {VerbRun.Recipient("a1")}\n"
                    + "hint: 'secretskit keygen' makes a key: send its public half to one of them, who adds it to .sops.yaml and runs "
                    + "'secretskit updatekeys a.yaml'\nhint: --verbose shows what was tried with each key\n",
                result.ErrorText);
            var verbose = await run.RunAsync(verb, "--verbose", "a.yaml");
            Assert.Contains(VerbRun.Recipient("a1") + ": FAILED", verbose.ErrorText, StringComparison.Ordinal);
        }

        Assert.Equal(before, run.Read("a.yaml"));
        Assert.False(run.Has("a.yaml.dec"));
    }

    [Fact]
    public async Task Who_is_not_among_the_recipients_is_told_the_key_to_hand_over_and_updatekeys()
    {
        using var run = new VerbRun().WithKey("a1");
        run.Write("a.yaml", $"a: {VerbRun.Canary}\n");
        await run.RunAsync("enc", "a.yaml");
        run.WithKey("a2");
        var result = await run.RunAsync("view", "a.yaml");
        Assert.StartsWith(
            $"secretskit: a.yaml: none of the keys at hand opens this file: your key {VerbRun.Recipient("a2")} (SOPS_AGE_KEY) is not among "
                + "its recipients\n",
            result.ErrorText,
            StringComparison.Ordinal);
        Assert.Contains(
            $"\nhint: send your public key {VerbRun.Recipient("a2")} to one of them, who adds it to .sops.yaml and runs " +
            "'secretskit updatekeys a.yaml'\n",
            result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_without_an_identity_is_named_and_not_shown()
    {
        using var run = new VerbRun().WithKey("a1");
        run.Write("a.yaml", $"a: {VerbRun.Canary}\n");
        await run.RunAsync("enc", "a.yaml");
        run.Variables["SOPS_AGE_KEY"] = "garbage-5d1c";
        var result = await run.RunAsync("view", "a.yaml");
        Assert.Equal(1, result.Exit);
        Assert.StartsWith(
            "secretskit: a.yaml: none of the keys at hand opens this file: SOPS_AGE_KEY holds no age identities that can be read: ",
            result.ErrorText,
            StringComparison.Ordinal);
        Assert.DoesNotContain("5d1c", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_encrypted_file_is_not_encrypted_again()
    {
        using var run = new VerbRun().WithKey();
        run.Write("a.yaml", "a: 1\n");
        await run.RunAsync("enc", "a.yaml");
        var before = run.Read("a.yaml");
        var result = await run.RunAsync("enc", "a.yaml");
        Assert.Equal((1, before), (result.Exit, run.Read("a.yaml")));
        Assert.StartsWith(
            "secretskit: a.yaml: the file is encrypted already\nhint: 'secretskit edit a.yaml' changes it",
            result.ErrorText,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-editor", "set EDITOR to a program that is installed")]
    [InlineData("/bin/false", "nothing was changed")]
    [InlineData("'", "set EDITOR to a command such as")]
    public async Task An_editor_that_does_not_work_changes_nothing(string editor, string hint)
    {
        using var run = new VerbRun().WithKey();
        run.Write("a.yaml", $"a: {VerbRun.Canary}\n");
        await run.RunAsync("enc", "a.yaml");
        var before = run.Read("a.yaml");
        run.Variables["EDITOR"] = editor;
        var result = await run.RunAsync("edit", "--unattended", "a.yaml");
        Assert.Equal((1, before), (result.Exit, run.Read("a.yaml")));
        Assert.Contains("\nhint: " + hint, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_editor_one_is_asked_for()
    {
        using var run = new VerbRun().WithKey();
        run.Write("a.yaml", "a: 1\n");
        await run.RunAsync("enc", "a.yaml");
        run.Variables["PATH"] = run.Home;
        var result = await run.RunAsync("edit", "--unattended", "a.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains("hint: set EDITOR to your editor", result.ErrorText, StringComparison.Ordinal);
    }
}
