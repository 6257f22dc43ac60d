using SecretsKit.Cli.Access;
using SecretsKit.Cli.Composition;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Verbs;

/// <summary>An encrypted file whose values change.</summary>
internal sealed record FileChangeRequest(string File)
{
    /// <summary>Whether the MAC may be wrong.</summary>
    public bool IgnoreMac { get; init; }

    /// <summary>The format, or null for that of the name.</summary>
    public string? InputType { get; init; }

    /// <summary>Whether a file that gives more away than its rule is accepted.</summary>
    public bool IgnoreRule { get; init; }

    /// <summary>Whether the file is replaced or written over.</summary>
    public FileWriteMode WriteMode { get; init; }
}

/// <summary>
/// Opens an encrypted file, changes its first document and writes it back; values that stay keep their ciphertext. Where another program changes the
/// file meanwhile, the change is applied to what the file holds then.
/// </summary>
internal sealed class FileChange
{
    private readonly VerbContext _context;
    private readonly FileChangeRequest _request;
    private readonly RuleGuard _guard;

    /// <summary>Of one file.</summary>
    /// <param name="context">Files and keys.</param>
    /// <param name="request">Which file, and how.</param>
    public FileChange(VerbContext context, FileChangeRequest request) =>
        (_context, _request, _guard) = (context, request, new(context, null, request.IgnoreRule));

    /// <summary>Makes sure that whoever can decrypt the file may, before a person types a secret for them.</summary>
    /// <param name="input">The file.</param>
    /// <param name="ct">Ends the question.</param>
    /// <exception cref="OutsideRuleException">It was not accepted.</exception>
    public Task CheckAsync(InputFile input, CancellationToken ct)
    {
        var format = FileFormat.Of(_request.InputType, _request.File);
        return CheckAsync(EncryptedFile.Load(input.Content, format), format, ct);
    }

    /// <summary>Changes it.</summary>
    /// <param name="change">Changes the document; false leaves the file untouched. Runs again, on another document, if the file was changed meanwhile.</param>
    /// <param name="ct">Cancels key services and waiting.</param>
    /// <returns>The file as it was written; null if it was left untouched.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileChanged"/>: other programs changed it again and again.</exception>
    /// <exception cref="OutsideRuleException">Others than its rule names could read what is written, and nobody accepted that.</exception>
    public async Task<EncryptedFile?> RunAsync(Func<MapNode, bool> change, CancellationToken ct)
    {
        using var keys = KeyServices.Local(_context.Host);
        return await ChangeRetry.RunAsync(_context.Host, () => TryAsync(keys, change, ct), ct);
    }

    private async Task<EncryptedFile?> TryAsync(KeyServices keys, Func<MapNode, bool> change, CancellationToken ct)
    {
        var (context, request) = (_context, _request);
        var format = FileFormat.Of(request.InputType, request.File);
        var mac = request.IgnoreMac ? MacPolicy.Ignore : MacPolicy.Require;
        var (input, encrypted, opened) = await context.OpenAsync(keys, request.File, format, new(DecryptionOrder.Default, mac, SealAgain: true), ct);
        using (opened)
        {
            var plain = opened.File.Plain;
            if (!change(plain.Tree.Branches[0]))
            {
                return null;
            }

            if (format != DocumentFormat.Binary)
            {
                plain.CheckEncryptable(format);
            }

            await CheckAsync(encrypted, format, ct);
            var changed = plain.Encrypt(opened.Cipher, encrypted.Metadata, Sealing.Now(context.Host));
            var text = await context.Signer.SerializeAsync(changed, request.File, format, context.LayoutOf(request.File, format), ct);
            Output.Write(context.Host, request.File, text, FileContentKind.Public, input.Snapshot(), request.WriteMode);
            return changed;
        }
    }

    private Task CheckAsync(EncryptedFile file, DocumentFormat format, CancellationToken ct) => _guard.RequireAsync(
        _request.File, _guard.Compare(_request.File, AccessPolicy.Of(file.Metadata), format), NamedAccess.None, ct);
}
