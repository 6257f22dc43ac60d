using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Http;
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

    public static ProcessHost Create(StandardStreams standard)
    {
#pragma warning disable RS0030 // The composition root is where the console and the clock are touched.
        var environment = HostEnvironment.FromProcess();
        MachineTrust.TakeOver(environment);
        var called = CalledName();
        var host = new CliHost
        {
            Environment = environment,
            ProgramPath = PathOf(called, environment),
            Input = standard.Input(Console.OpenStandardInput),
            Output = new BufferedOutputStream(standard.Output(Console.OpenStandardOutput)),
            Error = standard.Error(Console.OpenStandardError),
            InputIsTerminal = standard.HasInput && !Console.IsInputRedirected,
            InputIsDevice = !standard.HasInput || FileKinds.IsInputDevice(),
            OutputIsTerminal = standard.HasOutput && !Console.IsOutputRedirected,
            ErrorIsTerminal = standard.HasError && !Console.IsErrorRedirected,
            Prompt = new TerminalPassphrasePrompt(),
            Clock = TimeProvider.System,
            Redaction = new(),
            Heap = new(),
            OwnsProcess = true,
        };
#pragma warning restore RS0030
        return new ProcessHost(Path.GetFileNameWithoutExtension(environment.ResolvePath(called)), host);
    }

    public void Dispose()
    {
        Host.Output.Flush();
        Host.Redaction.Dispose();
        _signals.Dispose();
    }

    // The kernel keeps the name as typed; the runtime's own notion has symbolic links resolved. Some containers have no /proc.
    private static string CalledName()
    {
        const string Kept = "/proc/self/cmdline";
        if (!File.Exists(Kept))
        {
            return Environment.GetCommandLineArgs()[0];
        }

        var line = File.ReadAllBytes(Kept).AsSpan();
        var end = line.IndexOf((byte)0);
        return System.Text.Encoding.UTF8.GetString(end < 0 ? line : line[..end]);
    }

    // A bare name may be anything that the caller made up: it counts only if PATH leads to this very program.
    private static string? PathOf(string called, HostEnvironment environment)
    {
        var self = Environment.ProcessPath;
        var candidates = called.Contains(Path.DirectorySeparatorChar)
            ? [environment.CleanPath(called)]
            : (environment.Variable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .Where(Path.IsPathFullyQualified)
                .Select(folder => Path.Combine(folder, called));
        return candidates.FirstOrDefault(path => File.Exists(path) && Target(path) == Target(self)) ?? self;
    }

    private static string? Target(string? path) => path is null
        ? null
        : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
}
