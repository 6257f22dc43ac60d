using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Aws;
using SecretsKit.Testing.Http;
using static SecretsKit.Tests.Aws.AwsStoreBench;

namespace SecretsKit.Tests.Aws;

/// <summary>AWS Certificate Manager: certificates with their keys as one PEM text.</summary>
public sealed class AwsCertificateStoreTests : IDisposable
{
    private const string Arn = "arn:aws:acm:eu-central-1:123456789012:certificate/a";

    private readonly FakeCertificates _certificates = new();
    private readonly AwsStoreBench _bench;

    public AwsCertificateStoreTests() =>
        _bench = new(_certificates.Server.Url, null, [.. Keys, ("AWS_ACM_ENDPOINT", _certificates.Server.Url)]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _bench.Dispose();
        _certificates.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_comes_with_its_chain_and_its_key_in_the_open(bool isRsa)
    {
        using AsymmetricAlgorithm key = isRsa ? RSA.Create(2048) : ECDsa.Create();
        _certificates.Hold(Arn, key);
        await using var store = _bench.Create("CertificateManager");
        Assert.Equal(
            _certificates.Leaf + "chain\n" + key.ExportPkcs8PrivateKeyPem() + "\n", (await store.GetAsync(new(Arn), Ct))!.RevealText());

        // The passphrase is no secret afterwards, and another one each time.
        var sent = (string)_certificates.LastBody("ExportCertificate")["Passphrase"]!;
        Assert.Matches("^[0-9a-f]{64}$", Encoding.ASCII.GetString(Convert.FromBase64String(sent)));
    }

    [Fact]
    public async Task It_is_exported_again_when_it_is_another_and_for_another_store()
    {
        using var key = ECDsa.Create();
        _certificates.Hold(Arn, key);
        for (var times = 0; times < 3; times++)
        {
            await using var store = _bench.Create("CertificateManager");
            await store.GetAsync(new(Arn), Ct);
        }

        Assert.Equal(1, Exports);
        await using var other = _bench.Create("CertificateManager", ns: "other");
        await other.GetAsync(new(Arn), Ct);
        Assert.Equal(2, Exports);
        using var renewed = ECDsa.Create();
        _certificates.Hold(Arn, renewed);
        Assert.Contains(renewed.ExportPkcs8PrivateKeyPem(), (await other.GetAsync(new(Arn), Ct))!.RevealText(), StringComparison.Ordinal);
        Assert.Equal(3, Exports);
    }

    [Fact]
    public async Task One_that_is_not_there_is_missing_and_one_that_may_not_be_exported_is_an_error()
    {
        await using var store = _bench.Create("CertificateManager");
        Assert.Null(await store.GetAsync(new(Arn), Ct));
        using var key = ECDsa.Create();
        _certificates.Hold(Arn, key);
        _certificates.Denied.Add("ExportCertificate");
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new(Arn), Ct));
        Assert.Equal((ProviderFault.Denied, "ExportCertificate"), (failure.Failure.Fault, failure.Failure.Operation));
    }

    [Fact]
    public async Task A_key_that_cannot_be_opened_is_an_error_without_it()
    {
        using var key = ECDsa.Create();
        _certificates.Hold(Arn, key);
        _certificates.Passphrase = "another";
        await using var store = _bench.Create("CertificateManager");
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new(Arn), Ct));
        Assert.Equal(ProviderFault.InvalidResponse, failure.Failure.Fault);
        Assert.DoesNotContain("BEGIN", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Searches_properties_and_tags_are_refused()
    {
        await using var store = _bench.Create("CertificateManager");
        foreach (var reference in (RemoteRef[])[new(Arn) { Property = "p" }, new(Arn) { IsMetadata = true }])
        {
            var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(reference, Ct));
            Assert.Contains("filterPEM", failure.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<ProviderException>(async () => await store.FindAsync(new() { Name = "." }, Ct));
        Assert.Empty(_certificates.Server.Requests);
    }

    private int Exports => _certificates.Operations.Count(operation => operation == "ExportCertificate");

    private sealed class FakeCertificates : FakeAwsService
    {
        private string? _arn;
        private AsymmetricAlgorithm? _key;

        public string Leaf { get; private set; } = "";

        public string? Passphrase { get; set; }

        public void Hold(string arn, AsymmetricAlgorithm key)
        {
            var request = key is RSA rsa
                ? new CertificateRequest("CN=a", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : new CertificateRequest("CN=a", (ECDsa)key, HashAlgorithmName.SHA256);
            using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
            (_arn, _key, Leaf) = (arn, key, made.ExportCertificatePem() + "\n");
        }

        protected override ServedAnswer Do(string operation, JsonObject body)
        {
            if ((string?)body["CertificateArn"] != _arn || _key is null)
            {
                return Fault("ResourceNotFoundException", "Could not find certificate.");
            }

            if (operation == "GetCertificate")
            {
                return Ok(("Certificate", Leaf), ("CertificateChain", "chain"));
            }

            var passphrase = Passphrase ?? Encoding.ASCII.GetString(Convert.FromBase64String((string)body[nameof(Passphrase)]!));
            return Ok(("Certificate", Leaf), ("CertificateChain", "chain"), ("PrivateKey", _key.ExportEncryptedPkcs8PrivateKeyPem(
                passphrase, new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048))));
        }
    }
}
