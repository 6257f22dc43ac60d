namespace SecretsKit.Core.Envelope.Keys;

/// <summary>A key of a HashiCorp Vault transit engine.</summary>
/// <param name="VaultAddress">Scheme, host and port.</param>
/// <param name="EnginePath">Where the engine is mounted; may hold slashes.</param>
/// <param name="KeyName">The key's name.</param>
public sealed record VaultTransitMasterKey(string VaultAddress, string EnginePath, string KeyName) : MasterKey(KeyType.VaultTransit)
{
    /// <inheritdoc/>
    public override string Id => $"{VaultAddress}/v1/{EnginePath}/keys/{KeyName}";
}
