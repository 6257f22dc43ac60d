using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Signing;
using SecretsKit.Core.Ssh;

namespace SecretsKit.Tests.Envelope.Signing;

/// <summary>An Ed25519 key made of one repeated byte, and files signed by it.</summary>
internal sealed class TestSigner(byte seed) : ISigningKey
{
    private readonly byte[] _seed = [.. Enumerable.Repeat(seed, Ed25519Signature.KeySize)];

    public SshPublicKey PublicKey => SshPublicKey.OfEd25519(Ed25519Conversion.DerivePublicKey(_seed));

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken ct) =>
        new(Ed25519Signature.Sign(_seed, message.Span));

    public void Dispose()
    {
    }

    /// <summary>A list of signers with this key.</summary>
    public AllowedSigners Allowed(string principals = "alice@example.com", string options = "") =>
        List($"{principals} {options} {PublicKey.Line}\n");

    public static AllowedSigners List(string text) => AllowedSigners.Parse(Encoding.UTF8.GetBytes(text), TimeZoneInfo.Utc);

    /// <summary>Signs the text of an encrypted file, and writes it again.</summary>
    public string Sign(string text, DocumentFormat format)
    {
        var file = EncryptedFile.Load(Encoding.UTF8.GetBytes(text), format);
        var signed = FileSignature.SerializeAsync(file, this, format, WriteOptions.Default, CancellationToken.None).AsTask();
        Assert.True(signed.IsCompletedSuccessfully);
        return Encoding.UTF8.GetString(signed.GetAwaiter().GetResult());
    }

    /// <summary>Checks the text of an encrypted file.</summary>
    public static SignatureVerdict Verify(string text, DocumentFormat format, AllowedSigners signers) =>
        FileSignature.Verify(EncryptedFile.Load(Encoding.UTF8.GetBytes(text), format), signers, Sample.Now);
}
