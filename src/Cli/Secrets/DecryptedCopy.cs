using SecretsKit.Cli.Composition;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Secrets;

/// <summary>Encrypts a decrypted copy of a values file back into that file.</summary>
/// <param name="session">Streams and options.</param>
/// <param name="folder">The host in the folder of the file, where the search for <c>.sops.yaml</c> begins.</param>
internal sealed class DecryptedCopy(HelmSecretsSession session, CliHost folder)
{
    private const DocumentFormat Format = DocumentFormat.Yaml;

    /// <summary>Encrypts. In a file that is encrypted already, values that did not change keep their ciphertext, and recipients stay.</summary>
    /// <param name="copy">The copy, as it is named to people.</param>
    /// <param name="file">The file.</param>
    /// <param name="before">What the file holds.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="SecretsKitException">The copy is encrypted or malformed, or the keys at hand do not open the file.</exception>
    public async Task EncryptAsync(string copy, string file, byte[] before, CancellationToken ct)
    {
        var content = FileReader.Read(session.Host.Environment, copy);
        if (HelmSecretsDetection.IsEncrypted(content))
        {
            throw HelmSecretsFailure.Of(ErrorCode.AlreadyEncrypted, $"Already encrypted: {copy}");
        }

        var after = HelmSecretsDetection.IsEncrypted(before) ? await EncryptAgainAsync(content, before, ct) : await EncryptAnewAsync(content, file, ct);
        if (after is not null)
        {
            Output.Write(session.Host, file, after, FileContentKind.Public, FileSnapshot.Of(before));
        }
    }

    // Null where no value differs.
    private async Task<byte[]?> EncryptAgainAsync(byte[] content, byte[] before, CancellationToken ct)
    {
        var plain = PlainFile.Load(content, Format);
        plain.CheckEncryptable(Format);
        var encrypted = EncryptedFile.Load(before, Format);
        using var keys = KeyServices.Local(session.Host);
        using var opened = await Unsealed.OpenAsync(session.Host, keys, encrypted, new(DecryptionOrder.Default, MacPolicy.Require, SealAgain: true), ct);
        var layout = Layout();
        return PlainText.Of(plain, Format, layout).AsSpan().SequenceEqual(PlainText.Of(opened.File.Plain, Format, layout))
            ? null
            : opened.SealAgain(session.Host, plain, encrypted.Metadata).Serialize(Format, layout);
    }

    private async Task<byte[]> EncryptAnewAsync(byte[] content, string file, CancellationToken ct)
    {
        using var encrypted = new MemoryStream();
        using var input = new MemoryStream(content, writable: false);
        string[] words = ["encrypt", "--input-type", "yaml", "--output-type", "yaml", "--filename-override", Path.GetFileName(file)];
        await session.SopsAsync(folder.With(output: encrypted, input: input), words, ct);
        return encrypted.ToArray();
    }

    private WriteOptions Layout()
    {
        var config = ConfigFinder.Search(folder, "").Path is { } path ? ConfigFinder.Load(folder, path) : null;
        return new() { Indent = config?.Stores.Indent(Format) };
    }
}
