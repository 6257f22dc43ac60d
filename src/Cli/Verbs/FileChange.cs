using SecretsKit.Cli.Access;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
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
/// A change of values as our own verbs make it (<see cref="DocumentChange"/>): compared with the file's rule, signed where a key is named.
/// </summary>
internal sealed class FileChange
{
    private readonly VerbContext _context;
    private readonly FileChangeRequest _request;
    private readonly RuleGuard _guard;

    // A change that is repeated warns once.
    private bool _looked;

    /// <summary>Of one file.</summary>
    /// <param name="context">Files and keys.</param>
    /// <param name="request">Which file, and how.</param>
    public FileChange(VerbContext context, FileChangeRequest request) =>
        (_context, _request, _guard) = (context, request, new(context, null, request.IgnoreRule));

    /// <summary>Makes sure that whoever can decrypt the file may, before a person types a secret for them.</summary>
    /// <param name="input">The file.</param>
    /// <param name="ct">Ends the question.</param>
    /// <exception cref="OutsideRuleException">It was not accepted.</exception>
    public async Task CheckAsync(InputFile input, CancellationToken ct)
    {
        var format = await _context.FormatAsync(_request.InputType, _request.File, ct);
        await CheckAsync(EncryptedFile.Load(input.Content, format), format, ct);
    }

    /// <summary>Changes it.</summary>
    /// <param name="change">
    /// Changes the document; false leaves the file untouched. Runs again, on another document, if the file was changed meanwhile.
    /// </param>
    /// <param name="ct">Cancels key services and waiting.</param>
    /// <returns>The file as it was written; null if it was left untouched.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileChanged"/>: other programs changed it again and again.</exception>
    /// <exception cref="OutsideRuleException">Others than its rule names could read what is written, and nobody accepted that.</exception>
    public async Task<EncryptedFile?> RunAsync(Func<MapNode, bool> change, CancellationToken ct)
    {
        var (context, request) = (_context, _request);
        var format = await context.FormatAsync(request.InputType, request.File, ct);
        var decryption = new DecryptionRequest(request.IgnoreMac ? MacPolicy.Ignore : MacPolicy.Require) { EncryptsAgain = true };
        return await new DocumentChange(context.Host, format)
        {
            Decrypt = async token =>
            {
                var read = await context.DecryptAsync(request.File, format, decryption, token);
                if (!_looked)
                {
                    _looked = true;
                    new CopyBeside(context, request.File).WarnIfChanged(format, read.Decrypted);
                }

                return read;
            },
            BeforeEncrypting = (encrypted, token) => CheckAsync(encrypted, format, token),
            Write = async (changed, input, token) =>
            {
                var layout = context.LayoutOf(request.File, format, input);
                var text = await context.Signer.SerializeAsync(changed, request.File, format, layout, token);
                context.WriteBack(request.File, input, text, request.WriteMode);
            },
        }.RunAsync(change, ct);
    }

    private Task CheckAsync(EncryptedFile file, DocumentFormat format, CancellationToken ct) => _guard.RequireAsync(
        _request.File, _guard.Compare(_request.File, AccessPolicy.Of(file.Metadata), format), NamedAccess.None, ct);
}
