using SecretsKit.Core.Data;
using SecretsKit.Providers.Generators;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Vault.Dynamic;

/// <summary>Credentials that Vault makes, as a generator (spec external-secrets.md 4.5).</summary>
internal sealed class VaultDynamicGenerator(MapValue spec, StoreContext context) : ISecretGenerator
{
    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "VaultDynamicSecret", "vaultDynamicSecretSpec", static (spec, context) => new VaultDynamicGenerator(spec, context));

    /// <inheritdoc/>
    public ValueTask<SecretMap> GenerateAsync(CancellationToken ct) => VaultDynamicSecret.GenerateAsync(spec, context, ct);
}
