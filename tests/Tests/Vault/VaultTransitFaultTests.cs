using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Vault.Transit;
using SecretsKit.Testing;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Vault;
using SecretsKit.Tests.Envelope.Keys;

namespace SecretsKit.Tests.Vault;

/// <summary>How Vault's transit engine fails, as all key services do.</summary>
public sealed class VaultTransitFaultTests : KeyServiceFaultContract
{
    protected override string Named => "Vault transit backend 'transit/decrypt/app'";

    protected override string Wrapped => "vault:v1:abcd";

    protected override (IKeyService Service, MasterKey Key) Open(string url, string? proxy = null, string? roots = null)
    {
        (string, string)[] proxies = proxy is null ? [] : [("HTTPS_PROXY", proxy)];
        (string, string)[] trust = roots is null ? [] : [("VAULT_CACERT", Keep(new TestFolder()).Write("ca.pem", roots))];
        var fixture = Keep(new VaultFixture([("VAULT_TOKEN", Canary), .. proxies, .. trust]));
        return (new VaultTransitKeyService(fixture.Host), new VaultTransitMasterKey(url, "transit", "app"));
    }

    protected override ServedAnswer Error(int status, string headers = "", string message = "the reason") =>
        FakeTransit.Error($"{status} Failed", message, headers);
}
