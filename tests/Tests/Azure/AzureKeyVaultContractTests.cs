using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Azure.Keys;
using SecretsKit.Testing.Azure;
using SecretsKit.Tests.Envelope.Keys;

namespace SecretsKit.Tests.Azure;

public sealed class AzureKeyVaultContractTests : KeyServiceContract, IDisposable
{
    private readonly FakeAzureKeys _fake = new(FakeAzureKeys.Client);
    private readonly AzureKeyVaultKeyService _service;

    public AzureKeyVaultContractTests() => _service = new(_fake.Host) { Tls = _fake.Tls };

    protected override IKeyService Service => _service;

    protected override MasterKey Owned { get; } = new AzureKeyVaultMasterKey(FakeAzureKeys.Vault, "sops", "1");

    protected override MasterKey Foreign { get; } = new AzureKeyVaultMasterKey(FakeAzureKeys.Vault, "other", "1");

    public void Dispose() => _fake.Dispose();

    protected override ValueTask<string> WrapForForeignAsync(KeyPart part) => _service.WrapAsync(Owned, part, CancellationToken.None);
}
