using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Checking;

/// <summary>What git tracks, ignores and is about to commit: P-079.</summary>
public sealed class GitTests
{
    private const string Plain = $"password: {CheckRun.Canary}\n";

    [Fact]
    public async Task Ignored_files_are_left_alone_unless_they_are_named()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Write(".gitignore", "local/\n");
        run.Write("local/a.yaml", Plain);
        run.Write("b.yaml", Plain);
        Assert.Equal("plaintext-secret error b.yaml:1 password", await run.FindingsAsync());
        Assert.Equal("plaintext-secret error local/a.yaml:1 password", await run.FindingsAsync("local/a.yaml"));
    }

    [Fact]
    public async Task Paths_narrow_the_check_and_are_told_from_the_root()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Write("a/one.yaml", Plain);
        run.Write("b/two.yaml", Plain);
        Assert.Equal("plaintext-secret error a/one.yaml:1 password", await run.FindingsAsync("a"));
        Assert.Equal("plaintext-secret error b/two.yaml:1 password", await run.FindingsAsync(run.Run.File("b/two.yaml")));
        Assert.Equal(2, (await run.FindingsAsync("a", "b", "a/one.yaml")).Split('\n').Length);
    }

    /// <summary>P-079.</summary>
    [Fact]
    public async Task P_079_A_decrypted_copy_that_git_would_take_is_an_error()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Write("secrets.yaml.dec", "a: b\n");
        run.Write("other.dec.yaml", "a: b\n");
        run.Write("empty.yaml.dec", "");
        Assert.Equal("decrypted-file error other.dec.yaml\ndecrypted-file error secrets.yaml.dec", await run.FindingsAsync());
        Assert.Contains("is not ignored by git", (await run.CheckAsync()).OutputText, StringComparison.Ordinal);
        await run.GitAsync("add", "secrets.yaml.dec");
        Assert.Contains(
            "secrets.yaml.dec: error: this decrypted copy is tracked by git",
            (await run.CheckAsync()).OutputText,
            StringComparison.Ordinal);
        Assert.Equal("", await run.FindingsAsync("--skip", "K-079"));
    }

    /// <summary>P-079.</summary>
    [Fact]
    public async Task P_079_Ignored_copies_are_fine()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Write(".gitignore", "*.dec\n");
        run.Write("secrets.yaml.dec", Plain);
        Assert.Equal("", await run.FindingsAsync());
    }

    /// <summary>P-079.</summary>
    [Fact]
    public async Task P_079_Copies_are_known_by_the_prefix_and_suffix_of_helm_secrets()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Run.Variables["HELM_SECRETS_DEC_PREFIX"] = "plain-";
        run.Run.Variables["HELM_SECRETS_DEC_SUFFIX"] = "";
        run.Write("plain-secrets.yaml", "a: b\n");
        Assert.Equal("decrypted-file error plain-secrets.yaml", await run.FindingsAsync());
    }

    /// <summary>P-079.</summary>
    [Fact]
    public async Task P_079_A_missing_pattern_is_told_before_there_is_a_copy()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Run.WithKey();
        run.Write("secrets.yaml", Plain);
        await run.Run.RunAsync("enc", "secrets.yaml");
        Assert.Equal(
            "decrypted-name-not-ignored warning .gitignore\ndecrypted-name-not-ignored note .gitignore", await run.FindingsAsync());
        await run.Run.RunAsync("init");
        Assert.Equal("", await run.FindingsAsync());
    }

    /// <summary>P-079.</summary>
    [Theory]
    [InlineData("plain", "plain/._secrets.yaml.dec", "plain/\n")]
    [InlineData("/nowhere/plain", null, "")]
    [InlineData("../plain", null, "")]
    public async Task P_079_One_folder_for_all_copies_is_looked_at_instead(string folder, string? told, string ignored)
    {
        using var run = await new CheckRun().InGitAsync();
        run.Run.WithKey();
        run.Run.Variables["HELM_SECRETS_DEC_DIR"] = folder;
        run.Write("secrets.yaml", Plain);
        await run.Run.RunAsync("enc", "secrets.yaml");
        var output = (await run.CheckAsync()).OutputText;
        Assert.Equal(told is not null, output.Contains(": a decrypted copy can be committed", StringComparison.Ordinal));
        Assert.Contains(
            $"git does not ignore {told ?? ".secrets.yaml.00000000000040008000000000000000.dec"}:", output, StringComparison.Ordinal);
        run.Write(".gitignore", ignored + ".*.dec\n.*.tmp\n");
        Assert.Equal("", await run.FindingsAsync());
    }

    /// <summary>P-079.</summary>
    [Fact]
    public async Task P_079_A_suffix_and_a_prefix_that_are_empty_name_no_copy()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Run.WithKey();
        run.Run.Variables["HELM_SECRETS_DEC_SUFFIX"] = "";
        run.Write("secrets.yaml", Plain);
        await run.Run.RunAsync("enc", "secrets.yaml");
        Assert.Contains("git does not ignore secrets.yaml.dec:", (await run.CheckAsync()).OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staged_content_counts_and_not_what_the_file_holds_now()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Write("a.yaml", Plain);
        run.Write("b.yaml", "a: b\n");
        await run.GitAsync("add", "-A");
        run.Write("a.yaml", "a: b\n");
        run.Write("b.yaml", Plain);
        Assert.Equal("plaintext-secret error a.yaml:1 password", await run.FindingsAsync("--staged"));
        var hook = await run.CheckAsync("--staged", "--quiet");
        Assert.Equal(2, hook.Exit);
    }

    [Fact]
    public async Task Staged_takes_only_what_the_commit_changes_and_reads_the_staged_configuration()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Write("old.yaml", Plain);
        run.Write("gone.yaml", Plain);
        run.Write(".sops.yaml", $"creation_rules:\n  - path_regex: secrets/\n    age: {VerbRun.Recipient("a1")}\n");
        await run.GitAsync("add", "-A");
        await run.GitAsync("commit", "--quiet", "-m", "one");
        Assert.Equal("", await run.FindingsAsync("--staged"));
        await run.GitAsync("rm", "--quiet", "gone.yaml");
        run.Write("secrets/a.yaml", "user: orders\n");
        await run.GitAsync("add", "-A");
        File.Delete(run.Run.File(".sops.yaml"));
        Assert.Equal("plaintext-file error secrets/a.yaml", await run.FindingsAsync("--staged"));
    }

    [Fact]
    public async Task A_commit_with_nothing_to_tell_passes_the_hook_in_silence()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Write("a.yaml", "a: b\n");
        await run.GitAsync("add", "-A");
        var hook = await run.CheckAsync("--staged", "--quiet");
        Assert.Equal((0, "", ""), (hook.Exit, hook.OutputText, hook.ErrorText));
    }

    [Fact]
    public async Task A_repository_that_git_does_not_open_is_a_failure_and_a_missing_git_is_told()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Write("a.yaml", "a: b\n");
        File.WriteAllText(run.Run.File(".git/config"), "[broken\n");
        var failed = await run.CheckAsync();
        Assert.Equal(1, failed.Exit);
        Assert.Contains("git does not open this repository: fatal: bad config", failed.ErrorText, StringComparison.Ordinal);
        run.Run.Variables["PATH"] = "/nowhere";
        var without = await run.CheckAsync();
        Assert.Equal(0, without.Exit);
        Assert.StartsWith(
            "warning: git is not installed, so ignored files are checked, too\nchecked 1 file,",
            without.ErrorText,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task This_repository_is_clean()
    {
        Assert.SkipUnless(Path.Exists(Path.Combine(SecretsKit.Testing.Checkout.Root, ".git")), "this is no checkout of git");
        using var run = new CheckRun();
        var result = await run.CheckAsync("--quiet", SecretsKit.Testing.Checkout.Root);
        Assert.Equal((0, ""), (result.Exit, result.OutputText));
    }

    [Fact]
    public async Task Names_with_odd_letters_are_read()
    {
        using var run = await new CheckRun().InGitAsync();
        run.Write("a b/\u00fc \"x\".yaml", Plain);
        await run.GitAsync("add", "-A");
        Assert.Equal("plaintext-secret error a b/\u00fc \"x\".yaml:1 password", await run.FindingsAsync());
        Assert.Equal("plaintext-secret error a b/\u00fc \"x\".yaml:1 password", await run.FindingsAsync("--staged"));
    }

    [Fact]
    public async Task What_killed_processes_left_is_found_ignored_or_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a dead owner is known by its lock on Linux alone");
        using var run = await new CheckRun().InGitAsync();
        var memory = Directory.CreateDirectory(Path.Combine("/dev/shm", Path.GetFileName(run.Run.Home)), Private).FullName;
        try
        {
            run.Run.Variables["XDG_RUNTIME_DIR"] = memory;
            var folder = Directory.CreateDirectory(Path.Combine(memory, ".sopsheldAbc123"), Private).FullName;
            run.Write(".gitignore", "*.dec\n.*.tmp\n");
            run.Write("sub/values.yaml", "a: 1\n");
            run.Write("sub/.values.yaml.0123456789ab4cde8f0123456789abcd.dec", "a: 1\n");
            run.Write(".f.0123456789ab4cde8f0123456789abcd.tmp", "a: 1\n");
            Assert.Equal(
                $"abandoned-file warning .f.0123456789ab4cde8f0123456789abcd.tmp\nabandoned-file warning {folder}\n"
                + "abandoned-file warning sub/.values.yaml.0123456789ab4cde8f0123456789abcd.dec",
                await run.FindingsAsync());
            var output = (await run.CheckAsync()).OutputText;
            Assert.Contains(
                "sub/.values.yaml.0123456789ab4cde8f0123456789abcd.dec: warning: a killed process left plaintext here",
                output,
                StringComparison.Ordinal);
            Assert.Contains($"{folder}: warning: a killed process left a folder that may hold plaintext", output, StringComparison.Ordinal);
            Assert.Equal("", await run.FindingsAsync("--skip", "abandoned-file"));
            Assert.Equal("", await run.FindingsAsync("--staged"));
        }
        finally
        {
            Directory.Delete(memory, recursive: true);
        }
    }

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
}
