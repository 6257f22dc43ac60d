using SecretsKit.Cli.CommandLine;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary>The sops command line: global flags, then a command or the legacy form.</summary>
internal sealed class SopsProgram(CliHost host, IReadOnlyList<string> words) : ICliProgram
{
    private static readonly string[] ServedLater =
        ["set", "unset", "rotate", "updatekeys", "groups", "filestatus", "exec-env", "exec-file", "publish", "keyservice", "completion"];

    /// <inheritdoc/>
    public Dialect Dialect => Dialect.Sops;

    /// <inheritdoc/>
    public string Verb { get; private set; } = "";

    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var globals = GoFlagParser.Parse(SopsFlags.Global, words, host.Environment);
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
            case [var command and ("encrypt" or "decrypt" or "edit"), ..]:
                return await RunCommandAsync(session, command, [.. globals.Arguments.Skip(1)], ct);
            case [var command, ..] when ServedLater.Contains(command):
                throw new SecretsKitException(ErrorCode.General, $"the command \"{command}\" is not available in this version");
            default:
                if (globals.IsOn(SopsFlags.Help))
                {
                    return Help([]);
                }

                await new LegacyMode(session).RunAsync(verb => Verb = verb, ct);
                return ExitCodes.Success;
        }
    }

    /// <inheritdoc/>
    public void Report(SecretsKitException failure)
    {
        host.Output.Flush();
        if (failure.Code == ErrorCode.Usage)
        {
            // As the reference's parser answers: the usage on standard output, the cause in the log.
            host.WriteLine(Verb.Length > 0 ? $"Incorrect Usage: {failure.Message}\n" : $"Incorrect Usage. {failure.Message}\n");
            host.WriteLine(SopsHelp.For(Verb.Length > 0 ? Verb : null));
            host.Output.Flush();
            new SopsLog(host).Fatal("CMD", failure.Message);
            return;
        }

        host.WriteErrorLine(SopsMessages.For(Verb, failure));
        if (failure is { Code: ErrorCode.FileChanged, Hint: { } hint })
        {
            // The reference overwrites the other's change and says nothing; here the reader must learn where both versions are.
            host.WriteErrorLine($"hint: {hint}");
        }
    }

    private async Task<int> RunCommandAsync(SopsSession session, string command, string[] rest, CancellationToken ct)
    {
        Verb = command;
        var table = SopsHelp.TableOf(command)!;
        var flags = GoFlagParser.Parse(table, GoFlagParser.MoveFlagsToFront(table, rest), host.Environment);
        if (flags.IsOn(SopsFlags.Help))
        {
            return Help([command]);
        }

        session.WarnOfExtraArguments(flags.Arguments);
        var file = flags.Arguments.FirstOrDefault();
        switch (command)
        {
            case "encrypt":
                await new EncryptVerb(session).RunAsync(flags, file, ct);
                break;
            case "decrypt":
                await new DecryptVerb(session).RunAsync(flags, file, ct);
                break;
            default:
                await new EditVerb(session).RunAsync(flags, file ?? throw new SecretsKitException(ErrorCode.NoInput, "Error: no file specified"), ct);
                break;
        }

        return ExitCodes.Success;
    }

    private int Help(string[] topic)
    {
        if (topic is [var command, ..] && SopsHelp.TableOf(command) is null)
        {
            host.WriteErrorLine($"No help topic for '{command}'");
            return 3;
        }

        host.WriteLine(SopsHelp.For(topic.FirstOrDefault()));
        return ExitCodes.Success;
    }
}
