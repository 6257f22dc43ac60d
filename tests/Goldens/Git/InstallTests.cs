using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Git;

/// <summary>Setting git up and undoing it: what is written where, and that nothing of others is touched.</summary>
public sealed class InstallTests
{
    private const string Hook = ".git/hooks/pre-commit";

    [Fact]
    public async Task Configuration_and_attributes_are_written_once()
    {
        using var bench = await RepositoryAsync(
            "  - path_regex: ^secrets/.*\\.yaml$\n    age: KEY\n  - path_regex: \\.enc\\.yaml$\n    age: KEY\n");
        var first = await InstallAsync(bench);
        Assert.Contains("set merge.secretskit.driver", first.ErrorText, StringComparison.Ordinal);
        var program = Program(bench);
        var find = $"p={program}; [ -x \"$p\" ] || p=secretskit; command -v \"$p\" >/dev/null 2>&1 && exec \"$p\" git ";
        Assert.StartsWith(
            find + "textconv -- \"$@\"; echo",
            await bench.GitAsync("config", "--local", "diff.secretskit.textconv"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            find + "merge -- %O %A %B %L %P; echo",
            await bench.GitAsync("config", "--local", "merge.secretskit.driver"),
            StringComparison.Ordinal);
        Assert.StartsWith(
            find + "merge --ancestor -- %O %A %B %L %P; echo",
            await bench.GitAsync("config", "--local", "merge.secretskit-ancestor.driver"),
            StringComparison.Ordinal);
        Assert.Equal(
            "*.bin binary\nsecrets/**/*.yaml diff=secretskit merge=secretskit\n*.enc.yaml diff=secretskit merge=secretskit\n",
            bench.Run.Read(".gitattributes"));
        var config = bench.Run.Read(".git/config");
        Assert.DoesNotContain("cachetextconv", config, StringComparison.OrdinalIgnoreCase);
        var second = await InstallAsync(bench);
        Assert.Equal("everything is set up already\n", second.ErrorText);
        Assert.Equal(config, bench.Run.Read(".git/config"));
    }

    [Fact]
    public async Task Uninstalling_leaves_what_was_there()
    {
        using var bench = await RepositoryAsync("  - path_regex: \\.yaml$\n    age: KEY\n");
        var config = bench.Run.Read(".git/config");
        await InstallAsync(bench, "--hooks", "--masked");
        Assert.Contains("--masked", await bench.GitAsync("config", "diff.secretskit.textconv"), StringComparison.Ordinal);
        Assert.True(bench.Run.Has(Hook));
        var result = await bench.Run.RunAsync("git", "uninstall");
        Assert.Equal(0, result.Exit);
        Assert.Equal(
            ("*.bin binary\n", config, false), (bench.Run.Read(".gitattributes"), bench.Run.Read(".git/config"), bench.Run.Has(Hook)));
        Assert.Equal("nothing was set up here\n", (await bench.Run.RunAsync("git", "uninstall")).ErrorText);
    }

    [Fact]
    public async Task Given_patterns_are_taken_as_they_are()
    {
        using var bench = await RepositoryAsync("  - age: KEY\n");
        await InstallAsync(bench, "secrets*.yaml", "my files/*");
        Assert.Equal(
            "*.bin binary\nsecrets*.yaml diff=secretskit merge=secretskit\n\"my files/*\" diff=secretskit merge=secretskit\n",
            bench.Run.Read(".gitattributes"));
    }

    [Fact]
    public async Task For_a_rule_that_matches_everything_the_encrypted_files_are_taken()
    {
        using var bench = await RepositoryAsync("  - age: KEY\n");
        await bench.EncryptAsync("deep/secret [1].yaml", "a: 1\n");
        bench.Run.Write("values.yaml", "a: 1\n");
        var result = await InstallAsync(bench);
        Assert.Contains("matches every file", result.ErrorText, StringComparison.Ordinal);
        Assert.Equal("*.bin binary\n\"/deep/secret \\\\[1].yaml\" diff=secretskit merge=secretskit\n", bench.Run.Read(".gitattributes"));
        Assert.EndsWith(
            ": secretskit\n", await bench.GitAsync("check-attr", "merge", "--", "deep/secret [1].yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_of_plaintext_is_switched_off()
    {
        using var bench = await RepositoryAsync("  - path_regex: \\.yaml$\n    age: KEY\n");
        await bench.GitAsync("config", "diff.secretskit.cachetextconv", "true");
        Assert.Contains("removed diff.secretskit.cachetextconv", (await InstallAsync(bench)).ErrorText, StringComparison.Ordinal);
        await bench.GitAsync(1, "config", "--get", "diff.secretskit.cachetextconv");
    }

    [Fact]
    public async Task The_hook_checks_what_is_staged()
    {
        using var bench = await RepositoryAsync("  - path_regex: \\.yaml$\n    age: KEY\n");
        await InstallAsync(bench, "--hooks");
        Assert.Contains($"\np={Program(bench)}; [ -x", bench.Run.Read(Hook), StringComparison.Ordinal);
        Assert.Contains("&& exec \"$p\" check --staged --quiet --fail-on error\necho ", bench.Run.Read(Hook), StringComparison.Ordinal);
        Assert.True(File.GetUnixFileMode(bench.Run.File(Hook)).HasFlag(UnixFileMode.UserExecute));
        bench.Run.Write("program with space", "#!/bin/sh\n");
        var result = await bench.Run.RunAsync("git", "install", "--hooks", "--program", "program with space");
        Assert.Equal(0, result.Exit);
        Assert.Contains($"\np='{bench.Run.File("program with space")}'; [ -x", bench.Run.Read(Hook), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_of_somebody_else_stays_and_the_line_for_it_is_told()
    {
        using var bench = await RepositoryAsync("  - path_regex: \\.yaml$\n    age: KEY\n");
        bench.Run.Write(Hook, "#!/bin/sh\ntrue\n");
        var result = await bench.Run.RunAsync("git", "install", "--hooks", "--program", Program(bench));
        Assert.Equal((1, "#!/bin/sh\ntrue\n"), (result.Exit, bench.Run.Read(Hook)));
        Assert.Contains(
            $"add this line to it: {Program(bench)} check --staged --quiet --fail-on error || exit 1",
            result.ErrorText,
            StringComparison.Ordinal);
        await bench.Run.RunAsync("git", "uninstall");
        Assert.True(bench.Run.Has(Hook));
    }

    [Fact]
    public async Task The_configured_folder_of_hooks_is_used_if_it_is_of_this_repository()
    {
        using var bench = await RepositoryAsync("  - path_regex: \\.yaml$\n    age: KEY\n");
        await bench.GitAsync("config", "core.hooksPath", ".githooks");
        await InstallAsync(bench, "--hooks");
        Assert.True(bench.Run.Has(".githooks/pre-commit"));
        Assert.False(bench.Run.Has(Hook));
        await bench.GitAsync("config", "core.hooksPath", bench.Run.Home + "/hooks");
        var result = await bench.Run.RunAsync("git", "install", "--hooks", "--program", Program(bench));
        Assert.Equal(1, result.Exit);
        Assert.Contains("leads out of this repository", result.ErrorText, StringComparison.Ordinal);
        Assert.False(Directory.Exists(bench.Run.Home + "/hooks"));
    }

    [Fact]
    public async Task The_user_s_configuration_serves_all_clones()
    {
        using var bench = new GitBench();
        bench.Run.Write("program", "");
        var result = await bench.Run.RunAsync("git", "install", "--global", "--program", "program", "secrets*.yaml");
        Assert.True(result.Exit == 0, result.ErrorText);
        Assert.Equal(
            "secrets*.yaml diff=secretskit merge=secretskit\n",
            await File.ReadAllTextAsync(bench.Run.Home + "/.config/git/attributes", TestContext.Current.CancellationToken));
        Assert.Contains("git merge --", await bench.GitAsync("config", "--global", "merge.secretskit.driver"), StringComparison.Ordinal);
        Assert.Equal(64, (await bench.Run.RunAsync("git", "install", "--global", "--hooks")).Exit);
        Assert.Equal(0, (await bench.Run.RunAsync("git", "uninstall", "--global")).Exit);
        Assert.False(File.Exists(bench.Run.Home + "/.config/git/attributes"));
    }

    [Theory]
    [InlineData(1, "not in a git work tree", "git", "install", "--program", "/bin/sh")]
    [InlineData(1, "there is no program", "git", "install", "--program", "none")]
    [InlineData(1, "is not known", "git", "install")]
    [InlineData(64, "a command is missing", "git")]
    [InlineData(64, "did you mean 'secretskit git install'", "git", "instal")]
    [InlineData(64, "exclude each other", "git", "install", "--local", "--global")]
    [InlineData(64, "add --hooks", "git", "install", "--fail-on", "warning")]
    [InlineData(64, "takes error, warning or note", "git", "install", "--hooks", "--fail-on", "never")]
    [InlineData(64, "git merge:", "git", "merge", "a")]
    public async Task What_cannot_work_is_refused_with_a_hint(int exit, string message, params string[] words)
    {
        using var run = new VerbRun();
        var result = await run.RunAsync(words);
        Assert.Equal(exit, result.Exit);
        Assert.Contains(message, result.ErrorText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("install"), InlineData("uninstall"), InlineData("resolve"), InlineData("merge"), InlineData("textconv")]
    public async Task Every_command_has_help_with_an_example_that_fits_the_terminal(string child)
    {
        using var run = new VerbRun { OnTerminal = true };
        run.Variables["COLUMNS"] = "80";
        run.Variables["NO_COLOR"] = "1";
        foreach (var words in new[] { new[] { "git", child, "--help" }, ["help", "git", child] })
        {
            var result = await run.RunAsync(words);
            Assert.Equal((0, ""), (result.Exit, result.ErrorText));
            Assert.StartsWith($"usage: secretskit git {child}", result.OutputText, StringComparison.Ordinal);
            Assert.All(result.OutputText.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        }

        Assert.Contains($"\n  {child} ", (await run.RunAsync("git", "--help")).OutputText, StringComparison.Ordinal);
    }

    private static async Task<GitBench> RepositoryAsync(string rules)
    {
        var bench = new GitBench();
        await bench.InitAsync();
        bench.Run.Write(".sops.yaml", "creation_rules:\n" + rules.Replace("KEY", VerbRun.Recipient("a1"), StringComparison.Ordinal));
        bench.Run.Write(".gitattributes", "*.bin binary\n");
        bench.Run.Write("program", "#!/bin/sh\n");
        return bench;
    }

    private static string Program(GitBench bench) => bench.Run.File("program");

    private static async Task<SopsResult> InstallAsync(GitBench bench, params string[] words)
    {
        var result = await bench.Run.RunAsync(["git", "install", "--program", "program", .. words]);
        Assert.True(result.Exit == 0, result.ErrorText);
        return result;
    }
}
