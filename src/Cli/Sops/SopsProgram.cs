using SecretsKit.Cli.Auditing;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Hosting;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary>The sops command line: global flags, then a command or the legacy form.</summary>
internal sealed class SopsProgram(CliHost host, IReadOnlyList<string> words) : ICliProgram
{
    /// <summary>How help writes the program's name. Default <c>sops</c>.</summary>
    public string CalledAs { get; init; } = "sops";

    /// <inheritdoc/>
    public Dialect Dialect => Dialect.Sops;

    /// <inheritdoc/>
    public string Verb { get; private set; } = "";

    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var globals = GoFlagParser.Parse(SopsFlags.Global, words, host.Environment.Variable);
        if (globals.IsOn(SopsFlags.Version))
        {
            host.WriteLine(SopsHelp.Version);
            return ExitCodes.Success;
        }

        var session = new SopsSession(host, globals);
        switch (globals.Arguments)
        {
            case ["help" or "h", ..]:
                return Help([.. globals.Arguments.Skip(1)]);
            case [var name, ..] when SopsCommands.Find(name) is { } command:
                return await RunCommandAsync(session, command, [.. globals.Arguments.Skip(1)], ct);
            case ["groups", var part, ..] when SopsCommands.Find("groups " + part) is { } command:
                return await RunCommandAsync(session, command, [.. globals.Arguments.Skip(2)], ct);
            case ["groups", ..]:
                return Help([]);
            default:
                if (globals.IsOn(SopsFlags.Help))
                {
                    return Help([]);
                }

                if (globals.IsOn(SopsFlags.Verbose))
                {
                    session.LogSteps();
                }

                await using (var audit = await AuditLog.OpenAsync(host, ct))
                {
                    session.Audit = audit;
                    await new LegacyMode(session).RunAsync(verb => Verb = verb, ct);
                    return ExitCodes.Success;
                }
        }
    }

    /// <inheritdoc/>
    public void Report(SecretsKitException failure)
    {
        host.Output.Flush();
        if (failure.Code == ErrorCode.Usage)
        {
            // As the reference's parser answers: the usage on standard output, the cause in the log.
            host.WriteReportLine($"Incorrect Usage{(Verb.Length > 0 ? ':' : '.')} {failure.Message}\n");
            host.WriteLine(SopsHelp.For(SopsCommands.Find(Verb), CalledAs).Text());
            host.Output.Flush();
            new SopsLog(host).Fatal("CMD", failure.Message);
            return;
        }

        if (SopsMessages.Fatal(Verb, failure) is { } logged)
        {
            new SopsLog(host).Fatal(logged.Logger, logged.Text);
            return;
        }

        host.WriteErrorLine(SopsMessages.For(Verb, failure));
        if (failure is { Code: ErrorCode.FileChanged, Hint: { } hint })
        {
            // The reference overwrites the other's change and says nothing; here the reader must learn where both versions are.
            host.WriteErrorLine($"hint: {hint}");
        }
    }

    private async Task<int> RunCommandAsync(SopsSession session, SopsCommand command, string[] rest, CancellationToken ct)
    {
        Verb = command.Name.Split(' ')[0];
        var flags = GoFlagParser.Parse(command.Flags, GoFlagParser.MoveFlagsToFront(command.Flags, rest), host.Environment.Variable);
        if (flags.IsOn(SopsFlags.Help))
        {
            return Help([command.Name]);
        }

        // As in the reference, the flag before a command counts for the few commands that have a flag of that name themselves.
        if (command.Flags.Flags.Contains(SopsFlags.Verbose) && (flags.IsOn(SopsFlags.Verbose) || session.Globals.IsOn(SopsFlags.Verbose)))
        {
            session.LogSteps();
        }

        await using var audit = await AuditLog.OpenAsync(host, ct);
        session.Audit = audit;
        await command.Run(session, flags, ct);
        return session.ExitCode;
    }

    private int Help(string[] topic)
    {
        var name = string.Join(' ', topic);
        var command = SopsCommands.Find(name);
        if (command is null && name.Length > 0)
        {
            host.WriteErrorLine($"No help topic for '{name}'");
            return 3;
        }

        SopsHelp.For(command, CalledAs).Print(host);
        return ExitCodes.Success;
    }
}
