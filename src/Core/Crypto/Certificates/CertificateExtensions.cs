using System.Formats.Asn1;
using System.Text;

namespace SecretsKit.Core.Crypto.Certificates;

/// <summary>The extensions of a certificate, and its names.</summary>
internal static class CertificateExtensions
{
    private const int IdentifierSize = 20;

    public static void Write(AsnWriter writer, CertificateTemplate template, byte[] publicKeyInfo, byte[]? authority)
    {
        using (writer.PushSequence())
        {
            // Digital signature, key encipherment, and the signing of certificates.
            Extension(
                writer,
                "2.5.29.15",
                true,
                value => value.WriteBitString([(byte)(template.IsAuthority ? 0xA4 : 0xA0)], template.IsAuthority ? 2 : 5));
            Extension(writer, "2.5.29.37", false, static value =>
            {
                using (value.PushSequence())
                {
                    value.WriteObjectIdentifier("1.3.6.1.5.5.7.3.1");
                    value.WriteObjectIdentifier("1.3.6.1.5.5.7.3.2");
                }
            });
            Extension(writer, "2.5.29.19", true, value =>
            {
                using (value.PushSequence())
                {
                    if (template.IsAuthority)
                    {
                        value.WriteBoolean(true);
                    }
                }
            });
            if (template.IsAuthority)
            {
                Extension(writer, "2.5.29.14", false, value => value.WriteOctetString(Identifier(publicKeyInfo)));
            }

            if (authority is not null)
            {
                Extension(writer, "2.5.29.35", false, value =>
                {
                    using (value.PushSequence())
                    {
                        value.WriteOctetString(authority, new Asn1Tag(TagClass.ContextSpecific, 0));
                    }
                });
            }

            if (template.Names.Count + template.Addresses.Count > 0)
            {
                Extension(writer, "2.5.29.17", template.CommonName.Length == 0, value => AlternativeNames(value, template));
            }
        }
    }

    /// <summary>A name of a common name alone, or of nothing.</summary>
    public static byte[] Name(string commonName)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            if (commonName.Length > 0)
            {
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("2.5.4.3");
                    writer.WriteCharacterString(
                        IsPrintable(commonName) ? UniversalTagNumber.PrintableString : UniversalTagNumber.UTF8String, commonName);
                }
            }
        }

        return writer.Encode();
    }

    private static void AlternativeNames(AsnWriter value, CertificateTemplate template)
    {
        using (value.PushSequence())
        {
            foreach (var name in template.Names)
            {
                value.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, 2));
            }

            foreach (var address in template.Addresses)
            {
                value.WriteOctetString(address, new Asn1Tag(TagClass.ContextSpecific, 7));
            }
        }
    }

    private static void Extension(AsnWriter writer, string identifier, bool critical, Action<AsnWriter> write)
    {
        var value = new AsnWriter(AsnEncodingRules.DER);
        write(value);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
            if (critical)
            {
                writer.WriteBoolean(true);
            }

            writer.WriteOctetString(value.Encode());
        }
    }

    // RFC 7093, method 1: the front of the SHA-256 of the key's bits.
    private static byte[] Identifier(byte[] publicKeyInfo)
    {
        var sequence = new AsnReader(publicKeyInfo, AsnEncodingRules.DER).ReadSequence();
        sequence.ReadEncodedValue();
        var digest = new byte[Sha256.Size];
        Sha256.Hash(sequence.ReadBitString(out _), digest);
        return digest[..IdentifierSize];
    }

    private static bool IsPrintable(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || " '()+,-./:=?".Contains(c, StringComparison.Ordinal))
        && Encoding.UTF8.GetByteCount(text) == text.Length;
}
