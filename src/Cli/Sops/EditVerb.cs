using SecretsKit.Cli.Auditing;
using SecretsKit.Cli.Editing;
using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Sops;

/// <summary><c>sops edit</c>, and <c>sops FILE</c>.</summary>
internal sealed class EditVerb(SopsSession session)
{
    private const string PressEnter = "Press enter to return to the editor, or Ctrl+C to exit.";

    /// <summary>Edits a file, or makes it from an example.</summary>
    public async Task RunAsync(ParsedFlags flags, string file, CancellationToken ct)
    {
        var host = session.Host;
        var path = host.Environment.CleanPath(file);
        var editor = FileEditor.For(session.Host, path, Formats(flags, path));
        // A folder is read, too, for the message that it is one.
        if (Path.Exists(path))
        {
            var input = await InputFile.ReadAsync(host, path, ct);
            using var decrypted = await session.DecryptAsync(flags, input, editor.Formats.Input, encryptsAgain: true, ct);
            await editor.EditAsync(decrypted, input, Options(flags, editor.Formats.Output, path), ct);
        }
        else
        {
            var rule = SopsKeys.Rule(session, session.Config(), flags, path);
            var keys = session.KeyRing(flags);
            rule = rule with { Groups = await keys.Services.ResolveAsync(rule.Groups, ct) };
            using var encryption = await FileEncryption.CreateAsync(keys, editor.Fitting(rule), ct);
            await editor.CreateAsync(encryption, Options(flags, editor.Formats.Output, path), ct);
        }

        session.LogWritten();
    }

    private static (DocumentFormat Input, DocumentFormat Output) Formats(ParsedFlags flags, string path) =>
        (SopsSession.Format(flags, SopsFlags.InputType, path), SopsSession.Format(flags, SopsFlags.OutputType, path));

    private FileEditOptions Options(ParsedFlags flags, DocumentFormat output, string path) => new(
        flags.IsOn(SopsFlags.ShowMasterKeys),
        SecretFolderPlace.MemoryOrDisk,
        session.Layout(session.Config(), output),
        Reject)
    {
        BeforeEncrypting = ct => session.Audit.RecordAsync(AuditAction.Encrypt, path, ct),
    };

    private void Reject(SecretsKitException problem) => session.Log.Error(
        "CMD",
        problem.Code switch
        {
            ErrorCode.MetadataNotFound or ErrorCode.MalformedMetadata => $"SOPS metadata is invalid. {PressEnter}",
            ErrorCode.EmptyDocument or ErrorCode.AlreadyEncrypted => $"Tree not valid for encryption. {PressEnter}",
            _ => $"Could not load tree, probably due to invalid syntax. {PressEnter}",
        },
        problem.Message);
}
