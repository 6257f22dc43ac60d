namespace SecretsKit.Goldens.Sops;

/// <summary>What programs that we start get to see.</summary>
public sealed class SopsChildTests(GoldenKeys keys)
{
    [Fact]
    public async Task An_editor_does_not_inherit_the_identity()
    {
        using var folder = new CaseFolder();
        File.Copy(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", "basic.yaml"), folder.File("s.yaml"));
        await File.WriteAllTextAsync(folder.File("ed.sh"), "env > seen; sed -i s/bob/eve/ \"$1\"\n", TestContext.Current.CancellationToken);

        var result = await new SopsRun(keys, folder.Path).RunAsync(["edit", "s.yaml"], ["a1"], [new("EDITOR", "sh ed.sh")]);

        Assert.Equal((0, ""), (result.Exit, result.ErrorText));
        var seen = await File.ReadAllTextAsync(folder.File("seen"), TestContext.Current.CancellationToken);
        Assert.Contains("EDITOR=", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("AGE-SECRET-KEY-", seen, StringComparison.Ordinal);
    }

    /// <summary>Commands of users may decrypt more files: the reference hands its whole environment on, and so does the drop-in.</summary>
    [Theory]
    [InlineData("exec-env", "env", true)]
    [InlineData("exec-file", "env; cat {} >/dev/null", true)]
    [InlineData("exec-env --pristine", "env", false)]
    public async Task A_command_inherits_the_identity_unless_it_gets_nothing(string verb, string line, bool inherits)
    {
        using var folder = new CaseFolder();
        File.Copy(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", "flat.yaml"), folder.File("f.yaml"));
        var result = await new SopsRun(keys, folder.Path).RunAsync([.. verb.Split(' '), "f.yaml", line], ["a1"]);
        Assert.Equal((0, inherits), (result.Exit, result.OutputText.Contains("SOPS_AGE_KEY=AGE-SECRET-KEY-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:1", "dial tcp 127.0.0.1:1: connect: connection refused")]
    [InlineData("unix:///run/no-such/keys.sock", "dial unix /run/no-such/keys.sock: connect: no such file or directory")]
    [InlineData("keys.example", "\"keys.example\" is not the address of a key service: expected tcp://HOST:PORT or unix:///PATH")]
    [InlineData("ftp://127.0.0.1:1", "dial ftp: unknown network ftp")]
    [InlineData("tcp://keys.example", "dial tcp: address keys.example: missing port in address")]
    [InlineData("tcp://", "\"tcp://\" is not the address of a key service: expected tcp://HOST:PORT or unix:///PATH")]
    public async Task Remote_key_services_are_named_as_the_cause_where_no_local_key_opens_the_file(string address, string message)
    {
        using var folder = new CaseFolder();
        File.Copy(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", "flat.yaml"), folder.File("f.yaml"));
        var byFlag = await new SopsRun(keys, folder.Path).RunAsync(["exec-env", "--keyservice", address, "f.yaml", "true"], ["a2"]);
        Assert.Equal(128, byFlag.Exit);
        Assert.Contains(message, Unwrapped(byFlag.ErrorText), StringComparison.Ordinal);
        var byVariable = await new SopsRun(keys, folder.Path)
            .RunAsync(["exec-file", "f.yaml", "true"], ["a2"], [new("SOPS_KEYSERVICE", address)]);
        Assert.Equal(128, byVariable.Exit);
        Assert.Contains(message, Unwrapped(byVariable.ErrorText), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_a_local_key_opens_needs_no_remote_key_service()
    {
        using var folder = new CaseFolder();
        File.Copy(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", "flat.yaml"), folder.File("f.yaml"));
        var run = new SopsRun(keys, folder.Path);
        KeyValuePair<string, string>[] remote = [new("SOPS_KEYSERVICE", "tcp://127.0.0.1:1")];
        Assert.Equal(0, (await run.RunAsync(["decrypt", "f.yaml"], ["a1"], remote)).Exit);
        Assert.Equal(0, (await run.RunAsync(["rotate", "-i", "f.yaml"], ["a1"], remote)).Exit);
        Assert.Equal(128, (await run.RunAsync(["--enable-local-keyservice=false", "decrypt", "f.yaml"], ["a1"], remote)).Exit);
    }

    [Theory]
    [InlineData("exec-env")]
    [InlineData("exec-file")]
    public async Task An_unknown_user_is_reported_in_the_log_of_the_command(string verb)
    {
        using var folder = new CaseFolder();
        File.Copy(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", "flat.yaml"), folder.File("f.yaml"));
        var result = await new SopsRun(keys, folder.Path).RunAsync([verb, "--user", "no-such-user", "f.yaml", "true"], ["a1"]);
        Assert.Equal(1, result.Exit);
        Assert.Matches("^\\[EXEC\\]\t time=\"[^\"]+\" level=fatal msg=\"[^\"]+\"\n$", result.ErrorText);
    }

    // The report of a recovery breaks lines at 75 columns behind a margin.
    private static string Unwrapped(string report) => string.Join(' ', report.Split('\n').Select(line => line.TrimStart(' ', '-', '|')));

    /// <summary>The reference removes the file before the command can read it; ours is in memory for as long as somebody reads.</summary>
    [Fact]
    public async Task A_command_in_the_background_can_read_its_file()
    {
        using var folder = new CaseFolder();
        File.Copy(Path.Combine(SopsRows.Folder("sops/cli"), "fixtures", "flat.yaml"), folder.File("f.yaml"));
        var result = await new SopsRun(keys, folder.Path)
            .RunAsync(["exec-file", "--background", "f.yaml", "sleep 0.2; cat {} >seen.tmp; mv seen.tmp seen"], ["a1"]);
        Assert.Equal(0, result.Exit);
        Assert.EndsWith(
            "msg=\"exec-file's --background option is deprecated and will be removed in a future version of sops\"\n",
            result.ErrorText,
            StringComparison.Ordinal);
        for (var tries = 0; tries < 500 && !File.Exists(folder.File("seen")); tries++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.StartsWith(
            "A: one\n", await File.ReadAllTextAsync(folder.File("seen"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_no_variable_can_have_is_refused_without_its_value()
    {
        using var folder = new CaseFolder();
        await File.WriteAllTextAsync(folder.File("f.yaml"), "a=b: canary-value\n", TestContext.Current.CancellationToken);
        var run = new SopsRun(keys, folder.Path);
        var recipient = Verbs.VerbRun.Recipient("a1");
        Assert.Equal(0, (await run.RunAsync(["encrypt", "-i", "--age", recipient, "f.yaml"], ["a1"])).Exit);
        var result = await run.RunAsync(["exec-env", "f.yaml", "true"], ["a1"]);
        Assert.Equal((1, "cannot use keys with '=' in environment: a=b\n"), (result.Exit, result.ErrorText));
    }
}
