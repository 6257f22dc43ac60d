using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Platform.Http;

/// <summary>Whom https trusts.</summary>
public sealed class TlsTests
{
    private const string Verify = "tls: failed to verify certificate: x509: ";

    private static HttpServer Serve(X509Certificate2 certificate, bool asks = false) =>
        new(_ => ServedAnswer.Found("a: 1"), certificate, asks);

    private static ReadOnlySpan<byte> Pem(X509Certificate2 certificate) => Encoding.ASCII.GetBytes(certificate.ExportCertificatePem());

    [Fact]
    public async Task A_certificate_that_nobody_knows_is_refused_unless_it_is_named_or_all_are_trusted()
    {
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        using var server = Serve(certificate);
        Assert.Equal($"Get \"{server.Url}\": {Verify}certificate signed by unknown authority", await GetterBench.FailureAsync(server.Url));
        var request = GetterBench.Request(server.Url);
        Assert.True((await GetterBench.GetAsync(request with { Tls = TlsOptions.Default.WithRoots(Pem(certificate)) })).IsFound);
        Assert.True((await GetterBench.GetAsync(request with { Tls = TlsOptions.Default.WithoutVerification() })).IsFound);
        using var other = TestCertificates.SelfSigned("127.0.0.1");
        Assert.EndsWith("certificate signed by unknown authority",
            await GetterBench.FailureAsync(request with { Tls = TlsOptions.Default.WithRoots(Pem(other)) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.2", "certificate is valid for 127.0.0.2, not 127.0.0.1")]
    [InlineData("a.example", "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs")]
    public async Task A_certificate_for_others_is_refused_even_if_it_is_trusted(string name, string cause)
    {
        using var certificate = TestCertificates.SelfSigned(name);
        using var server = Serve(certificate);
        Assert.Equal($"Get \"{server.Url}\": {Verify}{cause}",
            await GetterBench.FailureAsync(GetterBench.Request(server.Url) with { Tls = TlsOptions.Default.WithRoots(Pem(certificate)) }));
    }

    [Fact]
    public async Task A_certificate_of_the_past_is_refused()
    {
        using var certificate = TestCertificates.Signed(["127.0.0.1"], new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var server = Serve(certificate);
        var message = await GetterBench.FailureAsync(
            GetterBench.Request(server.Url) with { Tls = TlsOptions.Default.WithRoots(Pem(certificate)) });
        Assert.StartsWith($"Get \"{server.Url}\": {Verify}certificate has expired or is not yet valid: current time 2", message,
            StringComparison.Ordinal);
        Assert.EndsWith(" is after 2021-01-01T00:00:00Z", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_our_own_is_shown_to_a_server_that_asks()
    {
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        using var own = TestCertificates.SelfSigned("me");
        using var server = Serve(certificate, asks: true);
        var tls = TlsOptions.Default.WithRoots(Pem(certificate));
        Assert.StartsWith($"Get \"{server.Url}\": ", await GetterBench.FailureAsync(GetterBench.Request(server.Url) with { Tls = tls }),
            StringComparison.Ordinal);
        tls = tls.WithClientCertificate(Pem(own), Encoding.ASCII.GetBytes(TestCertificates.KeyPem(own)));
        Assert.True((await GetterBench.GetAsync(GetterBench.Request(server.Url) with { Tls = tls })).IsFound);
    }

    [Fact]
    public async Task A_server_without_encryption_is_told_from_a_broken_one()
    {
        using var server = new HttpServer(_ => ServedAnswer.Raw("HTTP/1.1 400 Bad Request\r\n\r\n"));
        Assert.Equal($"Get \"https://127.0.0.1:{server.Port}/\": http: server gave HTTP response to HTTPS client",
            await GetterBench.FailureAsync($"https://127.0.0.1:{server.Port}/"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no certificate\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void What_is_no_certificate_is_refused(string pem)
    {
        Assert.Equal(ErrorCode.MalformedDocument,
            Assert.Throws<SecretsKitException>(() => TlsOptions.Default.WithRoots(Encoding.ASCII.GetBytes(pem))).Code);
        Assert.Equal(ErrorCode.MalformedDocument,
            Assert.Throws<SecretsKitException>(() =>
                TlsOptions.Default.WithClientCertificate(Encoding.ASCII.GetBytes(pem), "AGE-SECRET-KEY"u8)).Code);
    }
}
