using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Vault.Transit;
using SecretsKit.Testing.Vault;
using SecretsKit.Tests.Envelope.Keys;

namespace SecretsKit.Tests.Vault;

public sealed class VaultTransitContractTests : KeyServiceContract, IDisposable
{
    private readonly FakeTransit _vault = new();
    private readonly FakeTransit _other = new();
    private readonly VaultFixture _fixture;
    private readonly VaultFixture _otherFixture;

    public VaultTransitContractTests()
    {
        _fixture = new(("VAULT_TOKEN", _vault.Token));
        _otherFixture = new(("VAULT_TOKEN", _other.Token));
        Service = new VaultTransitKeyService(_fixture.Host);
    }

    protected override IKeyService Service { get; }

    protected override MasterKey Owned => new VaultTransitMasterKey(_vault.Url, "transit", "own");

    protected override MasterKey Foreign => new VaultTransitMasterKey(_vault.Url, "team/transit", "other");

    protected override ValueTask<string> WrapForForeignAsync(KeyPart part) => new VaultTransitKeyService(_otherFixture.Host)
        .WrapAsync(new VaultTransitMasterKey(_other.Url, "team/transit", "other"), part, CancellationToken.None);

    public void Dispose()
    {
        _vault.Dispose();
        _other.Dispose();
        _fixture.Dispose();
        _otherFixture.Dispose();
    }
}
