using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Goldens.Sops;

/// <summary>What one run of the command line left behind.</summary>
internal sealed record SopsResult(int Exit, byte[] Output, byte[] Error)
{
    public string OutputText => Encoding.UTF8.GetString(Output);

    public string ErrorText => Encoding.UTF8.GetString(Error);
}

/// <summary>Runs the sops command line in process, in the environment that the golden data were made in.</summary>
internal sealed class SopsRun(GoldenKeys keys, string folder)
{
    public async Task<SopsResult> RunAsync(
        IReadOnlyList<string> arguments,
        IReadOnlyList<string> identities,
        IEnumerable<KeyValuePair<string, string>>? variables = null,
        byte[]? input = null,
        string program = "sops",
        IPassphrasePrompt? prompt = null,
        CancellationToken? stop = null)
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["HOME"] = "/h",
            ["LANG"] = "C.UTF-8",
            ["LC_ALL"] = "C.UTF-8",
            ["TZ"] = "UTC",
            ["GNUPGHOME"] = "/g",
        };
        foreach (var (name, value) in keys.Variables(identities).Concat(variables ?? []))
        {
            // Rows name the working directory as /proc/self/cwd, which in process is the test host's.
            environment[name] = value.Replace("/proc/self/cwd", folder, StringComparison.Ordinal);
        }

        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var host = new CliHost
        {
            Redaction = new(),
            Clock = TimeProvider.System,
            Environment = new HostEnvironment(environment, folder),
            Input = new MemoryStream(input ?? []),
            Output = output,
            Error = error,
            Prompt = prompt ?? new TypedPrompt([]),
            AuditConfig = System.IO.Path.Combine(folder, "audit.yaml"),
            TestOnlyThrowDefects = true,
        };
        string[] words = [.. arguments.Select(word => word.Replace("/proc/self/cwd", folder, StringComparison.Ordinal))];
        var exit = await SecretsKit.Cli.Program.RunAsync(program, words, host, stop ?? TestContext.Current.CancellationToken);
        return new SopsResult(exit, output.ToArray(), error.ToArray());
    }
}

/// <summary>A person who types these answers; without any left there is no terminal.</summary>
internal sealed class TypedPrompt(IReadOnlyList<string> answers) : IPassphrasePrompt
{
    private readonly Queue<string> _answers = new(answers);

    public List<string> Asked { get; } = [];

    public ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken)
    {
        if (!_answers.TryDequeue(out var answer))
        {
            return new((SecretBytes?)null);
        }

        Asked.Add(prompt);
        return new(new SecretBytes(Encoding.UTF8.GetBytes(answer)));
    }
}
