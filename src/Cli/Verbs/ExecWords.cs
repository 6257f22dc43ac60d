using System.CommandLine;
using System.CommandLine.Parsing;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Execution;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Processes;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>What <c>exec-env</c> and <c>exec-file</c> have in common: the command behind the file, and how its end is reported.</summary>
internal static class ExecWords
{
    /// <summary>The command's words.</summary>
    public static Argument<string[]> Command() => new("COMMAND")
    {
        Arity = ArgumentArity.OneOrMore,
        Description =
            "Behind --: a program and its arguments, run without a shell. One word without --: a line for the shell, as sops takes it.",
    };

    /// <summary>Runs the command as somebody else.</summary>
    public static Option<string?> User() => VerbOptions.Text("--user", "NAME", "Run the command as this user. Only root can.");

    /// <summary>Reads the command.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.Usage"/>: several words without <c>--</c>, among which nobody can tell options of the command from ours.
    /// </exception>
    public static ChildCommand Read(ParseResult parsed, Argument<string[]> argument, string verb)
    {
        var words = parsed.GetRequiredValue(argument);
        if (parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash))
        {
            return new(words[0], words[1..]);
        }

        return words.Length == 1 && parsed.Tokens[^1].Value == words[0] ? ChildCommand.Line(words[0]) : throw new SecretsKitException(
            ErrorCode.Usage, $"{verb}: a command of several words comes after --")
        {
            Hint =
                $"secretskit {verb} FILE -- COMMAND ARGUMENT...; or one line for the shell: secretskit {verb} FILE 'COMMAND ARGUMENT...'",
        };
    }

    /// <summary>Runs a command and tells how it ended.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(VerbContext context, ChildRequest request, CancellationToken ct)
    {
        try
        {
            var end = await ChildRunner.RunAsync(context.Host, request, ct);
            if (end.Signal is not null && end.Text.Length > 0)
            {
                context.Terminal.Say(
                    $"secretskit: {request.Command.Executable} was ended by a signal: {end.Text["signal: ".Length..]}", TextStyle.Bad);
            }

            return ExitCodes.For(Dialect.SecretsKit, end);
        }
        catch (ProcessStartException failure) when (failure.Failure == ProcessStartFailure.NotFound)
        {
            throw new SecretsKitException(ErrorCode.ProgramNotFound, $"there is no program \"{failure.Program}\"", failure)
            {
                Hint = "correct the name, or add its folder to PATH; put a line for the shell in quotes, without --",
            };
        }
        catch (ProcessStartException failure) when (failure.Failure == ProcessStartFailure.NotExecutable)
        {
            throw new SecretsKitException(ErrorCode.ProgramNotExecutable, $"the program \"{failure.Program}\" may not be executed", failure)
            {
                Hint = failure.Hint ?? $"make it executable: chmod +x {failure.Program}",
            };
        }
    }
}
