using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Inputs;
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
internal sealed class EncryptedValues(HelmSession session) : ISecretValues
{
    /// <inheritdoc/>
    public bool HasAny => !session.Host.Redaction.IsEmpty;

    /// <inheritdoc/>
    public bool Serves(string path) => session.Getter?.Serves(path) == true;

    /// <inheritdoc/>
    public async Task<byte[]> FetchAsync(string path, CancellationToken ct)
    {
        var fetched = session.Plaintexts.Add(await session.Getter!.FetchAsync(path, ct));
        DecryptedLeaves.Register(session.Host.Redaction, fetched);
        return fetched;
    }

    /// <inheritdoc/>
    public void AddArguments(ValueArguments arguments) => DecryptedLeaves.RegisterArguments(session, arguments);

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
            DecryptedLeaves.Register(session.Host.Redaction, decrypted.Plain.Tree, format, memory);
            return new DecryptedValues(decrypted.Plain, format, memory);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            throw new ValuesDecryptionException(HttpUrl.Mask(path), failure);
        }
    }
}
