using SecretsKit.Goldens.Sops;

namespace SecretsKit.Goldens.Verbs;

/// <summary>Our own <c>exec-env</c> and <c>exec-file</c>, as far as they can be seen without a process of their own.</summary>
public sealed class ExecTests : IDisposable
{
    private readonly VerbRun _run = new VerbRun().WithKey();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Values_become_variables_and_words_stay_words()
    {
        await EncryptAsync("f.yaml", $"# note\nA: {VerbRun.Canary}\nB: two words\nN: 12\n");
        var run = await _run.RunAsync("exec-env", "f.yaml", "--", "printf", "%s|", "$A", "a b", "--pristine");
        Assert.Equal((0, "$A|a b|--pristine|", ""), (run.Exit, run.OutputText, run.ErrorText));
        var seen = await _run.RunAsync("exec-env", "f.yaml", "printf '%s|' \"$A\" \"$B\" \"$N\"");
        Assert.Equal((0, VerbRun.Canary + "|two words|12|"), (seen.Exit, seen.OutputText));
    }

    [Fact]
    public async Task The_identity_is_handed_on_only_when_asked_for()
    {
        await EncryptAsync("f.yaml", "A: one\n");
        Assert.DoesNotContain(
            "SOPS_AGE_KEY", (await _run.RunAsync("exec-env", "f.yaml", "--", "env")).OutputText, StringComparison.Ordinal);
        Assert.Contains(
            "SOPS_AGE_KEY=AGE-SECRET-KEY-",
            (await _run.RunAsync("exec-env", "--with-keys", "f.yaml", "--", "env")).OutputText,
            StringComparison.Ordinal);
        Assert.Equal("A=one\n", (await _run.RunAsync("exec-env", "--pristine", "f.yaml", "--", "env")).OutputText);
        await EncryptAsync("g.yaml", "A: one\n");
        Assert.DoesNotContain(
            "SOPS_AGE_KEY",
            (await _run.RunAsync("exec-file", "g.yaml", "--", "sh", "-c", "env; cat {}")).OutputText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nested_values_become_variables_on_request()
    {
        await EncryptAsync(
            "f.yaml",
            "database:\n  users:\n    # the first\n    - name: a\n"
                + $"      pass-word: {VerbRun.Canary}\n    - name: b\n  port: 5432\n1st: true\n");
        var run = await _run.RunAsync("exec-env", "--pristine", "--flatten", "f.yaml", "--", "env");
        Assert.Equal(
            [
                "_1st=true",
                "database_port=5432",
                "database_users_0_name=a",
                $"database_users_0_pass_word={VerbRun.Canary}",
                "database_users_1_name=b",
            ],
            run.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        var part = await _run.RunAsync("exec-env", "--pristine", "--flatten", "--extract", "database.users[1]", "f.yaml", "--", "env");
        Assert.Equal("name=b\n", part.OutputText);
    }

    [Fact]
    public async Task Two_values_never_share_a_variable()
    {
        await EncryptAsync("f.yaml", $"a_b: {VerbRun.Canary}\na:\n  b: {VerbRun.Canary}\n");
        var run = await _run.RunAsync("exec-env", "--flatten", "f.yaml", "--", "env");
        Assert.Equal(
            (1, "secretskit: f.yaml: a_b and a.b would both become the variable a_b\n"
                + "hint: rename one of them, or choose a map with --extract\n"),
            (run.Exit, run.ErrorText));
    }

    [Fact]
    public async Task One_map_of_a_file_can_be_chosen()
    {
        await EncryptAsync("f.yaml", $"database:\n  USER: {VerbRun.Canary}\n  PORT: 1\nother: x\n");
        var run = await _run.RunAsync("exec-env", "--pristine", "--extract", "[\"database\"]", "f.yaml", "--", "env");
        Assert.Equal($"PORT=1\nUSER={VerbRun.Canary}\n", string.Concat(run.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Order(StringComparer.Ordinal)
            .Select(line => line + "\n")));
        var nested = await _run.RunAsync("exec-env", "f.yaml", "--", "env");
        Assert.Equal(1, nested.Exit);
        Assert.Contains("offending key database", nested.ErrorText, StringComparison.Ordinal);
        Assert.Contains(
            "hint: only single values become variables: --flatten makes variables of what is in maps and lists",
            nested.ErrorText,
            StringComparison.Ordinal);
        var scalar = await _run.RunAsync("exec-env", "--extract", "[\"other\"]", "f.yaml", "--", "env");
        Assert.Equal(
            (1, "secretskit: f.yaml: what --extract names is not a map of values\nhint: name a map, such as database\n"),
            (scalar.Exit, scalar.ErrorText));
    }

    [Theory]
    [InlineData(
        "exec-env f.yaml ls -l",
        "unknown option \"-l\"",
        "a command with options comes after --: secretskit exec-env FILE -- COMMAND -l")]
    [InlineData("exec-env f.yaml ls /", "a command of several words comes after --", "secretskit exec-env FILE -- COMMAND ARGUMENT...")]
    [InlineData(
        "exec-env f.yaml ls --pristine", "a command of several words comes after --", "secretskit exec-env FILE -- COMMAND ARGUMENT...")]
    [InlineData("exec-file f.yaml -- cat", "the command has no {}", "secretskit exec-file f.yaml -- cat {}")]
    [InlineData("exec-file --filename ../x f.yaml -- cat {}", "--filename takes a name without folders", "the folder is a private one")]
    [InlineData("exec-env f.yaml", "COMMAND is missing", "usage: secretskit exec-env")]
    public async Task A_wrong_command_line_says_how_it_is_written(string line, string problem, string hint)
    {
        await EncryptAsync("f.yaml", "A: one\n");
        var run = await _run.RunAsync(line.Split(' '));
        Assert.Equal(64, run.Exit);
        Assert.Contains(problem, run.ErrorText, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(hint, run.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec-env")]
    [InlineData("exec-file")]
    public async Task A_program_that_is_not_there_is_named(string verb)
    {
        await EncryptAsync("f.yaml", "A: one\n");
        var run = await _run.RunAsync(verb, "f.yaml", "--", "no-such-program-here", "{}");
        Assert.Equal(127, run.Exit);
        Assert.StartsWith("secretskit: there is no program \"no-such-program-here\"\nhint: ", run.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exec-env")]
    [InlineData("exec-file")]
    public async Task A_program_that_may_not_be_executed_is_told_from_one_that_is_missing(string verb)
    {
        await EncryptAsync("f.yaml", "A: one\n");
        await File.WriteAllTextAsync(Path.Combine(_run.Path, "plain.sh"), "#!/bin/sh\n", TestContext.Current.CancellationToken);
        var run = await _run.RunAsync(verb, "f.yaml", "--", "./plain.sh", "{}");
        Assert.Equal(
            (126, "secretskit: the program \"./plain.sh\" may not be executed\nhint: make it executable: chmod +x ./plain.sh\n"),
            (run.Exit, run.ErrorText));
    }

    [Theory]
    [InlineData("exit 7", 7, "")]
    [InlineData("kill -TERM $$", 143, "secretskit: sh was ended by a signal: terminated\n")]
    public async Task The_status_of_the_command_is_ours(string script, int exit, string message)
    {
        await EncryptAsync("f.yaml", "A: one\n");
        var run = await _run.RunAsync("exec-file", "f.yaml", "--", "sh", "-c", script + "; {}");
        Assert.Equal((exit, message), (run.Exit, run.ErrorText));
    }

    [Theory]
    [InlineData("secrets.yaml", null, "plaintext.yaml", "a: 1\n")]
    [InlineData("secrets.yaml.enc", null, "plaintext.yaml", "a: 1\n")]
    [InlineData("secrets.yaml", "json", "plaintext.json", "{\n\t\"a\": 1\n}\n")]
    public async Task The_command_sees_a_name_that_tells_the_format(string file, string? type, string name, string content)
    {
        await EncryptAsync("secrets.yaml", "a: 1\n");
        if (file != "secrets.yaml")
        {
            File.Move(_run.File("secrets.yaml"), _run.File(file));
        }

        foreach (var kind in (string[][])[[], ["--no-fifo"]])
        {
            string[] options = type is null ? kind : [.. kind, "--output-type", type];
            var run = await _run.RunAsync(["exec-file", .. options, file, "--", "sh", "-c", "basename {}; cat {}"]);
            Assert.Equal((0, name + "\n" + content, ""), (run.Exit, run.OutputText, run.ErrorText));
        }
    }

    [Theory]
    [InlineData("cat {} {}; cat {}")]
    [InlineData("head -c 1 {} >/dev/null; cat {} {}; cat {}")]
    public async Task A_pipe_can_be_read_again(string script)
    {
        await EncryptAsync("f.yaml", "a: 1\n");
        var run = await _run.RunAsync("exec-file", "f.yaml", script);
        Assert.Equal((0, "a: 1\na: 1\na: 1\n"), (run.Exit, run.OutputText));
    }

    [Theory]
    [InlineData("exec-env")]
    [InlineData("exec-file")]
    public async Task A_file_that_cannot_be_opened_starts_nothing(string verb)
    {
        await EncryptAsync("f.yaml", "A: one\n");
        _run.Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity("a2");
        var run = await _run.RunAsync(verb, "f.yaml", "--", "touch", "{}", "ran");
        Assert.Equal(1, run.Exit);
        Assert.Contains("none of the keys at hand opens this file", run.ErrorText, StringComparison.Ordinal);
        Assert.False(_run.Has("ran"));
    }

    private async Task EncryptAsync(string name, string text)
    {
        _run.Write(name, text);
        Assert.Equal(0, (await _run.RunAsync("enc", name)).Exit);
    }
}
