using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecretsKit.Core.Crypto.Certificates;

/// <summary>What a certificate takes from the one that signs it.</summary>
/// <param name="Subject">The signer's subject, as DER.</param>
/// <param name="KeyIdentifier">The signer's key identifier, or null.</param>
public sealed record CertificateIssuer(byte[] Subject, byte[]? KeyIdentifier)
{
    /// <summary>Reads the first certificate of a PEM text.</summary>
    /// <returns>Null if there is no PEM in the text.</returns>
    /// <exception cref="CryptographicException">It is no certificate.</exception>
    public static CertificateIssuer? Parse(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields))
        {
            return null;
        }

        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(pem[fields.Base64Data]));
        var identifier = certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault();
        return new(certificate.SubjectName.RawData, identifier?.SubjectKeyIdentifierBytes.ToArray());
    }
}
