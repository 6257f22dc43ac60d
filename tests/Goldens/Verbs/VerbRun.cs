using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Secrets;
using SecretsKit.Goldens.Sops;
using SecretsKit.Platform;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Goldens.Verbs;

/// <summary>
/// Runs our own command line in process, in a folder of its own. Everything it prints on stderr is checked for the canary.
/// </summary>
internal sealed class VerbRun : IDisposable
{
    /// <summary>A secret value that no message may hold.</summary>
    public const string Canary = "canary-7f3e9a";

    private readonly CaseFolder _folder;
    private readonly CaseFolder _home;
    private string _below = "";
    private TypedPrompt? _person;

    public VerbRun()
        : this(new(), new())
    {
    }

    private VerbRun(CaseFolder folder, CaseFolder home)
    {
        (_folder, _home) = (folder, home);
        Variables = new()
        {
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["HOME"] = _home.Path,
            ["TZ"] = "UTC",
        };
    }

    /// <summary>The working directory.</summary>
    public string Path => System.IO.Path.Combine(_folder.Path, _below);

    /// <summary>The same in a folder below. Disposing the outer run removes both.</summary>
    public VerbRun In(string below) => new(_folder, _home)
    {
        _below = below,
        Variables = Variables,
        OnTerminal = OnTerminal,
        Answers = Answers,
    };

    public string Home => _home.Path;

    /// <summary>The environment; tests change it.</summary>
    public Dictionary<string, string> Variables { get; private init; }

    /// <summary>The name that the program is called by.</summary>
    public string ProgramName { get; init; } = "secretskit";

    /// <summary>Whether both output streams are terminals.</summary>
    public bool OnTerminal { get; init; }

    /// <summary>Who is asked for passphrases; nobody unless a test says so.</summary>
    public IPassphrasePrompt Prompt { get; init; } = new NoPrompt();

    /// <summary>What a person types who sits at the terminal that standard input then is; null where there is none.</summary>
    public string[]? Answers { get; init; }

    /// <summary>What that person was asked.</summary>
    public IReadOnlyList<string> Asked => _person?.Asked ?? [];

    public static string Recipient(string key) =>
        System.IO.File.ReadLines(System.IO.Path.Combine(SopsRows.Folder("sops"), "keys", "age", key + ".txt"))
            .Select(line => line.Split("public key: ")).First(parts => parts.Length == 2)[1].Trim();

    /// <summary>Gives the run a key of the golden data, and a <c>.sops.yaml</c> for it.</summary>
    public VerbRun WithKey(string key = "a1", string rule = "")
    {
        Variables["SOPS_AGE_KEY"] = GoldenKeys.Identity(key);
        Write(".sops.yaml", $"creation_rules:\n  - age: {Recipient(key)}\n{rule}");
        return this;
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllText(File(name), text);
    }

    public string Read(string name) => System.IO.File.ReadAllText(File(name));

    public bool Has(string name) => System.IO.File.Exists(File(name));

    /// <summary>
    /// An editor that runs a shell line on the file. The script is read and not executed: a child of another
    /// test may still hold it open for writing.
    /// </summary>
    public void Editor(string line)
    {
        var path = System.IO.Path.Combine(Home, "editor.sh");
        System.IO.File.WriteAllText(path, line + "\n");
        Variables["EDITOR"] = "sh " + path;
    }

    /// <summary>Whether standard input is a terminal or a device, which holds no data.</summary>
    public bool InputIsDevice { get; set; }

    public async Task GitInitAsync()
    {
        using var git = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("git", ["init", "--quiet", Path]))!;
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, git.ExitCode);
    }

    /// <summary>Runs a shell line in the working directory, which must succeed.</summary>
    public async Task ShellAsync(string line)
    {
        var start = new System.Diagnostics.ProcessStartInfo("sh", ["-c", line]) { WorkingDirectory = Path };
        using var shell = System.Diagnostics.Process.Start(start)!;
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
    }

    /// <summary>A host for what is looked at and not run: it has no input, and its output goes nowhere.</summary>
    public CliHost SilentHost() => new()
    {
        Redaction = new(),
        Clock = TimeProvider.System,
        Environment = new HostEnvironment(Variables, Path),
        Input = Stream.Null,
        Output = Stream.Null,
        Error = Stream.Null,
        Prompt = Prompt,
    };

    public Task<SopsResult> RunAsync(params string[] words) => RunWithInputAsync("", words);

    public Task<SopsResult> RunWithInputAsync(string input, params string[] words) =>
        RunAsync(words, input, TestContext.Current.CancellationToken);

    public Task<SopsResult> RunAsync(CancellationToken ct, params string[] words) => RunAsync(words, "", ct);

    private async Task<SopsResult> RunAsync(string[] words, string input, CancellationToken ct)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var host = new CliHost
        {
            Redaction = new(),
            Clock = TimeProvider.System,
            Environment = new HostEnvironment(Variables, Path),
            Input = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input)),
            Output = output,
            Error = error,
            OutputIsTerminal = OnTerminal,
            ErrorIsTerminal = OnTerminal,
            InputIsTerminal = Answers is not null,
            InputIsDevice = InputIsDevice,
            Prompt = Answers is null ? Prompt : _person ??= new TypedPrompt(Answers),
            TestOnlyThrowDefects = true,
        };
        var exit = await SecretsKit.Cli.Program.RunAsync(ProgramName, words, host, ct);
        var result = new SopsResult(exit, output.ToArray(), error.ToArray());
        Assert.DoesNotContain(Canary, result.ErrorText);
        Assert.DoesNotContain("AGE-SECRET-KEY", result.ErrorText);
        return result;
    }

    public void Dispose()
    {
        if (_below.Length > 0)
        {
            return; // The outer run owns the folders.
        }

        _folder.Dispose();
        _home.Dispose();
    }

    private sealed class NoPrompt : IPassphrasePrompt
    {
        public ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken) => new((SecretBytes?)null);
    }
}
