using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecretsKit.Sync.Templates;

namespace SecretsKit.Tests.Sync;

/// <summary>Archives of certificates that are trusted, as .NET reads them.</summary>
public sealed class TrustStoreTests
{
    [Theory]
    [InlineData("")]
    [InlineData("pass wörd&<>")]
    [InlineData("a very long password that is longer than one block of the hash function that makes the mark of it")]
    public void Are_read_with_their_password_alone(string password)
    {
        using var one = Certificate("one");
        using var two = Certificate("two");
        var archive = TrustStore.Make([one, two], password, RandomNumberGenerator.Fill);
        var read = X509CertificateLoader.LoadPkcs12Collection(archive, password);
        Assert.Equal(["CN=one", "CN=two"], read.Select(certificate => certificate.Subject).Order());
        Assert.DoesNotContain(read, certificate => certificate.HasPrivateKey);
        Assert.Throws<CryptographicException>(() => X509CertificateLoader.LoadPkcs12Collection(archive, password + "x"));
    }

    [Fact]
    public void Salts_are_fresh()
    {
        using var one = Certificate("one");
        Assert.NotEqual(
            TrustStore.Make([one], "x", RandomNumberGenerator.Fill), TrustStore.Make([one], "x", RandomNumberGenerator.Fill));
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(SyncBench.Start, SyncBench.Start.AddYears(1));
        return X509CertificateLoader.LoadCertificate(made.RawData);
    }
}
