namespace SecretsKit.Integration.Git;

/// <summary>Real git with the native program: who can read a file cannot change without being seen.</summary>
public sealed class GitAccessTests
{
    private const string Stranger = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    [Fact]
    public async Task A_planted_recipient_is_in_the_diff_in_the_log_and_in_the_messages_of_a_merge()
    {
        using var repository = await GitRepository.CreateAsync();
        await repository.GitAsync("checkout", "--quiet", "-b", "other");
        Plant(repository);
        Assert.Contains($"\n+# sops: recipient: age {Stranger}\n", await repository.GitAsync("diff"), StringComparison.Ordinal);
        await repository.CommitAsync("harmless");
        Assert.Contains($"\n+# sops: recipient: age {Stranger}\n", await repository.GitAsync("log", "-p", "-1"), StringComparison.Ordinal);
        await repository.GitAsync("checkout", "--quiet", "main");
        await repository.EditAsync("s/one/ours/");
        var merged = await repository.TryGitAsync("merge", "--quiet", "-m", "merged", "other");
        Assert.Equal(0, merged.ExitCode);
        Assert.Contains(
            $"s.yaml: their side added recipient age {Stranger}\n", merged.ErrorText + merged.OutputText, StringComparison.Ordinal);

        var refused = await repository.SecretsKitAsync("rotate", "s.yaml");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"can decrypt, and is not in the rule: age {Stranger}", refused.ErrorText, StringComparison.Ordinal);
        Assert.Equal(0, (await repository.SecretsKitAsync("updatekeys", "--yes", "s.yaml")).ExitCode);
        Assert.Equal(0, (await repository.SecretsKitAsync("rotate", "s.yaml")).ExitCode);
        Assert.DoesNotContain(Stranger, repository.Read(), StringComparison.Ordinal);
        repository.AssertNoPlaintext();
    }

    [Fact]
    public async Task A_masked_diff_shows_it_without_any_key()
    {
        using var repository = await GitRepository.CreateAsync();
        Assert.Equal(0, (await repository.SecretsKitAsync("git", "install", "--masked")).ExitCode);
        File.Delete(Path.Combine(repository.Bench.Home, "keys.txt"));
        Plant(repository);
        var changed = (await repository.GitAsync("diff")).Split('\n').Where(line => line is ['+' or '-', not ('+' or '-'), ..]);
        Assert.Equal([$"+# sops: recipient: age {Stranger}"], changed);
    }

    [Fact]
    public async Task A_relaxed_selection_stops_the_merge()
    {
        using var repository = await GitRepository.CreateAsync();
        repository.Write("t.yaml", "a: one\nb: two\n");
        Assert.Equal(0, (await repository.SecretsKitAsync("enc", "t.yaml")).ExitCode);
        await repository.CommitAsync("t");
        await repository.GitAsync("checkout", "--quiet", "-b", "other");
        repository.Write(
            "t.yaml",
            repository.Read("t.yaml").Replace("unencrypted_suffix: _unencrypted", "encrypted_regex: ^(a|b)$", StringComparison.Ordinal));
        Assert.Contains(
            "-# sops: selection: unencrypted_suffix _unencrypted\n+# sops: selection: encrypted_regex ^(a|b)$\n", await repository.GitAsync(
                "diff"), StringComparison.Ordinal);
        await repository.CommitAsync("relaxed");
        await repository.GitAsync("checkout", "--quiet", "main");
        await repository.EditAsync("s/two/2/", "t.yaml");
        var merged = await repository.TryGitAsync("merge", "--quiet", "-m", "merged", "other");
        Assert.Equal(1, merged.ExitCode);
        Assert.Contains("their side may leave values readable", merged.ErrorText + merged.OutputText, StringComparison.Ordinal);
        Assert.Contains("unencrypted_suffix: _unencrypted", repository.Read("t.yaml"), StringComparison.Ordinal);
        Assert.Equal(0, (await repository.SecretsKitAsync("git", "resolve", "--ours", "--add", "t.yaml")).ExitCode);
        await repository.GitAsync("commit", "--quiet", "-m", "merged");
    }

    private static void Plant(GitRepository repository) => repository.Write(
        GitRepository.File,
        repository.Read()
            .Replace("    age:\n", $"    age:\n        - enc: planted\n          recipient: {Stranger}\n", StringComparison.Ordinal));
}
