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

    /// <summary>Begins such a command, whose messages can be waited for.</summary>
    public RunningProgram HelmStart(params string[] words)
    {
        var error = new LiveText();
        return new(RunAsync("helm", words, onTerminal: false, error), error);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<ProgramResult> RunAsync(string name, string[] words, bool onTerminal, LiveText? live = null)
    {
        using var output = new MemoryStream();
        using var error = live ?? new LiveText();
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
        return new(exit, Encoding.UTF8.GetString(output.ToArray()), error.Text);
    }

    private sealed class NoPrompt : IPassphrasePrompt
    {
        public ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken) => new((SecretBytes?)null);
    }
}

/// <summary>A command that is running.</summary>
internal sealed class RunningProgram(Task<ProgramResult> result, LiveText error)
{
    /// <summary>How it ends.</summary>
    public Task<ProgramResult> Result { get; } = result;

    /// <summary>Waits until it has printed a text for people, or fails with what it printed when it ends without.</summary>
    public async Task PrintsAsync(string text)
    {
        var printed = error.ContainsAsync(text, TestContext.Current.CancellationToken);
        if (await Task.WhenAny(printed, Result) == Result)
        {
            Assert.Contains(text, (await Result).Error, StringComparison.Ordinal);
        }

        await printed;
    }
}

/// <summary>A stream for text that can be read while it is written.</summary>
internal sealed class LiveText : MemoryStream
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Text
    {
        get
        {
            lock (_lock)
            {
                return Encoding.UTF8.GetString(ToArray());
            }
        }
    }

    public async Task ContainsAsync(string text, CancellationToken ct)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
            }

            if (Text.Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            await changed.WaitAsync(ct);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            // The base class would call the other overload.
            base.Write(buffer.ToArray(), 0, buffer.Length);
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        changed.SetResult();
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
