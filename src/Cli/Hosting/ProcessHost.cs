using SecretsKit.Platform;
using SecretsKit.Platform.Lifetime;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Hosting;

/// <summary>The surroundings of the real process.</summary>
internal sealed class ProcessHost : IDisposable
{
    private readonly Signals _signals = new();

    private ProcessHost(string programName, CliHost host) => (ProgramName, Host) = (programName, host);

    /// <summary>The last component of the name that the program was called by.</summary>
    public string ProgramName { get; }

    /// <summary>Streams and environment.</summary>
    public CliHost Host { get; }

    /// <summary>Fires on SIGINT, SIGTERM and SIGHUP.</summary>
    public CancellationToken Cancellation => _signals.Token;

    public static ProcessHost Create()
    {
#pragma warning disable RS0030 // The composition root is where the console is touched.
        var host = new CliHost
        {
            Environment = HostEnvironment.FromProcess(),
            Input = Console.OpenStandardInput(),
            Output = new BufferedStream(Console.OpenStandardOutput(), 64 * 1024),
            Error = Console.OpenStandardError(),
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Prompt = new TerminalPassphrasePrompt(),
        };
#pragma warning restore RS0030
        return new ProcessHost(CalledName(host.Environment), host);
    }

    public void Dispose()
    {
        Host.Output.Flush();
        _signals.Dispose();
    }

    // The kernel keeps the name as typed; the runtime's own notion has symbolic links resolved.
    private static string CalledName(HostEnvironment environment)
    {
        var name = "";
        if (OperatingSystem.IsLinux())
        {
            var line = File.ReadAllBytes("/proc/self/cmdline").AsSpan();
            var end = line.IndexOf((byte)0);
            name = System.Text.Encoding.UTF8.GetString(end < 0 ? line : line[..end]);
        }
        else
        {
            name = Environment.GetCommandLineArgs()[0];
        }

        return Path.GetFileNameWithoutExtension(environment.ResolvePath(name));
    }
}
