using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Azure.Keys;
using SecretsKit.Testing.Azure;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Envelope.Keys;

namespace SecretsKit.Tests.Azure;

/// <summary>
/// How keys of Azure Key Vault fail, as all key services do. The vault has its real name, behind a proxy that leads to the server.
/// </summary>
public sealed class AzureKeyVaultFaultTests : KeyServiceFaultContract
{
    private readonly X509Certificate2 _authority = TestCertificates.Authority();

    public AzureKeyVaultFaultTests()
    {
        Keep(_authority);
        Certificate = Keep(TestCertificates.SignedBy(_authority, "myvault.vault.azure.net"));
    }

    protected override string Named => "Azure Key Vault";

    protected override X509Certificate2? Certificate { get; }

    protected override string[] OtherNames => ["myvault.vault.azure.net"];

    protected override string Wrapped => "Y2lwaGVydGV4dA";

    protected override (IKeyService Service, MasterKey Key) Open(string url, string? proxy = null, string? roots = null)
    {
        var tokens = Keep(new HttpServer(_ => ServedAnswer.Kept(
            $$"""{"token_type":"Bearer","expires_in":"3599","expires_on":"4102444800","access_token":"{{Canary}}"}""")));
        var port = new Uri(url).Port;
        proxy ??= Keep(new HttpServer(_ => ServedAnswer.Tunnel(port))).Url;
        var environment = new HostEnvironment(
            new Dictionary<string, string>
            {
                ["HTTPS_PROXY"] = proxy, ["IDENTITY_ENDPOINT"] = tokens.Url + "/msi", ["IDENTITY_HEADER"] = Canary,
            }, "/");
        var connections = Keep(new HttpConnections(environment, TimeProvider.System));
        var service = new AzureKeyVaultKeyService(
            new(environment, connections, new ProcessRunner(), RandomNumberGenerator.Fill, TimeProvider.System))
        {
            Tls = TlsOptions.Default.WithRoots(System.Text.Encoding.ASCII.GetBytes(roots ?? _authority.ExportCertificatePem())),
        };
        return (service, new AzureKeyVaultMasterKey(FakeAzureKeys.Vault, "sops", "1"));
    }

    protected override ServedAnswer Error(int status, string headers = "", string message = "the reason") => ServedAnswer.Kept(
        $$$"""{"error":{"code":"Something","message":"{{{message}}}"}}""", $"{status} Failed", headers);
}
