using SecretsKit.Integration.Safety;

namespace SecretsKit.Integration.Git;

/// <summary>A repository with an encrypted file, in which git runs the native program for diffs and merges.</summary>
internal sealed class GitRepository : IDisposable
{
    public const string File = "s.yaml";
    public const string Plain = "# about\na: one\nb: " + CanaryRun.Value
        + "\nm:\n    c: three\n    l:\n        - 80\n        - 80\n        - 443\n";

    public Workbench Bench { get; } = new();

    public string Folder => Bench.FileAt("repo");

    /// <summary>Makes it: one commit on the branch main.</summary>
    public static async Task<GitRepository> CreateAsync(string? program = null, string? attributes = null)
    {
        var repository = new GitRepository();
        Directory.CreateDirectory(repository.Folder);
        await repository.GitAsync("init", "--quiet", "--initial-branch=main", ".");
        await repository.GitAsync("config", "user.email", "a@example.org");
        await repository.GitAsync("config", "user.name", "A");
        repository.Write(".sops.yaml", $"creation_rules:\n    - path_regex: \\.yaml$\n      age: {repository.Bench.Recipient}\n");
        if (attributes is not null)
        {
            repository.Write(".gitattributes", attributes);
        }

        var installed = await repository.RunAsync(program ?? NativeProgram.Path, "git", "install");
        Assert.True(installed.ExitCode == 0, installed.ErrorText);
        repository.Write(File, Plain);
        Assert.Equal(0, (await repository.SecretsKitAsync("enc", File)).ExitCode);
        await repository.CommitAsync("base");
        return repository;
    }

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Read(string name = File) => System.IO.File.ReadAllText(PathOf(name));

    public void Write(string name, string text) => System.IO.File.WriteAllText(PathOf(name), text);

    public bool Has(string name) => System.IO.File.Exists(PathOf(name));

    /// <summary>Runs git, which must succeed.</summary>
    public async Task<string> GitAsync(params string[] arguments)
    {
        var run = await TryGitAsync(arguments);
        Assert.True(run.ExitCode == 0, $"git {string.Join(' ', arguments)}: {run.ExitCode} {run.ErrorText} {run.OutputText}");
        return run.OutputText;
    }

    public Task<BenchRun> TryGitAsync(params string[] arguments) => RunAsync("git", arguments);

    public Task<BenchRun> SecretsKitAsync(params string[] arguments) => RunAsync(NativeProgram.Path, arguments);

    /// <summary>Runs a program in the repository.</summary>
    public Task<BenchRun> RunAsync(string program, params string[] arguments) =>
        Bench.RunAsync("env", ["-C", Folder, program, .. arguments]);

    public async Task CommitAsync(string message)
    {
        await GitAsync("add", "--all");
        await GitAsync("commit", "--quiet", "-m", message);
    }

    /// <summary>Changes the plaintext with sed and commits.</summary>
    public async Task EditAsync(string expression, string name = File)
    {
        await EditOnlyAsync(expression, name);
        await CommitAsync(expression);
    }

    public async Task EditOnlyAsync(string expression, string name = File)
    {
        Bench.UseEditor($"sed -i '{expression}' \"$1\"");
        var run = await SecretsKitAsync("edit", "--unattended", name);
        Assert.True(run.ExitCode == 0, run.ErrorText);
    }

    /// <summary>A branch with one change beside one on main.</summary>
    public async Task BranchAsync(string theirs, string ours)
    {
        await GitAsync("checkout", "--quiet", "-b", "other");
        await EditAsync(theirs);
        await GitAsync("checkout", "--quiet", "main");
        await EditAsync(ours);
    }

    public async Task<string> ViewAsync(string name = File)
    {
        var run = await SecretsKitAsync("view", name);
        Assert.True(run.ExitCode == 0, run.ErrorText);
        return run.OutputText;
    }

    /// <summary>That no plaintext is in the work tree, in git's folder with all its compressed objects, or left in memory.</summary>
    public void AssertNoPlaintext()
    {
        var canaries = new Canaries();
        canaries.Add("value", System.Text.Encoding.ASCII.GetBytes(CanaryRun.Value));
        foreach (var path in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            Assert.True(canaries.In(System.IO.File.ReadAllBytes(path)).Count == 0, path);
        }

        Bench.AssertNothingLeftOutside();
    }

    public void Dispose() => Bench.Dispose();
}
