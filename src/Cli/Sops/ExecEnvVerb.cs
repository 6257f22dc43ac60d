using SecretsKit.Cli.Execution;
using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary><c>sops exec-env</c>: runs a shell line with the values of a file as environment variables.</summary>
internal sealed class ExecEnvVerb(SopsSession session)
{
    /// <summary>Runs it; the session learns the exit code.</summary>
    public async Task RunAsync(ParsedFlags flags, CancellationToken ct)
    {
        var (file, line) = ExecArguments.Of(flags);
        var start = ExecArguments.Start(session, flags, "exec-env");
        if (flags.IsOn(SopsFlags.SameProcess))
        {
            start = start == ChildStart.Wait ? ChildStart.Become : throw new SecretsKitException(
                ErrorCode.ConflictingOptions, "Error: The --same-process flag cannot be used with --background");
        }

        var user = ChildUser.Find(session.Host, flags.Text(SopsFlags.User));
        var input = InputFile.ReadAsTyped(session.Host, file);
        ChildRequest request;
        using (
            var decrypted = await session.DecryptAsync(
                flags, input, SopsSession.Format(flags, SopsFlags.InputType, file), encryptsAgain: false, ct))
        {
            request = new ChildRequest(ChildCommand.Line(line))
            {
                Variables = SecretVariables.Of(decrypted.Plain.Tree.Branches[0]),
                Inherits = flags.IsOn(SopsFlags.Pristine) ? ChildEnvironment.Pristine : ChildEnvironment.Everything,
                User = user,
                Start = start,
            };
        }

        if (RiskyVariables.Warning(request.Variables.Select(variable => variable.Key)) is { } warning)
        {
            session.Log.Warn("EXEC", warning);
        }

        user.Become();
        session.End(await ChildRunner.RunAsync(session.Host, request, ct));
    }
}
