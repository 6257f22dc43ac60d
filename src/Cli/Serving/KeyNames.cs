using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Cli.Serving;

/// <summary>How questions about the use of a key name it.</summary>
internal static class KeyNames
{
    /// <summary>For people: the type and the id.</summary>
    public static string Of(MasterKey key) => key is AgeMasterKey age ? $"age key {age.Recipient}" : OfReference(key);

    /// <summary>As the reference's key service does, which does not name age keys.</summary>
    public static string OfReference(MasterKey key) => key switch
    {
        PgpMasterKey => $"PGP key with fingerprint {key.Id}",
        AwsKmsMasterKey kms => $"AWS KMS key with ARN {kms.Arn}",
        GcpKmsMasterKey => $"GCP KMS key with resource ID {key.Id}",
        AzureKeyVaultMasterKey => $"Azure Key Vault key with URL {key.Id}",
        VaultTransitMasterKey => $"Hashicorp Vault key with URI {key.Id}",
        HuaweiKmsMasterKey => $"HuaweiCloud KMS key with ID {key.Id}",
        _ => "Unknown key type",
    };
}
