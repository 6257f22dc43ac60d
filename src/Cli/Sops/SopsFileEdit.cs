using SecretsKit.Cli.CommandLine;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Sops;

/// <summary>
/// Opens an encrypted file, changes its first document and writes it back; values that stay keep their ciphertext. Where another program changes the
/// file meanwhile, the change is applied to what the file holds then; the reference overwrites the other's change.
/// </summary>
internal sealed class SopsFileEdit(SopsSession session, ParsedFlags flags)
{
    /// <summary>Edits.</summary>
    /// <param name="file">As typed.</param>
    /// <param name="change">Changes the document; false leaves the file untouched. Runs again, on another document, if the file was changed meanwhile.</param>
    /// <param name="ct">Cancels key services and waiting.</param>
    public Task RunAsync(string file, Func<MapNode, bool> change, CancellationToken ct) =>
        ChangeRetry.RunAsync(session.Host, () => TryAsync(file, change, ct), ct);

    private async Task<bool> TryAsync(string file, Func<MapNode, bool> change, CancellationToken ct)
    {
        var path = session.Host.Environment.CleanPath(file);
        var output = SopsSession.Format(flags, SopsFlags.OutputType, path);
        var input = await InputFile.ReadAsync(session.Host, path, ct);
        using var opened = await SopsOpenedFile.OpenAsync(
            session, flags, input, SopsSession.Format(flags, SopsFlags.InputType, path), sealAgain: true, ct);
        if (!change(opened.Plain.Tree.Branches[0]))
        {
            return false;
        }

        if (output != DocumentFormat.Binary)
        {
            opened.Plain.CheckEncryptable(output);
        }

        session.Log.Debug("SOPS", "Encrypting tree");
        var changed = opened.Plain.Encrypt(opened.Unsealed.Cipher, opened.Encrypted.Metadata, Sealing.Now(session.Host));
        var text = changed.Serialize(output, session.Layout(session.LayoutConfig(), output));
        session.Write(SopsTarget.InPlace(file), text, FileContentKind.Public, input);
        return true;
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
