using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Providers.Azure.Credentials;

/// <summary>A certificate with an RSA key, which signs assertions of a client (RFC 7523). Never printed.</summary>
internal sealed class AzureCertificate : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly X509Certificate2 _certificate;

    private AzureCertificate(X509Certificate2 certificate) => _certificate = certificate;

    /// <summary>Reads a certificate with its key, in PEM or as a PKCS #12 archive.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="password">Opens an archive or an encrypted key; empty for none.</param>
    /// <exception cref="Failures.ProviderException">It is no such certificate. Nothing of it is quoted.</exception>
    public static AzureCertificate Read(ReadOnlySpan<byte> content, string password)
    {
        X509Certificate2? certificate = null;
        try
        {
            certificate = content.IndexOf("-----BEGIN"u8) < 0 ? X509CertificateLoader.LoadPkcs12(content, password)
                : FromPem(Encoding.UTF8.GetString(content), password);
            using var key = certificate.GetRSAPrivateKey();
            if (key is not null)
            {
                return new(certificate);
            }
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            // Its text may quote the key.
        }

        certificate?.Dispose();
        throw AzureFailures.Credentials("", "the client certificate cannot be read",
            "it must be a certificate with its RSA key, in PEM or as a PKCS #12 file, and the password must fit");
    }

    /// <summary>A signed assertion.</summary>
    /// <param name="address">The server that it is for.</param>
    /// <param name="client">Whose it is.</param>
    /// <param name="now">The present time.</param>
    /// <param name="random">Makes it unique.</param>
    public string Sign(string address, string client, DateTimeOffset now, RandomFill random)
    {
        Span<byte> id = stackalloc byte[16];
        random(id);
        var thumbprint = Base64Url.EncodeToString(_certificate.GetCertHash(HashAlgorithmName.SHA256));
        var start = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var end = (now + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var header = $"{{\"alg\":\"PS256\",\"typ\":\"JWT\",\"x5t#S256\":\"{thumbprint}\"}}";
        using var claims = new Wire.JsonText();
        claims.Add("aud", address).Add("iss", client).Add("sub", client).Add("jti", Convert.ToHexStringLower(id));
        claims.AddRaw("nbf", start).AddRaw("iat", start).AddRaw("exp", end).End();
        var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(claims.Written.Span)}";
        using var key = _certificate.GetRSAPrivateKey()!;
        return text + "." + Base64Url.EncodeToString(
            key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    /// <summary>Neither the certificate nor its key.</summary>
    public override string ToString() => "AzureCertificate(***)";

    private static X509Certificate2 FromPem(string text, string password) => password.Length > 0
        ? X509Certificate2.CreateFromEncryptedPem(text, text, password)
        : X509Certificate2.CreateFromPem(text, text);
}
