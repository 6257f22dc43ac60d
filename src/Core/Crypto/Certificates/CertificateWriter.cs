using System.Formats.Asn1;
using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto.Certificates;

/// <summary>Makes X.509 certificates (RFC 5280), with the extensions and in the order that Go's <c>crypto/x509</c> writes.</summary>
public static class CertificateWriter
{
    private const int SerialSize = 16;

    /// <summary>A signed certificate as PEM, with a line break at its end.</summary>
    /// <param name="template">What it says.</param>
    /// <param name="key">Whose it is.</param>
    /// <param name="issuer">Who signs; null for a certificate that signs itself.</param>
    /// <param name="signer">The issuer's key; <paramref name="key"/> again for a certificate that signs itself.</param>
    /// <param name="random">Gives the serial number.</param>
    public static string Create(
        CertificateTemplate template, SigningKey key, CertificateIssuer? issuer, SigningKey signer, RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(random);
        var subject = CertificateExtensions.Name(template.CommonName);
        var body = new AsnWriter(AsnEncodingRules.DER);
        using (body.PushSequence())
        {
            using (body.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                body.WriteInteger(2);
            }

            body.WriteIntegerUnsigned(Serial(random));
            body.WriteEncodedValue(signer.SignatureAlgorithm);
            body.WriteEncodedValue(issuer?.Subject ?? subject);
            using (body.PushSequence())
            {
                WriteTime(body, template.NotBefore);
                WriteTime(body, template.NotAfter);
            }

            body.WriteEncodedValue(subject);
            body.WriteEncodedValue(key.PublicKeyInfo);
            using (body.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
            {
                var authority = issuer is null || issuer.Subject.AsSpan().SequenceEqual(subject) ? null : issuer.KeyIdentifier;
                CertificateExtensions.Write(body, template, key.PublicKeyInfo, authority);
            }
        }

        var signed = body.Encode();
        var certificate = new AsnWriter(AsnEncodingRules.DER);
        using (certificate.PushSequence())
        {
            certificate.WriteEncodedValue(signed);
            certificate.WriteEncodedValue(signer.SignatureAlgorithm);
            certificate.WriteBitString(signer.Sign(signed));
        }

        return PemEncoding.WriteString("CERTIFICATE", certificate.Encode()) + "\n";
    }

    // A leading zero byte would not be DER.
    private static ReadOnlySpan<byte> Serial(RandomFill random)
    {
        var bytes = new byte[SerialSize];
        random(bytes);
        bytes[0] |= bytes[0] == 0 ? (byte)1 : (byte)0;
        return bytes;
    }

    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.ToUniversalTime().Year is >= 1950 and < 2050)
        {
            writer.WriteUtcTime(time);
        }
        else
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    }
}
