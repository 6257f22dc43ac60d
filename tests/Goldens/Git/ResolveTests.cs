using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Git;

/// <summary>Conflicts of encrypted files, settled place by place: from git's index, or from the file that the merge driver left.</summary>
public sealed class ResolveTests
{
    private const string Plain = $"a: one\nb: {VerbRun.Canary}\nm:\n    c: three\n    d: four\n";
    private const string C = "[\"m\"][\"c\"]";

    [Theory]
    [InlineData("--ours", "o1", "o3")]
    [InlineData("--theirs", "t1", "t3")]
    public async Task One_side_is_taken_at_all_places_and_the_rest_is_merged(string side, string a, string c)
    {
        using var bench = await ConflictedAsync();
        var result = await bench.Run.RunAsync("git", "resolve", side, "--add", "s.yaml");
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.Equal(
            $"a: {a}\nb: {VerbRun.Canary}\nm:\n    c: {c}\n    d: t4\nx: ours\n",
            await bench.ViewAsync("s.yaml", bench.Run.Read("s.yaml")));
        Assert.Equal("", await bench.GitAsync("ls-files", "-u"));
        await bench.GitAsync("commit", "--quiet", "-m", "merged");
    }

    [Fact]
    public async Task A_file_of_somebody_else_is_not_taken_for_that_of_a_merge()
    {
        using var bench = new GitBench();
        await bench.InitAsync();
        bench.Run.Write("s.yaml", await bench.EncryptAsync("s.yaml", Plain));
        bench.Run.Write("s.yaml.conflict", "versions: mine\n");
        var result = await bench.Run.RunAsync("git", "resolve", "--ours", "s.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains("git knows of no conflict in this file", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal("versions: mine\n", bench.Run.Read("s.yaml.conflict"));
    }

    [Fact]
    public async Task Places_can_be_chosen_one_by_one()
    {
        using var bench = await ConflictedAsync();
        var result = await bench.Run.RunAsync("git", "resolve", "--ours", "--theirs-at", C, "s.yaml");
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.Contains("git add s.yaml", result.ErrorText, StringComparison.Ordinal);
        Assert.StartsWith(
            $"a: o1\nb: {VerbRun.Canary}\nm:\n    c: t3\n",
            await bench.ViewAsync("s.yaml", bench.Run.Read("s.yaml")),
            StringComparison.Ordinal);
        Assert.NotEqual("", await bench.GitAsync("ls-files", "-u"));
    }

    [Fact]
    public async Task The_places_that_are_left_open_are_settled_in_the_editor_in_memory()
    {
        using var bench = await ConflictedAsync();
        bench.Run.Editor($"cp \"$1\" {bench.Run.Home}/seen; stat -f -c %T \"$1\" > {bench.Run.Home}/kind; sed -i -e " +
            "'/^<<<<<<</,/^=======/d' -e '/^>>>>>>>/d' \"$1\"");
        var result = await bench.Run.RunAsync("git", "resolve", "--unattended", "--ours-at", C, "s.yaml");
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.StartsWith(
            "<<<<<<< ours\na: o1\n=======\na: t1\n>>>>>>> theirs\nb: ",
            await File.ReadAllTextAsync(Path.Combine(bench.Run.Home, "seen"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(
            "tmpfs", (await File.ReadAllTextAsync(Path.Combine(bench.Run.Home, "kind"), TestContext.Current.CancellationToken)).Trim());
        Assert.StartsWith(
            $"a: t1\nb: {VerbRun.Canary}\nm:\n    c: o3\n",
            await bench.ViewAsync("s.yaml", bench.Run.Read("s.yaml")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", "came back as it was")]
    [InlineData("echo 'x: y' >> \"$1\"", "conflict markers are left")]
    [InlineData("exit 3", "Could not run editor")]
    public async Task An_edit_that_settles_nothing_changes_nothing(string editor, string message)
    {
        using var bench = await ConflictedAsync();
        var before = bench.Run.Read("s.yaml");
        bench.Run.Editor(editor);
        var result = await bench.Run.RunAsync("git", "resolve", "--unattended", "s.yaml");
        Assert.Equal((1, before), (result.Exit, bench.Run.Read("s.yaml")));
        Assert.Contains(message, result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_no_editor_is_started_and_other_ways_are_named()
    {
        using var bench = await ConflictedAsync();
        var before = bench.Run.Read("s.yaml");
        bench.Run.Editor($"touch {bench.Run.Home}/started");
        var result = await bench.Run.RunAsync("git", "resolve", "s.yaml");
        Assert.Equal((1, before), (result.Exit, bench.Run.Read("s.yaml")));
        Assert.Equal(
            "secretskit: s.yaml: standard input is no terminal, and an editor needs one\n"
                + "hint: --ours or --theirs settles it without an editor, --ours-at and --theirs-at at single places, and 'secretskit set "
                + "s.yaml PATH' changes a value afterwards; --unattended runs the editor all the same\n",
            result.ErrorText);
        Assert.False(File.Exists(Path.Combine(bench.Run.Home, "started")));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_does_not_open_the_editor()
    {
        using var bench = await ConflictedAsync();
        await bench.Run.ShellAsync("ln s.yaml other");
        bench.Run.Editor($"touch {bench.Run.Home}/started");
        var result = await bench.Run.RunAsync("git", "resolve", "--unattended", "s.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains("it has 2 names (hard links)", result.ErrorText, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(bench.Run.Home, "started")));
    }

    [Fact]
    public async Task Places_that_are_not_in_conflict_are_refused_with_those_that_are()
    {
        using var bench = await ConflictedAsync();
        var result = await bench.Run.RunAsync("git", "resolve", "--ours-at", "[\"b\"]", "s.yaml");
        Assert.Equal(1, result.Exit);
        Assert.Contains($"in conflict: [\"a\"], {C}", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(64, (await bench.Run.RunAsync("git", "resolve", "--ours", "--theirs", "s.yaml")).Exit);
    }

    [Fact]
    public async Task Work_that_was_done_on_the_file_since_is_not_lost()
    {
        using var bench = await ConflictedAsync();
        var mine = await bench.EncryptAsync("s.yaml", "a: by hand\n");
        var result = await bench.Run.RunAsync("git", "resolve", "--theirs", "s.yaml");
        Assert.Equal((1, mine), (result.Exit, bench.Run.Read("s.yaml")));
        Assert.Contains("was changed since the merge", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.Run.RunAsync("git", "resolve", "--theirs", "--force", "s.yaml")).Exit);
    }

    [Fact]
    public async Task When_git_has_forgotten_the_versions_those_of_the_driver_serve()
    {
        using var bench = new GitBench();
        var (@base, ours, theirs) = await VersionsAsync(bench);
        var (result, merged) = await bench.MergeAsync("s.yaml", @base, ours, theirs);
        Assert.Equal(1, result.Exit);
        bench.Run.Write("s.yaml", merged);
        await bench.InitAsync();
        await bench.GitAsync("add", "s.yaml");
        Assert.Equal(0, (await bench.Run.RunAsync("git", "resolve", "--theirs", "s.yaml")).Exit);
        Assert.StartsWith("a: t1\n", await bench.ViewAsync("s.yaml", bench.Run.Read("s.yaml")), StringComparison.Ordinal);
        Assert.False(bench.Run.Has("s.yaml.conflict"));
        var again = await bench.Run.RunAsync("git", "resolve", "--theirs", "s.yaml");
        Assert.Equal(1, again.Exit);
        Assert.Contains("no conflict in this file", again.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_can_read_the_file_is_chosen_like_a_value()
    {
        using var bench = new GitBench();
        var @base = await bench.EncryptAsync("s.yaml", Plain);
        var ours = await bench.EditAsync("s.yaml", @base, "s/one/ours/");
        bench.Run.Write("s.yaml", @base);
        Assert.Equal(0, (await bench.Run.RunAsync("sops", "rotate", "-i", "--add-age", VerbRun.Recipient("a2"), "s.yaml")).Exit);
        await bench.ConflictAsync("s.yaml", @base, ours, bench.Run.Read("s.yaml"));
        var undecided = await bench.Run.RunAsync("git", "resolve", "s.yaml");
        Assert.Equal(64, undecided.Exit);
        Assert.Contains("--theirs-at sops", undecided.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.Run.RunAsync("git", "resolve", "--theirs-at", "sops", "s.yaml")).Exit);
        Assert.Contains(VerbRun.Recipient("a2"), bench.Run.Read("s.yaml"), StringComparison.Ordinal);
        Assert.StartsWith("a: ours\n", await bench.ViewAsync("s.yaml", bench.Run.Read("s.yaml")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("."), InlineData("none/s.yaml"), InlineData("none.yaml")]
    public async Task What_is_no_file_in_conflict_is_refused(string name)
    {
        using var bench = await ConflictedAsync();
        var result = await bench.Run.RunAsync("git", "resolve", "--ours", name);
        Assert.Equal(1, result.Exit);
        Assert.Contains("'git status' lists", result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_no_pattern()
    {
        using var bench = new GitBench();
        var (@base, ours, theirs) = await VersionsAsync(bench);
        await bench.ConflictAsync("s[1] *.yaml", @base, ours, theirs);
        Assert.Equal(0, (await bench.Run.RunAsync("git", "resolve", "--theirs", "--add", "s[1] *.yaml")).Exit);
        Assert.Equal("", await bench.GitAsync("ls-files", "-u"));
    }

    [Fact]
    public async Task A_whole_file_removed_on_one_side_is_for_git()
    {
        using var bench = new GitBench();
        var (@base, ours, _) = await VersionsAsync(bench);
        await bench.InitAsync();
        bench.Run.Write("s.yaml", @base);
        await bench.GitAsync("add", "s.yaml");
        await bench.GitAsync("commit", "--quiet", "-m", "base");
        await bench.GitAsync("checkout", "--quiet", "-b", "other");
        await bench.GitAsync("rm", "--quiet", "s.yaml");
        await bench.GitAsync("commit", "--quiet", "-m", "gone");
        await bench.GitAsync("checkout", "--quiet", "main");
        bench.Run.Write("s.yaml", ours);
        await bench.GitAsync("commit", "--quiet", "-am", "ours");
        await bench.GitAsync(1, "merge", "--quiet", "other");
        var result = await bench.Run.RunAsync("git", "resolve", "--ours", "s.yaml");
        Assert.Equal((1, ours), (result.Exit, bench.Run.Read("s.yaml")));
        Assert.Contains("their side removed the whole file", result.ErrorText, StringComparison.Ordinal);
    }

    private static async Task<(string Base, string Ours, string Theirs)> VersionsAsync(GitBench bench)
    {
        var @base = await bench.EncryptAsync("s.yaml", Plain);
        var ours = await bench.EditAsync("s.yaml", @base, "s/one/o1/;s/three/o3/;$ a x: ours");
        return (@base, ours, await bench.EditAsync("s.yaml", @base, "s/one/t1/;s/three/t3/;s/four/t4/"));
    }

    private static async Task<GitBench> ConflictedAsync()
    {
        var bench = new GitBench();
        var (@base, ours, theirs) = await VersionsAsync(bench);
        await bench.ConflictAsync("s.yaml", @base, ours, theirs);
        return bench;
    }
}
