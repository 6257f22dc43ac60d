using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Cli.Framework;

/// <summary>What to look at where the server of a vendor does not open a file: who one is there.</summary>
internal static class VendorAdvice
{
    /// <summary>Whether keys of a type are with a vendor, whose server says why it opens nothing.</summary>
    public static bool IsVendors(KeyType type) => type != KeyType.Age && type != KeyType.Pgp;

    /// <summary>The advice; null for keys that are with no vendor known here.</summary>
    public static string? Of(KeyType type) =>
        type == KeyType.AwsKms ? "AWS: 'aws sts get-caller-identity' shows who you are; AWS_PROFILE or AWS_ACCESS_KEY_ID choose another"
        : type == KeyType.VaultTransit ? "Vault: 'vault token lookup' shows whose token it is and when it ends; VAULT_TOKEN or "
            + "'vault login' give another, VAULT_NAMESPACE the namespace"
        : type == KeyType.GcpKms ? "Google: 'gcloud auth application-default login' signs in; GOOGLE_CREDENTIALS names another account"
        : type == KeyType.AzureKeyVault ? "Azure: 'az account show' shows who you are; AZURE_CLIENT_ID and its secret choose another"
        : type == KeyType.HuaweiKms ? "Huawei Cloud: HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK say who you are"
        : null;
}
