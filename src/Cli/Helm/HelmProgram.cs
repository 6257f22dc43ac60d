using SecretsKit.Charts.Model;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Helm.Guards;
using SecretsKit.Cli.Helm.Hints;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;

namespace SecretsKit.Cli.Helm;

/// <summary>
/// The helm command line: version 4.2's unless version 3.19's is asked for by the program's name or <c>SECRETSKIT_HELM=3</c> (decision 7).
/// </summary>
/// <param name="host">Streams and environment.</param>
/// <param name="words">The command and its words.</param>
/// <param name="getter">Reads values behind URLs of other schemes than Helm's.</param>
/// <param name="calledAs"><c>helm</c> or <c>helm3</c>.</param>
/// <param name="prepared">If helm-secrets has read the values: their contents. Else null.</param>
internal sealed class HelmProgram(
    CliHost host, IReadOnlyList<string> words, ValueGetterFactory getter, string calledAs = "helm", HelmInvocation? prepared = null)
    : ICliProgram
{
    private HintContext? _hints;

    private readonly HelmGeneration _generation = calledAs == "helm3" ? HelmGeneration.V3 : GenerationOf(host.Environment);

    /// <summary>Whether it was called as a verb of our own, and not as the drop-in. Default false.</summary>
    public bool IsOwnVerb { get; init; }

    /// <summary>How help writes the program's name. Default: as it was called.</summary>
    public string? HelpName { get; init; }

    /// <inheritdoc/>
    public Dialect Dialect => Dialect.Helm;

    /// <inheritdoc/>
    public string Verb { get; private set; } = "";

    private HelmHelp Help => new(IsOwnVerb ? "secretskit" : HelpName ?? calledAs, _generation);

    private GuardList Guards => field ??= new(new(host.Environment, IsOwnVerb || host.ErrorIsTerminal));

    /// <summary>The generation that the environment asks for.</summary>
    public static HelmGeneration GenerationOf(HostEnvironment environment) => environment.Variable("SECRETSKIT_HELM") == "3"
        ? HelmGeneration.V3
        : HelmGeneration.V4;

    /// <summary>Whether a program's name is one of Helm's.</summary>
    public static bool Serves(string programName) => programName is "helm" or "helm3";

    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (words is [] or ["--help" or "-h" or "help"])
        {
            return Print(Help.Overview());
        }

        if (words is ["help", ..])
        {
            words = [.. words.Skip(1), "--help"];
        }

        var at = IndexOfCommand();
        if (at < 0)
        {
            // Flags alone: unknown ones are refused, as those of commands are.
            PflagParser.Parse(new FlagTable(HelmFlags.Global), words, host.Environment.Variable);
            return Print(Help.Overview());
        }

        if (HelmCommands.Canonical(words[at]) is var group && HelmCommands.IsGroup(group) && AsksForGroup(words.Skip(at + 1)))
        {
            return Print(Help.Group(group));
        }

        var hints = _hints = new(host.Environment, _generation) { TestOnlyThrowDefects = host.TestOnlyThrowDefects };
        var rest = words.ToList();
        var command = CommandSearch.Take(rest, at);
        Verb = command.Name;
        var table = command.Flags(_generation);
        table = IsOwnVerb && command.OwnFlags.Count > 0 ? new([.. table.Flags, .. command.OwnFlags]) : table;
        hints.Flags = [.. table.Flags.Select(flag => flag.Name)];
        var flags = PflagParser.Parse(table, rest, host.Environment.Variable);
        if (flags.IsOn(HelmFlags.Help))
        {
            return Print(Help.Of(command, IsOwnVerb ? command.OwnFlags : []));
        }

        var called = IsOwnVerb ? "secretskit" : "helm";
        hints.Arguments = flags.Arguments;
        (hints.Command, hints.Namespace) = (command.Name, flags.Text(HelmFlags.Namespace));
        if (
            command.Arguments.Complaint(
                flags.Arguments.Count, $"{called} {command.Name}", $"{called} {command.Name} {command.Usage}") is { } complaint)
        {
            throw new SecretsKitException(ErrorCode.Usage, complaint);
        }

        // Names are seen by everybody: a user that is called like the release is no secret.
        host.Redaction.Except([.. flags.Arguments, flags.Text(HelmFlags.Namespace)]);
        prepared?.Register(host.Redaction);
        var log = new HelmLog(host, _generation, flags.IsOn(HelmFlags.Debug));
        var session = new HelmSession(host, _generation, log)
        {
            CalledAs = calledAs,
            Getter = getter(host, _generation),
            Files = prepared?.Files ?? new Dictionary<string, byte[]>(),
            Hints = hints,
            ShowsHints = Guards.Hints.ShowsHints,
            Guards = Guards,
        };
        using var plaintexts = session.Plaintexts;
        var code = await RunAsync(command, session, flags, ct);
        WriteGuards();
        return code;
    }

    private static async Task<int> RunAsync(HelmCommand command, HelmSession session, ParsedFlags flags, CancellationToken ct)
    {
        try
        {
            return await command.Run(session, flags, ct);
        }
        catch (SecretsKitException failure) when (ReleaseRun.RefuseDatabase(session, failure) is { } code)
        {
            return code;
        }
    }

    /// <inheritdoc/>
    public void Report(SecretsKitException failure)
    {
        if (failure.Code == ErrorCode.Usage && HelmCommands.Find(Verb) is { RepeatsComplaints: true })
        {
            host.WriteReportLine(failure.Message);
        }

        host.Output.Flush();

        // Helm and helm-secrets repeat the whole report of sops, which scripts may look for; people
        // need the file, the cause and the next step.
        var message = IsOwnVerb && failure is IDecryptionFailure { File: { } file, Failure: { } cause }
            ? FailureReport.Line(cause, file)
            : failure.Message;
        host.WriteErrorLine("Error: " + message);
        if ((BrokenKey(failure) ?? HintAt(failure)) is { } hint)
        {
            host.WriteErrorLine($"hint: {hint}");
        }

        WriteGuards();
    }

    // Who named a key that is not there needs no other one.
    private string? BrokenKey(SecretsKitException failure) =>
        IsOwnVerb && failure is IDecryptionFailure { Failure: DataKeyUnrecoverableException } && KeyPlaces.Broken(host) is { } broken
            ? $"{broken}; 'secretskit doctor' shows all places where keys are looked for" : null;

    // A right that an account lacks is the nearest cause of whatever failed for want of it; what is wrong with a pod, of a wait that ended.
    private string? HintAt(SecretsKitException failure)
    {
        IReadOnlyList<FailureCause> causes = [.. failure.Causes];
        var nearest = Guards.Hints.ShowsGuards && _hints is { } known
            ? AccessHints.For(causes, known) ?? WaitHints.For(causes, known) ?? ReleaseHints.For(causes, known)
            : null;
        return nearest ?? failure.Hint ?? (Guards.Hints.ShowsHints && _hints is not null ? HelmHints.For(failure, _hints) : null);
    }

    // Behind all that the reference prints.
    private void WriteGuards()
    {
        if (Guards.Lines.Count > 0)
        {
            host.Output.Flush();
        }

        foreach (var line in Guards.Lines)
        {
            host.WriteErrorLine($"hint: {line}");
        }
    }

    private int Print(HelpPage page)
    {
        page.Print(host);
        return ExitCodes.Success;
    }

    private static bool AsksForGroup(IEnumerable<string> rest) =>
        rest.Any(word => word is "--help" or "-h") && rest.All(word => word.StartsWith('-'));

    // Flags may come before the command.
    private int IndexOfCommand()
    {
        var global = new FlagTable(HelmFlags.Global);
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (!word.StartsWith('-'))
            {
                return at;
            }

            var takesNext = global.FindWord(word) is { Kind: not FlagKind.Switch } && !word.Contains('=', StringComparison.Ordinal);
            at += takesNext ? 1 : 0;
        }

        return -1;
    }
}
