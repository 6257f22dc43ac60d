using System.Text;
using SecretsKit.Cli.Keys;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Secrets.Redaction;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Memory;
using SecretsKit.Platform.Terminal;
using SecretsKit.Platform.Time;
using SecretsKit.Providers;

namespace SecretsKit.Cli.Hosting;

/// <summary>
/// Everything that a command line touches of its surroundings. One is made per run, from the process in <see cref="Program"/> and from
/// plain objects in tests, so that many runs with different folders and variables can share a process.
/// </summary>
internal sealed class CliHost
{
    private ITimeZones? _zones;

    /// <summary>Variables, folders, path resolution.</summary>
    public required HostEnvironment Environment { get; init; }

    /// <summary>The absolute path that the program was called by, links kept; null if it is not known.</summary>
    public string? ProgramPath { get; init; }

    /// <summary>Standard input.</summary>
    public required Stream Input { get; init; }

    /// <summary>Standard output: data only.</summary>
    public required Stream Output { get; init; }

    /// <summary>Standard error: messages for people. It cannot be had, so that nothing is written past <see cref="Redaction"/>.</summary>
    public required Stream Error { private get; init; }

    /// <summary>What the run decrypted, which no message shows. Its maker disposes it.</summary>
    public required RedactionScope Redaction { get; init; }

