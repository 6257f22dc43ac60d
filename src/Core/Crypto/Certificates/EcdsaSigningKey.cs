using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto.Certificates;

/// <summary>ECDSA with the hash that fits the curve.</summary>
internal sealed class EcdsaSigningKey(ECDsa key) : SigningKey
{
    public override int Bits => key.KeySize;

    public override byte[] PublicKeyInfo => key.ExportSubjectPublicKeyInfo();

    internal override byte[] SignatureAlgorithm => Der.Algorithm(
        key.KeySize switch { <= 256 => "1.2.840.10045.4.3.2", 384 => "1.2.840.10045.4.3.3", _ => "1.2.840.10045.4.3.4" },
        withNull: false);

    private HashAlgorithmName Hash => key.KeySize switch
    {
        <= 256 => HashAlgorithmName.SHA256,
        384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    public override string ToPem() => key.ExportECPrivateKeyPem() + "\n";

    internal override byte[] Sign(byte[] data) => key.SignData(data, Hash, DSASignatureFormat.Rfc3279DerSequence);

    public override void Dispose() => key.Dispose();
}
