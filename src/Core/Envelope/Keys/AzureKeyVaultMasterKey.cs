namespace SecretsKit.Core.Envelope.Keys;

/// <summary>A key in an Azure Key Vault.</summary>
/// <param name="VaultUrl">The vault's URL, as given; from a key URL without a trailing slash.</param>
/// <param name="Name">The key's name.</param>
/// <param name="Version">The key's version; empty until it is asked for, which happens before the key is first used.</param>
public sealed record AzureKeyVaultMasterKey(string VaultUrl, string Name, string Version) : MasterKey(KeyType.AzureKeyVault)
{
    /// <inheritdoc/>
    public override string Id => $"{VaultUrl}/keys/{Name}/{Version}";
}
