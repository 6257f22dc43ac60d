namespace SecretsKit.Core.Envelope.Config;

/// <summary>
/// All fields of <c>.sops.yaml</c> (spec sops.md part 9), the one list of them: warnings, the schema for editors and the reference are made
/// of it.
/// </summary>
public static class ConfigFields
{
    /// <summary>At the top of the file.</summary>
    public static IReadOnlyList<ConfigField> Root =>
    [
        new("creation_rules", ConfigFieldKind.MapList, "who can decrypt a new file; the first rule that matches its path counts")
        {
            Fields = static () => CreationRule,
        },
        new("destination_rules", ConfigFieldKind.MapList, "where publish sends files; the first rule that matches the path counts")
        {
            Fields = static () => DestinationRule,
        },
        new("stores", ConfigFieldKind.Map, "the layout of what is written") { Fields = static () => Stores },
    ];

    /// <summary>Of a creation rule.</summary>
    public static IReadOnlyList<ConfigField> CreationRule =>
    [
        new("path_regex", ConfigFieldKind.Text,
            "RE2 expression, matched against the path relative to the folder of this file; without it the rule matches every file"),
        new("age", ConfigFieldKind.TextOrList, "age recipients: age1..., ssh-ed25519 ..., ssh-rsa ..., age1pq1..., or of plugins"),
        new("pgp", ConfigFieldKind.TextOrList, "fingerprints of PGP keys"),
        new("kms", ConfigFieldKind.TextOrList, "ARNs of AWS KMS keys, each optionally followed by +ROLE_ARN"),
        new("aws_profile", ConfigFieldKind.Text, "the AWS profile for all keys under kms"),
        new("gcp_kms", ConfigFieldKind.TextOrList, "resource ids of Google Cloud KMS keys"),
        new("azure_keyvault", ConfigFieldKind.TextOrList, "URLs of keys in Azure Key Vault"),
        new("hc_vault_transit_uri", ConfigFieldKind.TextOrList, "URIs of keys of Vault's transit engine"),
        new("hckms", ConfigFieldKind.TextList, "keys of Huawei Cloud KMS, REGION:ID"),
        new("key_groups", ConfigFieldKind.MapList,
            "groups of keys: the data key is split, and several groups must open their share; the key fields above do not count then")
        {
            Fields = static () => KeyGroup,
        },
        new("shamir_threshold", ConfigFieldKind.Number, "how many groups must open their share; default all"),
        new("unencrypted_suffix", ConfigFieldKind.Text, "keys that end with this, and all below them, stay readable; default _unencrypted"),
        new("encrypted_suffix", ConfigFieldKind.Text, "only keys that end with this, and all below them, are encrypted"),
        new("unencrypted_regex", ConfigFieldKind.Text, "keys that match this, and all below them, stay readable"),
        new("encrypted_regex", ConfigFieldKind.Text, "only keys that match this, and all below them, are encrypted"),
        new("unencrypted_comment_regex", ConfigFieldKind.Text, "what is under or beside a matching comment stays readable"),
        new("encrypted_comment_regex", ConfigFieldKind.Text, "only what is under or beside a matching comment is encrypted"),
        new("mac_only_encrypted", ConfigFieldKind.Truth, "the MAC covers encrypted values alone, so that others can change without a key"),
    ];

    /// <summary>Of a key group.</summary>
    public static IReadOnlyList<ConfigField> KeyGroup =>
    [
        new("age", ConfigFieldKind.TextList, "age recipients"),
        new("pgp", ConfigFieldKind.TextList, "fingerprints of PGP keys"),
        new("kms", ConfigFieldKind.MapList, "AWS KMS keys") { Fields = static () => AwsKey },
        new("gcp_kms", ConfigFieldKind.MapList, "Google Cloud KMS keys")
        {
            Fields = static () => [new("resource_id", ConfigFieldKind.Text, "the resource id") { IsRequired = true }],
        },
        new("azure_keyvault", ConfigFieldKind.MapList, "keys in Azure Key Vault") { Fields = static () => AzureKey },
        new("hc_vault", ConfigFieldKind.TextList, "URIs of keys of Vault's transit engine"),
        new("hckms", ConfigFieldKind.MapList, "keys of Huawei Cloud KMS")
        {
            Fields = static () => [new("key_id", ConfigFieldKind.Text, "REGION:ID") { IsRequired = true }],
        },
        new("merge", ConfigFieldKind.MapList, "further groups whose keys join this one") { Fields = static () => KeyGroup },
    ];

    /// <summary>Of a destination rule.</summary>
    public static IReadOnlyList<ConfigField> DestinationRule =>
    [
        new("path_regex", ConfigFieldKind.Text, "RE2 expression, matched against the path as it is given to publish"),
        new("s3_bucket", ConfigFieldKind.Text, "the Amazon S3 bucket"),
        new("s3_prefix", ConfigFieldKind.Text, "put before the name of the object"),
        new("gcs_bucket", ConfigFieldKind.Text, "the Google Cloud Storage bucket"),
        new("gcs_prefix", ConfigFieldKind.Text, "put before the name of the object"),
        new("vault_path", ConfigFieldKind.Text, "the folder in a Vault key-value store"),
        new("vault_address", ConfigFieldKind.Text, "the Vault server; default VAULT_ADDR"),
        new("vault_kv_mount_name", ConfigFieldKind.Text, "the mount of the key-value store; default secret/"),
        new("vault_kv_version", ConfigFieldKind.Number, "the version of the key-value store, 1 or 2; default 2"),
        new("recreation_rule", ConfigFieldKind.Map, "who can decrypt the published copy; without it the file is uploaded as it is")
        {
            Fields = static () => CreationRule,
        },
        new("omit_extensions", ConfigFieldKind.Truth, "leave the extension out of the published name"),
    ];

    private static IReadOnlyList<ConfigField> Stores =>
    [
        Store("yaml", "of YAML: 2 to 9 columns; default 4"),
        Store("json", "of JSON: columns, 0 for line breaks alone, -1 for one tab; default -1"),
        Store("json_binary", "of encrypted binary files: as of JSON"),
    ];

    private static IReadOnlyList<ConfigField> AwsKey =>
    [
        new("arn", ConfigFieldKind.Text, "the ARN of the key") { IsRequired = true },
        new("role", ConfigFieldKind.Text, "the ARN of a role to take on"),
        new("context", ConfigFieldKind.TextMap, "the encryption context"),
        new("aws_profile", ConfigFieldKind.Text, "the AWS profile"),
    ];

    private static IReadOnlyList<ConfigField> AzureKey =>
    [
        new("vaultUrl", ConfigFieldKind.Text, "the URL of the vault") { IsRequired = true },
        new("key", ConfigFieldKind.Text, "the name of the key") { IsRequired = true },
        new("version", ConfigFieldKind.Text, "the version of the key; default the newest"),
    ];

    private static ConfigField Store(string name, string about) => new(name, ConfigFieldKind.Map, "the layout " + about)
    {
        Fields = () => [new("indent", ConfigFieldKind.Number, "the indentation " + about)],
    };
}
