namespace SecretsKit.Goldens.Verbs;

/// <summary>Nothing that somebody typed into the editor is lost.</summary>
public sealed class EditSafetyTests
{
    private const string Plain = $"a: one\nb: {VerbRun.Canary}\n";

    [Theory]
    [InlineData("s.yaml")]
    [InlineData("new.yaml")]
    public async Task Without_a_terminal_no_editor_is_started_and_set_is_named(string name)
    {
        using var run = await WithFileAsync();
        run.Editor($"touch {run.Home}/started");
        var result = await run.RunAsync("edit", name);
        Assert.Equal(
            (1, $"secretskit: {name}: standard input is no terminal, and an editor needs one\nhint: 'secretskit set {name} PATH' changes "
                + "one value without an editor; --unattended runs the editor all the same\n"),
            (result.Exit, result.ErrorText));
        Assert.False(File.Exists(Path.Combine(run.Home, "started")));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_does_not_open_the_editor()
    {
        using var run = await WithFileAsync(answers: []);
        await run.ShellAsync("ln s.yaml other");
        run.Editor($"touch {run.Home}/started");
        var result = await run.RunAsync("edit", "s.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains("it has 2 names (hard links)", result.ErrorText, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run.Home, "started")));
        Assert.Equal(["other", "s.yaml"], Names(run.Path));
    }

    [Fact]
    public async Task Write_over_edits_it_all_the_same()
    {
        using var run = await WithFileAsync(answers: []);
        await run.ShellAsync("ln s.yaml other");
        run.Editor("sed -i s/one/changed/ \"$1\"");
        Assert.Equal(0, (await run.RunAsync("edit", "--write-over", "s.yaml")).Exit);
        Assert.Equal(run.Read("s.yaml"), run.Read("other"));
        Assert.StartsWith("a: changed\n", (await run.RunAsync("view", "s.yaml")).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_folder_is_gone_the_edit_is_saved_encrypted_among_temporary_files()
    {
        using var run = await WithFileAsync(answers: []);
        Directory.CreateDirectory(run.File("sub"));
        File.Move(run.File("s.yaml"), run.File("sub/s.yaml"));
        run.Variables["TMPDIR"] = run.Home;
        run.Editor($"sed -i s/one/changed/ \"$1\"; rm -r {run.Path}/sub");
        var result = await run.RunAsync("edit", "sub/s.yaml");
        var saved = Path.Combine(run.Home, "s.edited.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains($"your edit is saved, encrypted, as {saved}", result.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain(
            VerbRun.Canary, await File.ReadAllTextAsync(saved, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(Plain.Replace("one", "changed", StringComparison.Ordinal), (await run.RunAsync("view", saved)).OutputText);
    }

    [Fact]
    public async Task Where_it_can_be_saved_nowhere_the_text_goes_back_to_the_editor()
    {
        using var run = await WithFileAsync(answers: []);
        Directory.CreateDirectory(run.File("sub"));
        File.Move(run.File("s.yaml"), run.File("sub/s.yaml"));
        run.Variables["TMPDIR"] = "/nowhere/at/all";
        // The second time the text is there as it was typed, and the folder is back.
        run.Editor(
            $"if [ -e {run.Home}/again ]; then cp \"$1\" {run.Home}/seen; mv {run.Home}/kept {run.Path}/sub; else touch {run.Home}/again; "
                + $"sed -i s/one/changed/ \"$1\"; mv {run.Path}/sub {run.Home}/kept; fi");
        var result = await run.RunWithInputAsync("\n", "edit", "sub/s.yaml");
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.Contains("press Enter to return to the editor", result.ErrorText, StringComparison.Ordinal);
        var wanted = Plain.Replace("one", "changed", StringComparison.Ordinal);
        Assert.Equal(
            wanted, await File.ReadAllTextAsync(Path.Combine(run.Home, "seen"), TestContext.Current.CancellationToken));
        Assert.Equal(wanted, (await run.RunAsync("view", "sub/s.yaml")).OutputText);
    }

    private static async Task<VerbRun> WithFileAsync(string[]? answers = null)
    {
        var run = new VerbRun { Answers = answers }.WithKey();
        run.Write("s.yaml", Plain);
        Assert.Equal(0, (await run.RunAsync("enc", "s.yaml")).Exit);
        return run;
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.').Order(StringComparer.Ordinal);
}
