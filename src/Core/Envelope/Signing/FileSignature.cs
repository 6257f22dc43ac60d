using System.Buffers;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Walk;
using SecretsKit.Core.Ssh;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Signing;

/// <summary>
/// A signature over a whole encrypted file, its metadata included: it says who wrote the file, which its
/// MAC does not. In OpenSSH's format, so that
/// <c>ssh-keygen -Y verify</c> checks it, too.
/// </summary>
public static class FileSignature
{
    /// <summary>The namespace that signatures of files are made for.</summary>
    public const string Namespace = "secretskit-file";

    /// <summary>Writes a file with a signature, in place of the one that it may have had.</summary>
    /// <param name="file">The file.</param>
    /// <param name="key">Signs.</param>
    /// <param name="format">The format to write.</param>
    /// <param name="options">Layout.</param>
    /// <param name="ct">Cancels waiting for an agent.</param>
    /// <exception cref="DocumentException">The format cannot carry the tree.</exception>
    /// <exception cref="Errors.SecretsKitException">The key cannot be used.</exception>
    public static async ValueTask<byte[]> SerializeAsync(
        EncryptedFile file, ISigningKey key, DocumentFormat format, WriteOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(key);

        // What readers of the text will find is signed: a format may hold less than the tree, such as no types.
        var asRead = EncryptedFile.Load(file.With(file.Metadata).Serialize(format, options), format);
        var signature = await key.SignAsync(SshSignature.SignedData(Namespace, Digest(asRead)), ct);
        return file.WithSignature(SshSignature.Create(key.PublicKey, Namespace, signature).ToText()).Serialize(format, options);
    }

    /// <summary>Checks the signature of a file.</summary>
    /// <param name="file">The file as it was read.</param>
    /// <param name="signers">Who may sign; null accepts every signer: only whether the signature is that of the file is checked.</param>
    /// <param name="now">When the signer's key must be valid.</param>
    public static SignatureVerdict Verify(EncryptedFile file, AllowedSigners? signers, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Signature is not { } text)
        {
            return new(SignatureOutcome.Missing, "", "", "");
        }

        SshSignature signature;
        try
        {
            signature = text.Length > 0
                ? SshSignature.Parse(text)
                : throw new SshFormatException("the file has several signatures, or one that is not a text");
        }
        catch (SshFormatException failure)
        {
            var detail = failure.UnsupportedType is null ? failure.Message : "its key is of a type that is not supported";
            return new(SignatureOutcome.Malformed, "", "", detail);
        }

        var fingerprint = signature.Key.Fingerprint;
        if (signature.Namespace != Namespace)
        {
            return new(SignatureOutcome.Malformed, "", fingerprint, "it was made for another purpose");
        }

        if (!signature.Verify(Namespace, Digest(file)))
        {
            return new(SignatureOutcome.Altered, "", fingerprint, "");
        }

        var (status, principals) = signers?.Find(signature.Key, Namespace, now) ?? default;
        return new(
            status switch
            {
                _ when signers is null => SignatureOutcome.UnknownSigner,
                SignerStatus.Allowed => SignatureOutcome.Valid,
                SignerStatus.OtherNamespace => SignatureOutcome.OtherNamespace,
                SignerStatus.OutsideValidity => SignatureOutcome.OutsideValidity,
                _ => SignatureOutcome.UnknownSigner,
            },
            principals ?? "",
            fingerprint,
            "");
    }

    /// <summary>
    /// Writes the message that is signed, for a check by <c>ssh-keygen -Y verify</c>. Holds what the file holds, and no signature.
    /// </summary>
    public static void WriteMessage(EncryptedFile file, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(output);
        CanonicalText.Write(file, output);
    }

    private static byte[] Digest(EncryptedFile file)
    {
        using var digest = new DigestWriter(TreeMeasure.PlaintextBytes(file.Tree, isEncrypted: false));
        CanonicalText.Write(file, digest);
        return digest.Finish();
    }
}