    /// <summary>Asks for passphrases on the terminal; answers null where there is none.</summary>
    public required IPassphrasePrompt Prompt { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The network, for URLs that the user or a chart names. Nothing of it is loaded before the first request.</summary>
    public IHttpGetter Http => new HttpGetter(Environment, Clock);

    /// <summary>The source of IVs and keys.</summary>
    public RandomFill Random { get; init; } = RandomSource.ReadAhead(KernelRandom.Fill);

    /// <summary>The key services of the run, made when they are needed. Their maker disposes them.</summary>
    public RunKeys Keys { get; init; } = new();

    /// <summary>Learns how much input there is. Default null: others share the process.</summary>
    public HeapReserve? Heap { get; init; }

    /// <summary>What killed processes left beside files that this run writes.</summary>
    public AbandonedFiles AbandonedFiles { get; init; } = new();

    /// <summary>Whether standard output is a terminal.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether standard error is a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether standard input is a terminal.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>Whether standard input is a device such as a terminal or <c>/dev/null</c>, which holds no data.</summary>
    public bool InputIsDevice { get; init; }

    /// <summary>Where the administrator of a machine asks sops for an audit log.</summary>
    public string AuditConfig { get; init; } = "/etc/sops/audit.yaml";

    /// <summary>
    /// Whether streams, working directory, user and signals are those of the process, so that a command can inherit them or take its place.
    /// Otherwise others share the process, and output of commands is copied.
    /// </summary>
    public bool OwnsProcess { get; init; }

    /// <summary>Throws defects of ours instead of reporting them in one line. Never set by the program.</summary>
    public bool TestOnlyThrowDefects { get; init; }

    /// <summary>
    /// The same surroundings in another folder, with other streams, which are then no terminals, with another way
    /// to ask, or with key services or a redaction scope of its own.
    /// </summary>
    public CliHost With(
        HostEnvironment? environment = null, Stream? output = null, Stream? error = null, Stream? input = null,
        IPassphrasePrompt? prompt = null,
        RunKeys? keys = null, RedactionScope? redaction = null) => new()
    {
        Environment = environment ?? Environment,
        ProgramPath = ProgramPath,
        Input = input ?? Input,
        Output = output ?? Output,
        Error = error ?? Error,
        Prompt = prompt ?? Prompt,
        Clock = Clock,
        Random = Random,
        Keys = keys ?? Keys,
        Redaction = redaction ?? Redaction,
        Heap = Heap,
        AbandonedFiles = AbandonedFiles,
        OutputIsTerminal = output is null && OutputIsTerminal,
        ErrorIsTerminal = error is null && ErrorIsTerminal,
        InputIsTerminal = input is null && InputIsTerminal,
        InputIsDevice = input is null && InputIsDevice,
        AuditConfig = AuditConfig,
        OwnsProcess = OwnsProcess && input is null && output is null && error is null,
        TestOnlyThrowDefects = TestOnlyThrowDefects,
    };

    /// <summary>The keys of this machine, with what age plugins have to say on standard error.</summary>
    public KeyRing LocalKeyRing() => KeyRingFor(new() { PluginMessage = text => WriteErrorLine($"secretskit: {text}") });

    /// <summary>The keys of this machine and those of other machines, as far as the options ask for them.</summary>
    public KeyRing KeyRingFor(KeyServiceOptions options) =>
        new(Keys.Services(new(Environment, Prompt, Random, Clock), options), Random, Clock);

    /// <summary>The surroundings of providers, shared with the key services of the run.</summary>
    public ProviderHost Providers() => Keys.Host(new(Environment, Prompt, Random, Clock));

    /// <summary>The time in UTC, in whole seconds.</summary>
    public Timestamp Now() => KeyRing.NowOf(Clock);

    /// <summary>
    /// The zones that dates of charts are written in; the local one is the one that TZ names.
    /// </summary>
    public ITimeZones Zones => _zones ??= new MachineZones(Environment.Variable("TZ"), Clock.LocalTimeZone);

    /// <summary>Both output streams with what they can show, for our own verbs: reports are laid out for the terminal's width.</summary>
    public TerminalOutput WrappedTerminal() => Terminal(
        OutputIsTerminal ? TerminalFeatures.OfOutput(Environment).Width : null,
        ErrorIsTerminal ? TerminalFeatures.OfError(Environment).Width : null,
        features => features.AsAsked(Environment));

    /// <summary>Both output streams with what they can show, for the drop-ins: lines are not wrapped.</summary>
    public TerminalOutput UnwrappedTerminal() => Terminal(null, null, features => features);

    /// <summary>
    /// Writes a message for people, whose line breaks are our own or a reference tool's. Other control
    /// and invisible characters are escaped, and no line of it is a command to a build server.
    /// </summary>
    public void WriteErrorLine(string text) => WriteErrorText(text + "\n");

    /// <summary>Writes text to standard error as it is but for what was decrypted: with no line break behind it.</summary>
    public void WriteErrorText(string text) => Error.Write(Encoding.UTF8.GetBytes(DisplayText.SafeLines(Redaction.Redact(text))));

    /// <summary>The same with texts inserted as fields.</summary>
    public void WriteErrorLine(MessageText text) => WriteErrorLine(text.ToStringAndClear());

    /// <summary>Writes a line of a report on standard output, treated as <see cref="WriteErrorLine(string)"/> treats messages.</summary>
    public void WriteReportLine(string text) => WriteReport(text + "\n");

    /// <summary>The same with texts inserted as fields.</summary>
    public void WriteReportLine(MessageText text) => WriteReportLine(text.ToStringAndClear());

    /// <summary>Writes a report with its line breaks on standard output, treated as <see cref="WriteReportLine(string)"/> does.</summary>
    public void WriteReport(string lines) => Output.Write(Encoding.UTF8.GetBytes(DisplayText.SafeLines(Redaction.Redact(lines))));

    /// <summary>Asks on standard output, or on standard error, and leaves the cursor behind the question.</summary>
    public async ValueTask WriteQuestionAsync(string question, QuestionScreen screen, CancellationToken ct)
    {
        var stream = screen == QuestionScreen.Output ? Output : Error;
        await stream.WriteAsync(Encoding.UTF8.GetBytes(DisplayText.SafeLine(Redaction.Redact(question))), ct);
        await stream.FlushAsync(ct);
    }

    /// <summary>Hands on what a command that the user named wrote to its standard error, byte for byte.</summary>
    public ValueTask WriteErrorOfCommandAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct) => Error.WriteAsync(bytes, ct);

    /// <summary>Writes one line of data, as it is.</summary>
    public void WriteLine(string line) => Output.Write(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>Writes a part of a report whose form has its own escapes, and which was cleared of what was decrypted.</summary>
    public void WriteData(string text) => Output.Write(Encoding.UTF8.GetBytes(text));

    private TerminalOutput Terminal(
        int? outputWidth, int? errorWidth, Func<TerminalFeatures, TerminalFeatures> adjust) => new(
        Output,
        adjust(TerminalFeatures.Create(Environment, OutputIsTerminal, outputWidth)),
        Error,
        adjust(TerminalFeatures.Create(Environment, ErrorIsTerminal, errorWidth)),
        Redaction);
}
