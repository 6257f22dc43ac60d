namespace SecretsKit.Goldens.Verbs;

/// <summary>Names that the program makes up: a repository of a stranger cannot lead what is written to them elsewhere.</summary>
public sealed class DerivedNameTests : IDisposable
{
    private const string Plain = $"password: {VerbRun.Canary}\n";
    private readonly VerbRun _run = new VerbRun().WithKey();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("secrets dec f.yaml", "")]
    [InlineData("secrets dec f.yaml", null)]
    [InlineData("secrets dec f.yaml", Plain)]
    [InlineData("dec f.yaml", "")]
    [InlineData("dec f.yaml", null)]
    [InlineData("dec f.yaml", Plain)]
    [InlineData("dec --force f.yaml", "")]
    [InlineData("dec --force f.yaml", null)]
    [InlineData("dec --force --write-over f.yaml", "")]
    public async Task A_link_in_the_place_of_a_decrypted_copy_is_refused(string words, string? elsewhere)
    {
        await EncryptAsync("f.yaml");
        var target = Path.Combine(_run.Home, "victim");
        if (elsewhere is not null)
        {
            await File.WriteAllTextAsync(target, elsewhere, TestContext.Current.CancellationToken);
        }

        File.CreateSymbolicLink(_run.File("f.yaml.dec"), target);
        var run = await _run.RunAsync(words.Split(' '));
        Assert.Equal(1, run.Exit);
        Assert.Contains("f.yaml.dec", run.ErrorText, StringComparison.Ordinal);
        Assert.Equal(elsewhere, File.Exists(target) ? await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken) : null);
        Assert.Equal(target, new FileInfo(_run.File("f.yaml.dec")).LinkTarget);
    }

    [Fact]
    public async Task The_refusal_says_where_the_link_leads_and_what_to_do()
    {
        await EncryptAsync("f.yaml");
        File.CreateSymbolicLink(_run.File("f.yaml.dec"), "/nowhere/victim");
        var run = await _run.RunAsync("secrets", "dec", "f.yaml");
        Assert.Contains(
            "f.yaml.dec is a symbolic link to /nowhere/victim: the content would be written there",
            run.ErrorText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_the_user_names_is_followed()
    {
        await EncryptAsync("f.yaml");
        _run.Write("real", "");
        File.CreateSymbolicLink(_run.File("link"), "real");
        Assert.Equal(0, (await _run.RunAsync("dec", "--force", "--output", "link", "f.yaml")).Exit);
        Assert.Equal(Plain, _run.Read("real"));
    }

    [Fact]
    public async Task Init_does_not_write_through_a_link()
    {
        var target = Path.Combine(_run.Home, "profile");
        await File.WriteAllTextAsync(target, "# mine\n", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(_run.File(".gitignore"), target);
        Assert.Equal(1, (await _run.RunAsync("init")).Exit);
        Assert.Equal("# mine\n", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
    }

    /// <summary>The name of a file is its author's, the line is for a shell.</summary>
    [Theory]
    [InlineData("x$(touch pwned).yaml", "plaintext.yaml")]
    [InlineData("x`touch pwned`.json", "plaintext.json")]
    [InlineData("a;touch pwned;.env", "plaintext.env")]
    [InlineData("a.$(touch pwned)", "plaintext")]
    [InlineData("a.yaml;touch pwned", "plaintext")]
    [InlineData("a b'\"\n*.ini.enc", "plaintext.ini")]
    [InlineData("-rf.PEM", "plaintext.pem")]
    [InlineData("$(touch pwned)", "plaintext")]
    public async Task A_shell_never_sees_the_name_of_a_file(string name, string seen)
    {
        await EncryptAsync("f.bin");
        File.Move(_run.File("f.bin"), _run.File(name));
        foreach (var kind in (string[][])[[], ["--no-fifo"]])
        {
            var own = await _run.RunAsync(
                ["exec-file", .. kind, "--input-type", "binary", _run.File(name), "--", "sh", "-c", "basename {}; cat {}"]);
            Assert.Equal((0, seen + "\n" + Plain), (own.Exit, own.OutputText));
            var line = await _run.RunAsync(["exec-file", .. kind, "--input-type", "binary", _run.File(name), "basename {}; cat {}"]);
            Assert.Equal((0, seen + "\n" + Plain), (line.Exit, line.OutputText));
            var sops = await _run.RunAsync(
                ["sops", "exec-file", .. kind, "--input-type", "binary", "--output-type", "binary", _run.File(
                    name), "basename {}; cat {}"]);
            Assert.True(sops.Exit == 0, sops.ErrorText);
            Assert.Matches($"^tmp-file[0-9]*\n{Plain}$", sops.OutputText);
        }

        Assert.False(_run.Has("pwned"));
    }

    [Theory]
    [InlineData("LD_PRELOAD: \"\"\nNAME: x\nPATH: /usr/bin:/bin\n", "LD_PRELOAD, PATH")]
    [InlineData("BASH_ENV: x\nENV: x\nPYTHONPATH: x\nNODE_OPTIONS: x\n", "BASH_ENV, ENV, NODE_OPTIONS, PYTHONPATH")]
    [InlineData(
        "GIT_SSH_COMMAND: x\nDYLD_INSERT_LIBRARIES: x\nPERL5OPT: x\nRUBYOPT: x\n",
        "DYLD_INSERT_LIBRARIES, GIT_SSH_COMMAND, PERL5OPT, RUBYOPT")]
    [InlineData(
        "JAVA_TOOL_OPTIONS: x\nDOTNET_STARTUP_HOOKS: x\nLD_LIBRARY_PATH: x\n", "DOTNET_STARTUP_HOOKS, JAVA_TOOL_OPTIONS, LD_LIBRARY_PATH")]
    [InlineData("\"LD_\\e[2J\\n::error\": x\n", "LD_...")]
    [InlineData("NAME: x\nLDAP_URL: x\nMY_PATH: x\nENVIRONMENT: x\n", null)]
    public async Task Variables_that_decide_what_runs_are_told_by_name(string plain, string? names)
    {
        _run.Write("f.yaml", plain.Replace(": x", ": " + VerbRun.Canary, StringComparison.Ordinal));
        Assert.Equal(0, (await _run.RunAsync("enc", "f.yaml")).Exit);
        var own = await _run.RunAsync("exec-env", "--pristine", "f.yaml", "--", "true");
        var sops = await _run.RunAsync("sops", "exec-env", "--pristine", "f.yaml", "true");
        Assert.Equal((0, 0, "", ""), (own.Exit, sops.Exit, own.OutputText, sops.OutputText));
        if (names is null)
        {
            Assert.Equal(("", ""), (own.ErrorText, sops.ErrorText));
            return;
        }

        Assert.StartsWith(
            $"warning: f.yaml: the file sets {names}: such variables decide what programs load and run\nhint: ",
            own.ErrorText,
            StringComparison.Ordinal);
        Assert.Contains(
            $"level=warning msg=\"the file sets {names}: such variables decide what programs load and run\"",
            sops.ErrorText,
            StringComparison.Ordinal);
        Assert.Single(sops.ErrorText.TrimEnd().Split('\n'));
    }

    private async Task EncryptAsync(string name)
    {
        _run.Write(name, Plain);
        var run = await _run.RunAsync("enc", name);
        Assert.True(run.Exit == 0, run.ErrorText);
    }
}
