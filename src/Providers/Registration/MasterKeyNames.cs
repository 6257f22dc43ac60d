using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Aws.Kms;
using SecretsKit.Providers.Azure;
using SecretsKit.Providers.Google.Kms;

namespace SecretsKit.Providers.Registration;

/// <summary>A name of a key that no key service can work with.</summary>
/// <param name="List">The field of a creation rule and of a key group that holds such keys.</param>
/// <param name="Field">The field of a key in such a list that is wrong.</param>
/// <param name="Text">What it holds; public.</param>
/// <param name="Problem">What is wrong, in a clause.</param>
/// <param name="Expected">What is expected there.</param>
public sealed record MalformedKeyName(string List, string Field, string Text, string Problem, string Expected);

/// <summary>Looks at names of keys of vendors before anything is sent to them.</summary>
public static class MasterKeyNames
{
    private const string VaultUrl = "vaultUrl";
    private const string VersionPart = "/cryptoKeyVersions/";

    /// <summary>
    /// What is wrong with the name of a key of AWS, Google or Azure; null for one that can be used, and for keys of other kinds.
    /// </summary>
    public static MalformedKeyName? Find(MasterKey key) => key switch
    {
        AwsKmsMasterKey aws => OfAws(aws),
        GcpKmsMasterKey google => OfGoogle(google.ResourceId),
        AzureKeyVaultMasterKey azure => OfAzure(azure),
        _ => null,
    };

    private static MalformedKeyName? OfAws(AwsKmsMasterKey key)
    {
        if (KmsKeyArn.RegionOf(key.Arn) is null)
        {
            return new(
                "kms", "arn", key.Arn, Problem(key.Arn, "the ARN of a key of AWS KMS"), "an ARN is as " + KmsKeyArn.Example);
        }

        return key.Role.Length == 0 || key.Role.Split(':', 6) is ["arn", _, "iam", _, _, ['r', 'o', 'l', 'e', '/', _, ..]]
            ? null
            : new(
                "kms", "role", key.Role, Problem(key.Role, "the ARN of a role"), "a role is as arn:aws:iam::111122223333:role/NAME");
    }

    private static MalformedKeyName? OfGoogle(string name)
    {
        const string Form = "projects/P/locations/L/keyRings/R/cryptoKeys/K";
        var version = name.IndexOf(VersionPart, StringComparison.Ordinal);
        return GcpKmsKeyService.IsResource(name) ? null : new(
            "gcp_kms", "resource_id", name, Problem(name, "the resource id of a key of Google's KMS"),
            version > 0 && GcpKmsKeyService.IsResource(name[..version])
                ? $"leave the version out: {name[..version]}"
                : "a key is as " + Form);
    }

    private static MalformedKeyName? OfAzure(AzureKeyVaultMasterKey key)
    {
        if (AzureVaultAddress.HostOf(key.VaultUrl) is null)
        {
            return new(
                "azure_keyvault", VaultUrl, key.VaultUrl, Problem(key.VaultUrl, "the address of a vault of Azure"),
                "an address is as https://NAME.vault.azure.net; the name of the key stands in the field key, its version in version");
        }

        return key.Name.Length > 0 && !key.Name.Contains('/', StringComparison.Ordinal) ? null : new(
            "azure_keyvault", "key", key.Name, Problem(key.Name, "the name of a key in a vault of Azure"),
            "it is the name alone, as KEY in https://NAME.vault.azure.net/keys/KEY/VERSION");
    }

    private static string Problem(string text, string what) =>
        text.Length == 0 ? $"{what} is empty" : DisplayText.Message($"\"{text}\" is not {what}");
}
