using SecretsKit.Integration.Safety;

namespace SecretsKit.Integration.Git;

/// <summary>Real git with the native program as its merge driver, in every command that merges.</summary>
public sealed class GitMergeTests
{
    private const string Ours = "s/one/ours/";
    private const string Theirs = "s/443/8443/";
    private static readonly string Both = GitRepository.Plain.Replace("one", "ours", StringComparison.Ordinal)
        .Replace("443", "8443", StringComparison.Ordinal);

    [Fact]
    public async Task A_merge_takes_both_sides_changes_and_keeps_the_rest_byte_for_byte()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.BranchAsync(Theirs, Ours);
        var before = repository.Read();
        await repository.GitAsync("merge", "--quiet", "-m", "merged", "other");
        Assert.Equal(Both, await repository.ViewAsync());
        var changed = before.Split('\n')
            .Zip(repository.Read().Split('\n'))
            .Where(pair => pair.First != pair.Second)
            .Select(pair => pair.Second.Trim().Split(':', ' ')[0]);
        Assert.Equal(["-", "mac"], changed.Where(name => name != "lastmodified"));
        Assert.Equal("", await repository.GitAsync("status", "--porcelain"));
        repository.AssertNoPlaintext();
    }

    [Fact]
    public async Task A_rebase_stops_at_a_conflict_and_goes_on_when_it_is_resolved()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.BranchAsync(Theirs, "s/one/ours/;s/three/3/");
        await repository.GitAsync("checkout", "--quiet", "other");
        await repository.EditAsync("s/three/their-three/");
        var stopped = await repository.TryGitAsync("rebase", "--quiet", "main");
        Assert.Equal(1, stopped.ExitCode);
        Assert.Contains("[\"m\"][\"c\"]", stopped.ErrorText + stopped.OutputText, StringComparison.Ordinal);
        Assert.True(repository.Has("s.yaml.conflict"));
        Assert.Equal(0, (await repository.SecretsKitAsync("git", "resolve", "--theirs", "--add", "s.yaml")).ExitCode);
        await repository.GitAsync("-c", "core.editor=true", "rebase", "--continue");
        Assert.Equal(Both.Replace("three", "their-three", StringComparison.Ordinal), await repository.ViewAsync());
        Assert.False(repository.Has("s.yaml.conflict"));
        repository.AssertNoPlaintext();
    }

    [Fact]
    public async Task A_cherry_pick_and_a_revert_merge_values()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.BranchAsync(Theirs, Ours);
        await repository.GitAsync("cherry-pick", "other");
        Assert.Equal(Both, await repository.ViewAsync());
        await repository.GitAsync("revert", "--no-edit", "HEAD~1");
        Assert.Equal(Both.Replace("ours", "one", StringComparison.Ordinal), await repository.ViewAsync());
    }

    [Fact]
    public async Task A_stash_is_applied_to_a_file_that_changed_meanwhile()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.EditOnlyAsync(Theirs);
        await repository.GitAsync("stash", "--quiet");
        await repository.EditAsync(Ours);
        await repository.GitAsync("stash", "pop", "--quiet");
        Assert.Equal(Both, await repository.ViewAsync());
        repository.AssertNoPlaintext();
    }

    [Fact]
    public async Task An_octopus_that_would_need_the_driver_is_refused_by_git_and_leaves_whole_files()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.BranchAsync(Theirs, Ours);
        await repository.GitAsync("checkout", "--quiet", "-b", "third", "main~1");
        await repository.EditAsync("s/three/3/");
        await repository.GitAsync("checkout", "--quiet", "main");
        var run = await repository.TryGitAsync("merge", "-m", "octopus", "other", "third");
        Assert.NotEqual(0, run.ExitCode);
        await repository.GitAsync("reset", "--quiet", "--hard");
        Assert.Equal(GitRepository.Plain.Replace("one", "ours", StringComparison.Ordinal), await repository.ViewAsync());
        await repository.GitAsync("merge", "--quiet", "-m", "1", "other");
        await repository.GitAsync("merge", "--quiet", "-m", "2", "third");
        Assert.Equal(
            Both.Replace("three", "\"3\"", StringComparison.Ordinal),
            (await repository.ViewAsync()).Replace("c: 3", "c: \"3\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_linked_work_tree_merges_too()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.BranchAsync(Theirs, Ours);
        await repository.GitAsync("worktree", "add", "--quiet", "../linked", "other");
        var linked = Path.Combine(repository.Folder, "../linked");
        await repository.GitAsync("-C", linked, "merge", "--quiet", "-m", "merged", "main");
        Assert.Equal(Both, await repository.ViewAsync(Path.Combine(linked, "s.yaml")));
    }

    [Fact]
    public async Task A_file_that_one_side_renamed_is_merged_under_its_new_name()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.GitAsync("checkout", "--quiet", "-b", "other");
        Directory.CreateDirectory(repository.PathOf("deep"));
        await repository.GitAsync("mv", "s.yaml", "deep/t.yaml");
        await repository.EditAsync(Theirs, "deep/t.yaml");
        await repository.GitAsync("checkout", "--quiet", "main");
        await repository.EditAsync(Ours);
        await repository.GitAsync("merge", "--quiet", "-m", "merged", "other");
        Assert.Equal(Both, await repository.ViewAsync("deep/t.yaml"));
    }

    [Fact]
    public async Task Branches_that_merged_each_other_merge_again()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.BranchAsync(Theirs, Ours);
        await repository.GitAsync("branch", "first", "main");
        await repository.GitAsync("branch", "second", "other");
        await repository.GitAsync("merge", "--quiet", "-m", "one", "second");
        await repository.GitAsync("checkout", "--quiet", "other");
        await repository.GitAsync("merge", "--quiet", "-m", "two", "first");
        Assert.Equal("2", (await repository.GitAsync("merge-base", "--all", "main", "other"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Length.ToString(null as IFormatProvider));
        await repository.EditAsync("s/three/3x/");
        await repository.GitAsync("checkout", "--quiet", "main");
        await repository.EditAsync("s/ours/again/");
        await repository.GitAsync("merge", "--quiet", "-m", "three", "other");
        Assert.Equal(
            Both.Replace("ours", "again", StringComparison.Ordinal).Replace("three", "3x", StringComparison.Ordinal),
            await repository.ViewAsync());
        Assert.Equal("", await repository.GitAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task A_conflict_leaves_a_valid_file_and_is_resolved_in_the_editor()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.BranchAsync("s/one/theirs/;s/443/8443/", Ours);
        var run = await repository.TryGitAsync("merge", "--quiet", "other");
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("theirs", run.OutputText, StringComparison.Ordinal);
        Assert.Equal(Both, await repository.ViewAsync());
        Assert.DoesNotContain("<<<<", repository.Read(), StringComparison.Ordinal);
        Assert.Contains("ENC[", repository.Read("s.yaml.conflict"), StringComparison.Ordinal);
        repository.Bench.UseEditor("sed -i -e '/^<<<<<<</,/^=======/d' -e '/^>>>>>>>/d' \"$1\"");
        var resolved = await repository.SecretsKitAsync("git", "resolve", "--unattended", "--add", "s.yaml");
        Assert.True(resolved.ExitCode == 0, resolved.ErrorText);
        Assert.Equal(Both.Replace("ours", "theirs", StringComparison.Ordinal), await repository.ViewAsync());
        await repository.GitAsync("commit", "--quiet", "-m", "merged");
        Assert.Equal("", await repository.GitAsync("status", "--porcelain"));
        repository.AssertNoPlaintext();
    }

    [Fact]
    public async Task Without_a_key_git_notes_a_conflict_and_the_file_is_ours()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.BranchAsync(Theirs, Ours);
        var before = repository.Read();
        var keys = File.ReadAllText(Path.Combine(repository.Bench.Home, "keys.txt"));
        File.Delete(Path.Combine(repository.Bench.Home, "keys.txt"));
        var run = await repository.TryGitAsync("merge", "--quiet", "other");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("none of the keys at hand opens this file", run.ErrorText, StringComparison.Ordinal);
        Assert.Equal(before, repository.Read());
        File.WriteAllText(Path.Combine(repository.Bench.Home, "keys.txt"), keys);
        Assert.Equal(0, (await repository.SecretsKitAsync("git", "resolve", "--ours", "--add", "s.yaml")).ExitCode);
        Assert.Equal(Both, await repository.ViewAsync());
    }

    [Fact]
    public async Task Files_with_carriage_returns_in_the_work_tree_merge()
    {
        using var repository = await GitRepository.CreateAsync(attributes: "*.yaml text eol=crlf\n");
        await repository.BranchAsync(Theirs, Ours);
        await repository.GitAsync("merge", "--quiet", "-m", "merged", "other");
        Assert.Equal(Both, await repository.ViewAsync());
        await repository.GitAsync("checkout", "--quiet", "other");
        await repository.GitAsync("checkout", "--quiet", "main");
        Assert.Contains("\r\n", repository.Read(), StringComparison.Ordinal);
        Assert.Equal(Both, await repository.ViewAsync());
        Assert.Equal("", await repository.GitAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task A_program_behind_a_link_with_a_difficult_name_is_run()
    {
        using var outside = new Workbench();
        Directory.CreateDirectory(outside.FileAt("o'p t%A $x"));
        var link = outside.FileAt("o'p t%A $x/my tool");
        File.CreateSymbolicLink(link, NativeProgram.Path);
        using var repository = await GitRepository.CreateAsync(link);
        Assert.Contains("my tool", await repository.GitAsync("config", "merge.secretskit.driver"), StringComparison.Ordinal);
        await repository.BranchAsync(Theirs, Ours);
        await repository.GitAsync("merge", "--quiet", "-m", "merged", "other");
        Assert.Equal(Both, await repository.ViewAsync());
        Assert.Contains(
            "-a: one\n+a: ours\n", await repository.GitAsync("diff", "HEAD~1", "HEAD~1~1", "-R", "--", "s.yaml"), StringComparison.Ordinal);
    }
}
