using System.Security.Cryptography.X509Certificates;
using System.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Tests.Vault;

/// <summary>Whom a store trusts, and who it says that it is.</summary>
public sealed class VaultStoreTlsTests : IDisposable
{
    private const string OwnCertificate = ",\"tls\":{\"certSecretRef\":{\"name\":\"own\"},\"keySecretRef\":{\"name\":\"own\"}}";

    private readonly X509Certificate2 _authority = TestCertificates.Authority();
    private readonly X509Certificate2 _client;
    private readonly VaultFixture _fixture = new();
    private readonly GivenReferences _references = new() { ["default/vault/token"] = "s.token" };

    public VaultStoreTlsTests() => _client = TestCertificates.SignedBy(_authority, "client.test");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Pem => _authority.ExportCertificatePem();

    [Theory]
    [InlineData("plain")]
    [InlineData("twice")]
    [InlineData("ConfigMap")]
    [InlineData("Secret")]
    public async Task A_private_authority_may_be_inline_or_elsewhere(string place)
    {
        _references.ConfigMaps["default/ca"] = new() { ["ca.crt"] = Pem };
        _references["default/ca/ca.crt"] = Pem;
        var once = Convert.ToBase64String(Encoding.UTF8.GetBytes(Pem));
        using var server = Serve();
        await using var store = Store(server, place switch
        {
            "plain" => $",\"caBundle\":\"{once}\"",
            "twice" => $",\"caBundle\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(once))}\"",
            _ => $",\"caProvider\":{{\"type\":\"{place}\",\"name\":\"ca\",\"key\":\"ca.crt\"}}",
        });
        Assert.NotNull(await store.GetAsync(new("app"), Ct));
    }

    [Fact]
    public async Task A_certificate_of_our_own_is_shown()
    {
        _references["default/own/tls.crt"] = _client.ExportCertificatePem();
        _references["default/own/tls.key"] = TestCertificates.KeyPem(_client);
        using var server = Serve(asksForCertificate: true);
        await using var store = Store(server, Bundle + OwnCertificate);
        Assert.NotNull(await store.GetAsync(new("app"), Ct));
        Assert.Equal(["CN=client.test"], server.ClientCertificates.Distinct());
    }

    [Theory]
    [InlineData("canary-no-key")]
    [InlineData("")]
    public async Task A_key_that_is_none_is_named_and_not_shown(string key)
    {
        _references["default/own/tls.crt"] = _client.ExportCertificatePem();
        _references["default/own/tls.key"] = key;
        using var server = Serve();
        await using var store = Store(server, Bundle + OwnCertificate);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app"), Ct));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(",\"caBundle\":\"not base64!\"")]
    [InlineData(",\"caBundle\":\"bm90IGEgY2VydGlmaWNhdGU=\"")]
    [InlineData(",\"caProvider\":{\"type\":\"File\",\"name\":\"ca\",\"key\":\"k\"}")]
    public async Task An_authority_that_is_none_is_refused_before_anything_is_sent(string settings)
    {
        using var server = Serve();
        await using var store = Store(server, settings);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app"), Ct));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_proxy_carries_requests_and_sees_nothing_of_them()
    {
        using var named = new HttpServer(_ => Answer, TestCertificates.SignedBy(_authority, "vault.test"));
        using var tunnel = new HttpServer(_ => ServedAnswer.Tunnel(named.Port));
        using var outside = new VaultFixture(("HTTPS_PROXY", tunnel.Url));
        await using var store = outside.Store(
            VaultFixture.WithToken("https://vault.test:8200", ",\"path\":\"secret\"" + Bundle), _references);
        Assert.NotNull(await store.GetAsync(new("app"), Ct));
        var request = Assert.Single(tunnel.Requests);
        Assert.Equal(("CONNECT", "vault.test:8200"), (request.Method, request.Target));
        Assert.DoesNotContain("s.token", string.Join('\n', request.Headers.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_standby_that_sends_elsewhere_gets_no_token_there()
    {
        using var active = Serve();
        using var standby = new HttpServer(
            request => ServedAnswer.Redirect(active.Url + request.Target, 307), TestCertificates.SignedBy(_authority, "127.0.0.1"));
        await using var store = Store(standby, Bundle);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app"), Ct));
        Assert.Equal(ProviderFault.InvalidResponse, failure.Failure.Fault);
        Assert.Contains("active server", failure.Hint, StringComparison.Ordinal);
        Assert.Empty(active.Requests);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _client.Dispose();
        _fixture.Dispose();
    }

    private static ServedAnswer Answer => ServedAnswer.Kept("""{"data":{"data":{"k":"v"}}}""");

    private string Bundle => $",\"caBundle\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(Pem))}\"";

    private HttpServer Serve(bool asksForCertificate = false) =>
        new(_ => Answer, TestCertificates.SignedBy(_authority, "127.0.0.1"), asksForCertificate);

    private ISecretStore Store(HttpServer server, string more) =>
        _fixture.Store(VaultFixture.WithToken(server.Url, ",\"path\":\"secret\"" + more), _references, TimeSpan.FromMilliseconds(1));
}
