using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Sops;

/// <summary><c>sops encrypt</c> and <c>sops -e</c>.</summary>
internal sealed class EncryptVerb(SopsSession session)
{
    /// <summary>Encrypts a file, or standard input.</summary>
    /// <param name="flags">The command's flags.</param>
    /// <param name="file">The file as typed; null reads standard input.</param>
    /// <param name="ct">Cancels key services.</param>
    public async Task RunAsync(ParsedFlags flags, string? file, CancellationToken ct)
    {
        var host = session.Host;
        var name = SopsTarget.NameFor(session, flags, file);
        if (file is null && flags.Text(SopsFlags.FilenameOverride).Length == 0)
        {
            throw new SecretsKitException(ErrorCode.ConflictingOptions, "Error: must specify --filename-override when reading from stdin");
        }

        var output = SopsTarget.Of(flags, file);
        var config = session.Config();
        var rule = SopsKeys.Rule(session, config, flags, name);
        var input = file is null ? await InputFile.ReadStandardInputAsync(host, ct) : await InputFile.ReadAsync(host, file, ct);
        var inputFormat = SopsSession.Format(flags, SopsFlags.InputType, name);
        var outputFormat = SopsSession.Format(flags, SopsFlags.OutputType, name);
        var keys = session.KeyRing(flags);
        rule = rule with { Groups = await keys.Services.ResolveAsync(rule.Groups, ct) };

        var encrypted = await EncryptAsync(input, new(inputFormat, outputFormat), rule, keys, ct);
        session.Write(output, encrypted.Serialize(outputFormat, session.Layout(config, outputFormat)), FileContentKind.Public, input);
    }

    private async Task<EncryptedFile> EncryptAsync(
        InputFile input, (DocumentFormat Input, DocumentFormat Output) formats, EncryptionRule rule, KeyRing keys, CancellationToken ct)
    {
        var plain = PlainFile.Load(input.Content, formats.Input);
        if (formats.Input == DocumentFormat.Binary)
        {
            // Opaque bytes have no keys to select by.
            WarnOfUnusedSelection(rule.Selection);
            rule = rule with { Selection = SelectionFields.None, MacOnlyEncrypted = false };
        }
        else
        {
            plain.CheckEncryptable(formats.Output);
        }

        using var encryption = await FileEncryption.CreateAsync(keys, rule, ct);
        await session.BeginEncryptionAsync(input.Path, ct);
        return encryption.Encrypt(plain);
    }

    private void WarnOfUnusedSelection(SelectionFields selection)
    {
        (string Value, string Name)[] options =
        [
            (selection == SelectionFields.Default ? "" : selection.UnencryptedSuffix, "unencrypted suffix"),
            (selection.EncryptedSuffix, "encrypted suffix"),
            (selection.UnencryptedRegex, "unencrypted regex"),
            (selection.EncryptedRegex, "encrypted regex"),
            (selection.UnencryptedCommentRegex, "unencrypted comment regex"),
            (selection.EncryptedCommentRegex, "encrypted comment regex"),
        ];
        foreach (var (_, name) in options.Where(option => option.Value.Length > 0))
        {
            session.Log.Warn(
                "CMD",
                $"Using an {name} does not make sense with the input store "
                    + "(the binary store produces one key that should always be encrypted) and will be ignored.");
        }
    }
}
