using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Paths;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Sops;

/// <summary>
/// A change of values as the reference's flags describe it (<see cref="DocumentChange"/>). The
/// reference overwrites what another program changed meanwhile; this does not.
/// </summary>
internal sealed class SopsFileEdit(SopsSession session, ParsedFlags flags)
{
    /// <summary>Edits.</summary>
    /// <param name="file">As typed.</param>
    /// <param name="change">
    /// Changes the document; false leaves the file untouched. Runs again, on another document, if the file was changed meanwhile.
    /// </param>
    /// <param name="ct">Cancels key services and waiting.</param>
    public Task RunAsync(string file, Func<MapNode, bool> change, CancellationToken ct)
    {
        var path = session.Host.Environment.CleanPath(file);
        var output = SopsSession.Format(flags, SopsFlags.OutputType, path);
        return new DocumentChange(session.Host, output)
        {
            Decrypt = async token =>
            {
                var input = await InputFile.ReadAsync(session.Host, path, token);
                var format = SopsSession.Format(flags, SopsFlags.InputType, path);
                return (input, await session.DecryptAsync(flags, input, format, encryptsAgain: true, token));
            },
            BeforeEncrypting = (_, token) => session.BeginEncryptionAsync(path, token),
            Write = (changed, input, _) =>
            {
                var text = changed.Serialize(output, session.Layout(session.LayoutConfig(), output));
                session.Write(SopsTarget.InPlace(file), text, FileContentKind.Public, input);
                return Task.CompletedTask;
            },
        }.RunAsync(change, ct);
    }

    /// <summary>Parses a path, with the words of the command for a malformed one.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedPath"/>.</exception>
    public static TreePath ParsePath(string text, string message)
    {
        try
        {
            return TreePath.Parse(text);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.MalformedPath)
        {
            throw new SecretsKitException(ErrorCode.MalformedPath, message, failure);
        }
    }
}
