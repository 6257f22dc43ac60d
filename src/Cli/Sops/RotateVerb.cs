using SecretsKit.Cli.Auditing;
using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Sops;

/// <summary><c>sops rotate</c> and <c>sops -r</c>: a new data key for all values, and perhaps other master keys.</summary>
internal sealed class RotateVerb(SopsSession session)
{
    /// <summary>Rotates.</summary>
    public async Task RunAsync(ParsedFlags flags, string file, CancellationToken ct)
    {
        var path = session.Host.Environment.CleanPath(file);
        if (SopsKeys.ChangesKeys(flags) && !File.Exists(path))
        {
            throw new SecretsKitException(
                ErrorCode.KeysOnMissingFile,
                    $"Error: cannot add or remove keys on non-existent file \"{path}\", use the `edit` subcommand instead.");
        }

        await RotateAsync(flags, file, ct);
    }

    /// <summary>The same in the legacy form, where a file that is missing is another error.</summary>
    public async Task RunLegacyAsync(ParsedFlags flags, string file, CancellationToken ct)
    {
        SopsTarget.NameFor(session, flags, file);
        await RotateAsync(flags, file, ct);
    }

    private async Task RotateAsync(ParsedFlags flags, string file, CancellationToken ct)
    {
        var host = session.Host;
        var name = host.Environment.CleanPath(flags.Text(SopsFlags.FilenameOverride) is { Length: > 0 } other ? other : file);
        var output = SopsTarget.Of(flags, file);
        var outputFormat = SopsSession.Format(flags, SopsFlags.OutputType, name);
        var (add, remove) = SopsKeys.Changes(session, flags);

        var input = await InputFile.ReadAsync(host, file, ct);
        using var decrypted = await session.DecryptAsync(
            flags, input, SopsSession.Format(flags, SopsFlags.InputType, name), encryptsAgain: true, ct);
        var keys = session.KeyRing(flags);
        var added = await keys.Services.ResolveAsync([new KeyGroup(add)], ct);
        var groups = KeyGroupChange.AddAndRemove(decrypted.Encrypted.Metadata.KeyGroups, added[0], remove, host.Now());
        using var encryption = await FileEncryption.RenewAsync(keys, decrypted, groups, ct);
        await session.Audit.RecordAsync(AuditAction.Rotate, input.Path, ct);
        await session.BeginEncryptionAsync(input.Path, ct);
        var text = encryption.Encrypt(decrypted.Plain).Serialize(outputFormat, session.Layout(session.LayoutConfig(), outputFormat));
        session.Write(output, text, FileContentKind.Public, input);
    }
}
