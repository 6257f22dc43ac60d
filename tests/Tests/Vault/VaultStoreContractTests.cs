using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Stores;
using SecretsKit.Testing.Vault.Fake;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Tests.Vault;

/// <summary>KV version 2 as a store like all others.</summary>
public sealed class VaultStoreContractTests : VaultStoreContract
{
    protected override string Version => "v2";

    protected override void Hold(FakeVault vault, string name, string value) =>
        vault.Do("POST", $"secret/data/{name}", $$"""{"data":{{value}}}""");
}

/// <summary>KV version 1 too.</summary>
public sealed class VaultStoreVersion1ContractTests : VaultStoreContract
{
    protected override string Version => "v1";

    protected override void Hold(FakeVault vault, string name, string value)
    {
        if (name == "app-map")
        {
            vault.Do("POST", "sys/mounts/secret1", """{"type":"kv","options":{"version":"1"}}""");
        }

        vault.Do("POST", $"secret1/{name}", value);
    }
}

/// <summary>What both versions have in common.</summary>
public abstract class VaultStoreContract : SecretStoreContract, IDisposable
{
    private readonly FakeVault _vault = new();
    private readonly VaultFixture _fixture = new();

    protected abstract string Version { get; }

    protected override bool HoldsOnlyMaps => true;

    public void Dispose()
    {
        _vault.Dispose();
        _fixture.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract void Hold(FakeVault vault, string name, string value);

    protected override ValueTask<ISecretStore> CreateAsync(CancellationToken ct)
    {
        foreach (var (name, value) in Held.Where(secret => secret.Value.StartsWith('{')))
        {
            Hold(_vault, name, value);
        }

        var path = Version == "v1" ? "secret1" : "secret";
        return new(_fixture.Store(
            VaultFixture.WithToken(_vault.Url, $",\"path\":\"{path}\",\"version\":\"{Version}\""),
            new GivenReferences { ["default/vault/token"] = _vault.RootToken }));
    }
}
