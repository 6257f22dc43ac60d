using System.Diagnostics;
using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Git;

/// <summary>A folder with a key, versions of an encrypted file in it, and git.</summary>
internal sealed class GitBench : IDisposable
{
    /// <summary>The places that a merge driver is given.</summary>
    public const string Base = "base", Ours = "ours", Theirs = "theirs";

    public VerbRun Run { get; } = new VerbRun().WithKey();

    /// <summary>Makes an encrypted file and hands out its text.</summary>
    public async Task<string> EncryptAsync(string name, string plain)
    {
        Run.Write(name, plain);
        var result = await Run.RunAsync("enc", name);
        Assert.True(result.Exit == 0, result.ErrorText);
        return Run.Read(name);
    }

    /// <summary>Another version of an encrypted text: edited with sed, everything else untouched.</summary>
    public async Task<string> EditAsync(string name, string text, string expression)
    {
        Run.Write(name, text);
        Run.Editor($"sed -i '{expression}' \"$1\"");
        var result = await Run.RunAsync("edit", "--unattended", name);
        Assert.True(result.Exit == 0, result.ErrorText);
        return Run.Read(name);
    }

    /// <summary>The plaintext of an encrypted text.</summary>
    public async Task<string> ViewAsync(string name, string text)
    {
        Run.Write("view/" + name, text);
        var result = await Run.RunAsync("view", "view/" + name);
        Assert.True(result.Exit == 0, result.ErrorText);
        return result.OutputText;
    }

    /// <summary>Runs the merge driver on three texts, as git would for this path.</summary>
    public async Task<(SopsResult Result, string Merged)> MergeAsync(
        string path, string @base, string ours, string theirs, params string[] options)
    {
        Run.Write(Base, @base);
        Run.Write(Ours, ours);
        Run.Write(Theirs, theirs);
        var result = await Run.RunAsync(["git", "merge", .. options, "--", Base, Ours, Theirs, "7", path]);
        Assert.Equal((@base, theirs), (Run.Read(Base), Run.Read(Theirs)));
        return (result, Run.Read(Ours));
    }

    /// <summary>Runs git, which must succeed unless a status is given.</summary>
    public async Task<string> GitAsync(int exit, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Run.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in new[] { ("HOME", Run.Home), ("GIT_CONFIG_NOSYSTEM", "1"), ("LC_ALL", "C.UTF-8") })
        {
            start.Environment[name] = value;
        }

        using var git = Process.Start(start)!;
        var output = git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(git.ExitCode == exit, $"git {string.Join(' ', arguments)}: {git.ExitCode} {await error} {await output}");
        return await output;
    }

    public Task<string> GitAsync(params string[] arguments) => GitAsync(0, arguments);

    /// <summary>Makes the folder a repository.</summary>
    public async Task InitAsync()
    {
        await GitAsync("init", "--quiet", "--initial-branch=main", ".");
        await GitAsync("config", "user.email", "a@example.org");
        await GitAsync("config", "user.name", "A");
    }

    /// <summary>A repository whose file was changed on two branches and is in conflict; no driver is set up.</summary>
    public async Task ConflictAsync(string name, string @base, string ours, string theirs)
    {
        await InitAsync();
        await CommitAsync(name, @base);
        await GitAsync("checkout", "--quiet", "-b", "other");
        await CommitAsync(name, theirs);
        await GitAsync("checkout", "--quiet", "main");
        await CommitAsync(name, ours);
        await GitAsync(1, "merge", "--quiet", "other");
    }

    private async Task CommitAsync(string name, string text)
    {
        Run.Write(name, text);
        await GitAsync("add", name);
        await GitAsync("commit", "--quiet", "-m", "change");
    }

    public void Dispose() => Run.Dispose();
}
