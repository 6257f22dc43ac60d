using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace SecretsKit.Core.Crypto.Certificates;

/// <summary>Ed25519, which the platform does not have.</summary>
internal sealed class Ed25519SigningKey(byte[] seed) : SigningKey
{
    internal const string Algorithm = "1.3.101.112";

    public override int Bits => 8 * Ed25519Conversion.Size;

    public override byte[] PublicKeyInfo
    {
        get
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(SignatureAlgorithm);
                writer.WriteBitString(Ed25519Conversion.DerivePublicKey(seed));
            }

            return writer.Encode();
        }
    }

    internal override byte[] SignatureAlgorithm => Der.Algorithm(Algorithm, withNull: false);

    public override string ToPem()
    {
        var inner = new AsnWriter(AsnEncodingRules.DER);
        inner.WriteOctetString(seed);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            writer.WriteEncodedValue(SignatureAlgorithm);
            writer.WriteOctetString(inner.Encode());
        }

        return PemEncoding.WriteString("PRIVATE KEY", writer.Encode()) + "\n";
    }

    internal override byte[] Sign(byte[] data)
    {
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(seed, 0, data, 0, data.Length, signature, 0);
        return signature;
    }

    public override void Dispose() => CryptographicOperations.ZeroMemory(seed);
}
