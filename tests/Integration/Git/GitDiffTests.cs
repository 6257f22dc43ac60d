using System.Text;
using SecretsKit.Integration.Safety;

namespace SecretsKit.Integration.Git;

/// <summary>What git shows of encrypted files, and what it lets into commits.</summary>
public sealed class GitDiffTests
{
    [Fact]
    public async Task Diffs_and_logs_show_values_and_never_fail()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.EditOnlyAsync("s/one/two/");
        Assert.Contains("-a: one\n+a: two\n", await repository.GitAsync("diff"), StringComparison.Ordinal);
        await repository.CommitAsync("two");
        Assert.Contains("-a: one\n+a: two\n", await repository.GitAsync("log", "-p", "-1"), StringComparison.Ordinal);
        Assert.Contains("+a: two\n", await repository.GitAsync("show", "HEAD"), StringComparison.Ordinal);
        repository.AssertNoPlaintext();

        File.Delete(Path.Combine(repository.Bench.Home, "keys.txt"));
        var without = await repository.TryGitAsync("log", "-p");
        Assert.Equal(0, without.ExitCode);
        Assert.Contains("+a: ENC[", without.OutputText, StringComparison.Ordinal);
        Assert.Contains("none of the keys at hand opens it", without.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Masked_diffs_show_what_changed_without_any_key()
    {
        using var repository = await GitRepository.CreateAsync();
        Assert.Equal(0, (await repository.SecretsKitAsync("git", "install", "--masked")).ExitCode);

        // The first edit gives equal items of a list one ciphertext, as sops does.
        await repository.EditAsync("s/one/1/");
        await repository.EditAsync("s/1$/two/");
        File.Delete(Path.Combine(repository.Bench.Home, "keys.txt"));
        var shown = await repository.GitAsync("show", "--format=", "HEAD", "--", "s.yaml");
        var changed = shown.Split('\n').Where(line => line is ['+' or '-', not ('+' or '-'), ..]).ToList();
        Assert.Equal(2, changed.Count);
        Assert.All(changed, line => Assert.Matches("^[-+]a: encrypted [0-9a-f]{8}$", line));
        Assert.DoesNotContain("two", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hunks_can_be_staged_one_by_one_and_no_cache_is_kept()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.EditOnlyAsync("s/one/two/");
        var run = await repository.Bench.RunWithInputAsync(
            Encoding.ASCII.GetBytes("a\n"), "git", "-C", repository.Folder, "add", "-p", "s.yaml");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", await repository.GitAsync("diff"));
        await repository.GitAsync("commit", "--quiet", "-m", "two");
        Assert.Contains("a: two", await repository.ViewAsync(), StringComparison.Ordinal);
        await repository.GitAsync("log", "-p");
        Assert.Equal("", await repository.GitAsync("for-each-ref", "refs/notes"));
        repository.AssertNoPlaintext();
    }

    [Fact]
    public async Task The_hook_lets_encrypted_files_into_commits_and_plaintext_not()
    {
        using var repository = await GitRepository.CreateAsync();
        Assert.Equal(0, (await repository.SecretsKitAsync("git", "install", "--hooks")).ExitCode);
        repository.Write("new.yaml", "password: " + CanaryRun.Second + "\n");
        await repository.GitAsync("add", "new.yaml");
        var refused = await repository.TryGitAsync("commit", "--quiet", "-m", "plain");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("new.yaml", refused.ErrorText + refused.OutputText, StringComparison.Ordinal);
        Assert.Equal(0, (await repository.SecretsKitAsync("enc", "new.yaml")).ExitCode);
        await repository.CommitAsync("encrypted");
    }

    [Fact]
    public async Task A_warning_stops_a_commit_only_where_the_hook_was_asked_to()
    {
        using var repository = await GitRepository.CreateAsync();
        Assert.Equal(0, (await repository.SecretsKitAsync("git", "install", "--hooks")).ExitCode);
        await repository.EditAsync("s/one/two/");
        Assert.Equal(0, (await repository.SecretsKitAsync("git", "install", "--hooks", "--fail-on", "warning")).ExitCode);
        await repository.EditOnlyAsync("s/two/three/");
        var refused = await repository.TryGitAsync("commit", "--all", "--quiet", "-m", "three");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("git does not ignore s.yaml.dec", refused.ErrorText + refused.OutputText, StringComparison.Ordinal);
        repository.Write(".gitignore", "*.dec\n");
        await repository.CommitAsync("three");
    }
}
