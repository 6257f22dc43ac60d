using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Secrets;
using SecretsKit.Integration.Kubernetes;
using SecretsKit.Platform;
using SecretsKit.Platform.Terminal;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Pipelines;

/// <summary>The program in this process, in a folder of its own, against the API server of the tests.</summary>
internal sealed class ProgramRun : IDisposable
{
    private readonly TestFolder _folder = new();

    public ProgramRun()
    {
        Variables = new()
        {
            ["PATH"] = "/usr/bin:/bin",
            ["HOME"] = _folder.Path,
            ["TZ"] = "UTC",
            ["KUBECONFIG"] = System.IO.Path.Combine(Cluster.Folder, "kubeconfig"),
        };
    }

    /// <summary>The environment; tests change it.</summary>
    public Dictionary<string, string> Variables { get; }

    public string Path => _folder.Path;

    /// <summary>Writes a file, in a folder that is made if it is missing.</summary>
    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs a command of our own command line, in a pipe.</summary>
    public Task<ProgramResult> RunAsync(params string[] words) => RunAsync("secretskit", words, onTerminal: false);

    /// <summary>Runs it as a person sees it.</summary>
    public Task<ProgramResult> RunOnTerminalAsync(params string[] words) => RunAsync("secretskit", words, onTerminal: true);

    /// <summary>Runs a command of the helm command line, in a pipe.</summary>
    public Task<ProgramResult> HelmAsync(params string[] words) => RunAsync("helm", words, onTerminal: false);

    /// <summary>Runs it as a person sees it.</summary>
    public Task<ProgramResult> HelmOnTerminalAsync(params string[] words) => RunAsync("helm", words, onTerminal: true);

    public void Dispose() => _folder.Dispose();

    private async Task<ProgramResult> RunAsync(string name, string[] words, bool onTerminal)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var host = new CliHost
        {
            Redaction = new(),
            Clock = TimeProvider.System,
            Environment = new HostEnvironment(Variables, Path),
            Input = new MemoryStream(),
            Output = output,
            Error = error,
            OutputIsTerminal = onTerminal,
            ErrorIsTerminal = onTerminal,
            Prompt = new NoPrompt(),
            TestOnlyThrowDefects = true,
        };
        var exit = await Cli.Program.RunAsync(name, words, host, TestContext.Current.CancellationToken);
        return new(exit, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    private sealed class NoPrompt : IPassphrasePrompt
    {
        public ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken) => new((SecretBytes?)null);
    }
}

/// <summary>What a command ended with and printed.</summary>
internal sealed record ProgramResult(int Exit, string Output, string Error)
{
    /// <summary>Requires success.</summary>
    public ProgramResult Succeeds()
    {
        Assert.True(Exit == 0, $"exit {Exit}\n{Output}\n{Error}");
        return this;
    }
}
