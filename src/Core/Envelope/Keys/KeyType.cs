namespace SecretsKit.Core.Envelope.Keys;

/// <summary>
/// The kind of a master key, named by its field in the file metadata (<c>age</c>, <c>pgp</c>, <c>kms</c>, <c>gcp_kms</c>,
/// <c>azure_kv</c>, <c>hc_vault</c>, <c>hckms</c>). The same names are used by <c>--decryption-order</c>.
/// </summary>
public readonly record struct KeyType(string Field)
{
    /// <summary>age recipients, SSH keys included.</summary>
    public static KeyType Age { get; } = new("age");

    /// <summary>OpenPGP keys, by fingerprint.</summary>
    public static KeyType Pgp { get; } = new("pgp");

    /// <summary>AWS KMS.</summary>
    public static KeyType AwsKms { get; } = new("kms");

    /// <summary>Google Cloud KMS.</summary>
    public static KeyType GcpKms { get; } = new("gcp_kms");

    /// <summary>Azure Key Vault.</summary>
    public static KeyType AzureKeyVault { get; } = new("azure_kv");

    /// <summary>HashiCorp Vault transit.</summary>
    public static KeyType VaultTransit { get; } = new("hc_vault");

    /// <summary>Huawei Cloud KMS.</summary>
    public static KeyType HuaweiKms { get; } = new("hckms");

    /// <inheritdoc/>
    public override string ToString() => Field;
}
