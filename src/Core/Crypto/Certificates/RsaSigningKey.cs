using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto.Certificates;

/// <summary>RSA with SHA-256 and the padding of PKCS#1.</summary>
internal sealed class RsaSigningKey(RSA key) : SigningKey
{
    public override int Bits => key.KeySize;

    public override byte[] PublicKeyInfo => key.ExportSubjectPublicKeyInfo();

    internal override byte[] SignatureAlgorithm => Der.Algorithm("1.2.840.113549.1.1.11", withNull: true);

    public override string ToPem() => key.ExportRSAPrivateKeyPem() + "\n";

    internal override byte[] Sign(byte[] data) => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public override void Dispose() => key.Dispose();
}
