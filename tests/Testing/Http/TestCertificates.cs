using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecretsKit.Testing.Http;

/// <summary>Certificates that are made for one test.</summary>
public static class TestCertificates
{
    /// <summary>One that has signed itself.</summary>
    /// <param name="names">Hosts and addresses that it is for.</param>
    public static X509Certificate2 SelfSigned(params string[] names) => Signed(names, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

    /// <summary>One that has signed itself for some time.</summary>
    public static X509Certificate2 Signed(IReadOnlyList<string> names, DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        if (names.Count > 0)
        {
            request.CertificateExtensions.Add(alternatives.Build());
        }

        return request.CreateSelfSigned(from, to);
    }

    /// <summary>The key of a certificate, in PEM.</summary>
    public static string KeyPem(X509Certificate2 certificate) => certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
}
