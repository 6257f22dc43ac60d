using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Secrets;

/// <summary>Encrypts a decrypted copy of a values file back into that file, and signs it if a key is named.</summary>
/// <param name="session">Streams and options.</param>
/// <param name="folder">The host in the folder of the file, where the search for <c>.sops.yaml</c> begins.</param>
internal sealed class DecryptedCopy(HelmSecretsSession session, CliHost folder)
{
    private const DocumentFormat Format = DocumentFormat.Yaml;

    /// <summary>
    /// Encrypts. In a file that is encrypted already, values that did not change keep their ciphertext, and recipients stay.
    /// </summary>
    /// <param name="copy">The copy, as it is named to people.</param>
    /// <param name="file">The file.</param>
    /// <param name="before">What the file holds.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="SecretsKitException">
    /// The copy is encrypted or malformed, the keys at hand do not open the file, or it is not signed as required.
    /// </exception>
    public async Task EncryptAsync(string copy, string file, byte[] before, CancellationToken ct)
    {
        var content = FileReader.Read(session.Host.Environment, copy);
        if (HelmSecretsDetection.IsEncrypted(content))
        {
            throw HelmSecretsFailure.Of(ErrorCode.AlreadyEncrypted, $"Already encrypted: {copy}");
        }

        using var signer = new FileSigner(session.Host, session.Host.UnwrappedTerminal(), session.Signatures);

        // Who must give a passphrase is asked before anything else.
        await signer.OpenAsync(ct);
        var after = HelmSecretsDetection.IsEncrypted(before)
            ? await EncryptAgainAsync(content, file, before, signer, ct)
            : await EncryptAnewAsync(content, file, signer, ct);
        if (after is not null)
        {
            Output.Write(session.Host, file, after, FileContentKind.Public, FileSnapshot.Of(before));
        }
    }

    // Null where no value differs.
    private async Task<byte[]?> EncryptAgainAsync(byte[] content, string file, byte[] before, FileSigner signer, CancellationToken ct)
    {
        var plain = PlainFile.Load(content, Format);
        plain.CheckEncryptable(Format);
        var encrypted = EncryptedFile.Load(before, Format);

        // Its recipients, and the ciphertext of what did not change, will be signed as they are.
        session.Signatures.Require(file, encrypted);
        var request = new DecryptionRequest(MacPolicy.Require) { EncryptsAgain = true };
        using var decrypted = await DecryptedFile.DecryptAsync(encrypted, session.Host.LocalKeyRing(), request, ct);
        var layout = Layout();
        return plain.Serialize(Format, layout).AsSpan().SequenceEqual(decrypted.Plain.Serialize(Format, layout))
            ? null
            : await signer.SerializeAsync(
                decrypted.Encrypt(plain, encrypted.Metadata.RaisedToCurrentVersion()), file, Format, layout, ct);
    }

    private async Task<byte[]> EncryptAnewAsync(byte[] content, string file, FileSigner signer, CancellationToken ct)
    {
        using var encrypted = new MemoryStream();
        using var input = new MemoryStream(content, writable: false);
        string[] words = ["encrypt", "--input-type", "yaml", "--output-type", "yaml", "--filename-override", Path.GetFileName(file)];
        await session.SopsAsync(folder.With(output: encrypted, input: input), words, ct);
        var text = encrypted.ToArray();
        return await signer.OpenAsync(ct) is null && session.Signatures.ListFor(file) is null
            ? text
            : await signer.SerializeAsync(EncryptedFile.Load(text, Format), file, Format, Layout(), ct);
    }

    private WriteOptions Layout()
    {
        var config = ConfigFinder.Search(folder.Environment, "").Path is { } path ? ConfigFinder.Load(folder.Environment, path) : null;
        return new() { Indent = config?.Stores.Indent(Format) };
    }
}
