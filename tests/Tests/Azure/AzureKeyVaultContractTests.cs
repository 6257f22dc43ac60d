using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Azure.Keys;
using SecretsKit.Tests.Envelope.Keys;

namespace SecretsKit.Tests.Azure;

public sealed class AzureKeyVaultContractTests : KeyServiceContract, IDisposable
{
    private readonly AzureVaultFake _fake = new(AzureVaultFake.Client);
    private readonly AzureKeyVaultKeyService _service;

    public AzureKeyVaultContractTests() => _service = new(_fake.Host) { Tls = _fake.Tls };

    protected override IKeyService Service => _service;

    protected override MasterKey Owned { get; } = new AzureKeyVaultMasterKey(AzureVaultFake.Vault, "sops", "1");

    protected override MasterKey Foreign { get; } = new AzureKeyVaultMasterKey(AzureVaultFake.Vault, "other", "1");

    public void Dispose() => _fake.Dispose();

    protected override ValueTask<string> WrapForForeignAsync(KeyPart part) => _service.WrapAsync(Owned, part, CancellationToken.None);
}
