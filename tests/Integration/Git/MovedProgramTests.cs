using SecretsKit.Integration.Safety;

namespace SecretsKit.Integration.Git;

/// <summary>A program that was moved or removed after git was set up with it: git goes on, and says so.</summary>
public sealed class MovedProgramTests
{
    private const string Gone = "secretskit: the program that git was set up with is gone: ";
    private const string Advice = "; 'secretskit git install' sets it up again\n";

    [Fact]
    public async Task Without_any_program_diffs_show_ciphertext_and_no_commit_fails()
    {
        using var repository = await WithoutProgramAsync();
        var diff = await repository.TryGitAsync("diff");
        Assert.Equal((0, true), (diff.ExitCode, diff.OutputText.Contains("ENC[", StringComparison.Ordinal)));
        Assert.Contains(Gone + "diffs show ciphertext" + Advice, diff.ErrorText, StringComparison.Ordinal);
        var commit = await repository.TryGitAsync("commit", "--all", "--quiet", "-m", "changed");
        Assert.Equal(0, commit.ExitCode);
        Assert.Equal(Gone + "this commit was not looked at" + Advice, commit.ErrorText);
        Assert.Equal("", await repository.GitAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task Without_any_program_a_merge_goes_by_lines()
    {
        using var repository = await WithoutProgramAsync();
        await repository.GitAsync("commit", "--all", "--quiet", "-m", "ours");
        await repository.GitAsync("checkout", "--quiet", "-b", "other", "HEAD~");
        await repository.EditOnlyAsync("s/three/theirs/");
        await repository.GitAsync("commit", "--all", "--quiet", "-m", "theirs");
        var merge = await repository.TryGitAsync("merge", "--quiet", "main");
        Assert.Equal(1, merge.ExitCode);
        Assert.Contains(Gone + "the merge goes by lines" + Advice, merge.ErrorText, StringComparison.Ordinal);
        Assert.Contains("<<<<<<< ours", repository.Read(), StringComparison.Ordinal);
        Assert.Contains(">>>>>>> theirs", repository.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_on_the_path_takes_over_and_install_says_what_was_wrong()
    {
        using var repository = await WithoutProgramAsync();
        var folder = repository.Bench.FileAt("bin");
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, "secretskit"), NativeProgram.Path);
        repository.Bench.Set("PATH", folder + ":/usr/local/bin:/usr/bin:/bin");
        var diff = await repository.TryGitAsync("diff");
        Assert.Equal((0, ""), (diff.ExitCode, diff.ErrorText));
        Assert.Contains("+a: changed", diff.OutputText, StringComparison.Ordinal);
        var install = await repository.RunAsync("secretskit", "git", "install", "--hooks");
        Assert.Equal(0, install.ExitCode);
        Assert.StartsWith("until now git is set up to run ", install.ErrorText, StringComparison.Ordinal);
        Assert.Contains("which is not there", install.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, (await repository.TryGitAsync("commit", "--all", "--quiet", "-m", "changed")).ExitCode);
        var line = await repository.GitAsync("config", "diff.secretskit.textconv");
        Assert.StartsWith("p=" + folder + "/secretskit;", line, StringComparison.Ordinal);
    }

    private static async Task<GitRepository> WithoutProgramAsync()
    {
        using var outside = new Workbench();
        var link = outside.FileAt("o'p t%A/tool");
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, NativeProgram.Path);
        var repository = await GitRepository.CreateAsync(link);
        Assert.Equal(0, (await repository.RunAsync(link, "git", "install", "--hooks")).ExitCode);
        await repository.EditOnlyAsync("s/one/changed/");
        return repository;
    }
}
