using System.Security.Cryptography;

namespace SecretsKit.Integration.Aws;

/// <summary>Certificate Manager as another implementation answers.</summary>
public sealed class MotoCertificateTests : IDisposable
{
    private readonly MotoBench _bench = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_private_certificate_is_exported_with_its_key()
    {
        const string Authority = "arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/11111111-2222-3333-4444-555555555555";
        var made = await _bench.CallAsync(
            "acm", "CertificateManager.RequestCertificate",
            $$"""{"DomainName":"web.example","CertificateAuthorityArn":"{{Authority}}"}""", Ct);
        var arn = (string)made["CertificateArn"]!;
        await using var store = _bench.Store("CertificateManager");
        var text = (await store.GetAsync(new(arn), Ct))!.RevealText();
        Assert.StartsWith("-----BEGIN CERTIFICATE-----\n", text, StringComparison.Ordinal);
        using var key = RSA.Create();
        key.ImportFromPem(text.AsSpan(text.IndexOf("-----BEGIN PRIVATE KEY", StringComparison.Ordinal)));
        Assert.True(key.KeySize >= 2048);
        Assert.Null(await store.GetAsync(new(arn[..^4] + "0000"), Ct));
    }
}
