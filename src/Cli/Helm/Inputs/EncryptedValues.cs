using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Helm.Inputs;

/// <summary>
/// Decrypts files that charts read, recognised by their content. One read and one decryption: values go into
/// the chart as the tree that was decrypted, and which of them messages must not show is known from the decryption.
/// </summary>
internal sealed class EncryptedValues(HelmSession session)
{
    /// <summary>Decrypts a file if it is encrypted; its values are kept out of messages from here on.</summary>
    /// <param name="path">As typed: a file or a URL.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <returns>Null for a content that is not encrypted.</returns>
    /// <exception cref="ValuesDecryptionException">
    /// It is damaged or not signed as required, the keys at hand do not open it, or a value or the MAC is wrong.
    /// </exception>
    public async ValueTask<DecryptedValues?> DecryptAsync(string path, byte[] content, CancellationToken ct)
    {
        try
        {
            if (EncryptedFile.LoadIfEncrypted(content, FileFormat.Of(null, path), out var format) is not { } encrypted)
            {
                return null;
            }

            encrypted.Metadata.CheckVersion();

            // A URL has no folder: the working directory counts.
            session.Signatures.Require(RemoteFiles.Serves(path) ? "" : path, encrypted);
            var memory = new CiphertextMemory();
            using var decrypted = await DecryptedFile.DecryptAsync(
                encrypted, session.Host.LocalKeyRing(), new(MacPolicy.Require) { Memory = memory }, ct);
            DecryptedLeaves.Register(session.Secrets, decrypted.Plain.Tree, format, memory);
            return new DecryptedValues(decrypted.Plain, format);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            throw new ValuesDecryptionException(HttpUrl.Mask(path), failure);
        }
    }
}

/// <summary>The values of a decrypted file.</summary>
internal sealed class DecryptedValues(PlainFile plain, DocumentFormat format)
{
    /// <summary>
    /// The values of the only document; null where there are several, or the text alone tells what they
    /// are read as (<see cref="DocumentValues"/>).
    /// </summary>
    public MapValue? Values { get; } =
        format != DocumentFormat.Binary && plain.Tree.Branches is [var only] ? DocumentValues.TryConvert(only) : null;

    /// <summary>The plaintext in the file's format.</summary>
    /// <exception cref="DocumentException">The format cannot carry the values.</exception>
    public byte[] Text() => plain.Serialize(format, new());
}
