using System.Security.Cryptography.X509Certificates;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Platform.Http;

/// <summary>Which certificates a machine trusts, from its files.</summary>
public sealed class TrustFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trust").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_bundle_gives_each_certificate_once()
    {
        var (a, b) = (TestCertificates.SelfSigned("a"), TestCertificates.SelfSigned("b"));
        var bundle = Write("bundle.crt", $"# a comment\n{Pem(a)}\nmore text\n{Pem(b)}\n{Pem(a)}");
        Assert.Equal([a.Thumbprint, b.Thumbprint], Read(bundle, Empty()));
    }

    [Fact]
    public void Folders_are_read_whole_and_links_to_the_same_certificate_count_once()
    {
        var (a, b, c) = (TestCertificates.SelfSigned("a"), TestCertificates.SelfSigned("b"), TestCertificates.SelfSigned("c"));
        var bundle = Write("bundle.crt", Pem(a));
        Write("one/a.pem", Pem(a));
        Write("one/b.pem", Pem(b));
        File.CreateSymbolicLink(Path.Combine(_folder, "one", "0a1b2c3d.0"), "b.pem");
        Directory.CreateDirectory(Path.Combine(_folder, "two", "below"));
        File.WriteAllBytes(Path.Combine(_folder, "two", "c.crt"), c.RawData);
        var folders = $"{Path.Combine(_folder, "one")}::{Path.Combine(_folder, "two")}:{Path.Combine(_folder, "none")}";
        Assert.Equal(
            new[] { a, b, c }.Select(one => one.Thumbprint).Order(StringComparer.Ordinal),
            Read(bundle, folders).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no certificate at all")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nno base64 !\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n")]
    public void What_is_no_certificate_is_passed_over(string text)
    {
        var good = TestCertificates.SelfSigned("good");
        var bundle = Write("bundle.crt", $"{text}\n{Pem(good)}");
        Assert.Equal([good.Thumbprint], Read(bundle, Empty()));
    }

    [Fact]
    public void Certificates_for_other_uses_and_keys_are_no_authorities()
    {
        var own = TestCertificates.SelfSigned("own");
        var text = $"{TestCertificates.KeyPem(own)}\n{Pem(own).Replace("CERTIFICATE", "TRUSTED CERTIFICATE", StringComparison.Ordinal)}";
        Assert.Empty(Read(Write("bundle.crt", text), Empty()));
    }

    [Fact]
    public void A_file_that_is_not_there_gives_nothing() => Assert.Empty(Read(Path.Combine(_folder, "none.crt"), Empty()));

    private static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem();

    private static IEnumerable<string> Read(string file, string folders) =>
        new TrustFiles(file, folders).Read().Select(one => one.Thumbprint);

    private string Empty() => Path.Combine(_folder, "empty");

    private string Write(string path, string content)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }
}
