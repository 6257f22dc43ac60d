using System.Globalization;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Errors;
using Fields = System.Collections.Generic.Dictionary<string, SecretsKit.Core.Documents.Yaml.YamlNode>;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>Builds the model of a <c>.sops.yaml</c>.</summary>
internal sealed class ConfigReader
{
    private static readonly DocumentLimits Limits = new() { MaxBytes = 16 * 1024 * 1024, MaxDepth = 100 };

    private readonly YamlDecoder _decoder = new();

    public static SopsConfig Read(ReadOnlyMemory<byte> text, string path)
    {
        YamlNode? document;
        try
        {
            document = new YamlReader(text, Limits).Read();
        }
        catch (DocumentException failure)
        {
            throw new SecretsKitException(
                ErrorCode.MalformedConfig, $"error loading config: Could not unmarshal config file: {failure.Message}", failure)
            {
                // The caller, who knows the file, adds its name and the line.
                Problem = UnquotedPattern.Problem(text.Span, failure.Line)
                    ?? DisplayText.Message($"the configuration is no YAML: {failure.Problem}"),
            };
        }

        var reader = new ConfigReader();
        var top = document?.Children is [var root, ..] ? root : null;
        var config = reader.ReadRoot(top, path);

        // A report is often about another file: a line alone would be taken for one of that.
        var name = DisplayText.Field(Path.GetFileName(path));
        reader._decoder.ThrowFindings(() => top is { Kind: not YamlKind.Mapping } ? string.Create(
            CultureInfo.InvariantCulture,
            $"line {top.Line} of {name}: the file begins with {(top.Kind == YamlKind.Sequence ? "a list" : "a value")}; rules stand below "
                + $"creation_rules:")
            : string.Join(
            "; ",
            ConfigFieldCheck.Of(top).Where(finding => finding.Fault == ConfigFault.WrongKind).Select(
                finding => string.Create(CultureInfo.InvariantCulture, $"line {finding.Line} of {name}: {finding.Problem}"))));
        return config;
    }

    private static YamlNode? Get(Fields fields, string name) => fields.GetValueOrDefault(name);

    private SopsConfig ReadRoot(YamlNode? root, string path)
    {
        var fields = _decoder.Fields(root, "config.configFile");
        return new()
        {
            Folder = Path.GetDirectoryName(path) ?? path,
            Path = path,
            Source = root,
            CreationRules = _decoder.Items(Get(fields, "creation_rules"), "config.creationRule", ReadCreationRule),
            DestinationRules = _decoder.Items(Get(fields, "destination_rules"), "config.destinationRule", ReadDestinationRule) ?? [],
            Stores = ReadStores(Get(fields, "stores")),
        };
    }

    private StoresConfig ReadStores(YamlNode? node)
    {
        var stores = _decoder.Fields(node, "config.StoresConfig");
        int Indent(string store, string type, int otherwise) =>
            _decoder.Int(Get(_decoder.Fields(Get(stores, store), type), "indent"), otherwise);
        return new()
        {
            YamlIndent = Indent("yaml", "config.YAMLStoreConfig", 0),
            JsonIndent = Indent("json", "config.JSONStoreConfig", -1),
            JsonBinaryIndent = Indent("json_binary", "config.JSONBinaryStoreConfig", -1),
        };
    }

    private DestinationRule ReadDestinationRule(YamlNode node)
    {
        var fields = _decoder.Fields(node, "config.destinationRule");
        string TextOf(string name) => _decoder.Text(Get(fields, name));
        return new()
        {
            PathRegex = TextOf("path_regex"),
            S3Bucket = TextOf("s3_bucket"),
            S3Prefix = TextOf("s3_prefix"),
            GcsBucket = TextOf("gcs_bucket"),
            GcsPrefix = TextOf("gcs_prefix"),
            VaultPath = TextOf("vault_path"),
            VaultAddress = TextOf("vault_address"),
            VaultKvMountName = TextOf("vault_kv_mount_name"),
            VaultKvVersion = _decoder.Int(Get(fields, "vault_kv_version"), 0),
            RecreationRule = ReadCreationRule(Get(fields, "recreation_rule")),
            OmitExtensions = _decoder.Bool(Get(fields, "omit_extensions")),
        };
    }

    private CreationRule ReadCreationRule(YamlNode? node)
    {
        var fields = _decoder.Fields(node, "config.creationRule");
        string TextOf(string name) => _decoder.Text(Get(fields, name));
        return new()
        {
            PathRegex = TextOf("path_regex"),
            ShamirThreshold = _decoder.Int(Get(fields, "shamir_threshold"), 0),
            Selection = new SelectionFields
            {
                UnencryptedSuffix = TextOf("unencrypted_suffix"),
                EncryptedSuffix = TextOf("encrypted_suffix"),
                UnencryptedRegex = TextOf("unencrypted_regex"),
                EncryptedRegex = TextOf("encrypted_regex"),
                UnencryptedCommentRegex = TextOf("unencrypted_comment_regex"),
                EncryptedCommentRegex = TextOf("encrypted_comment_regex"),
            },
            MacOnlyEncrypted = _decoder.Bool(Get(fields, "mac_only_encrypted")),
            Groups = _decoder.Items(Get(fields, "key_groups"), "config.keyGroup", item => ReadGroup(item, 0)) ?? [],
            Flat = ReadFlatKeys(fields),
        };
    }

    private FlatKeys ReadFlatKeys(Fields fields)
    {
        KeyField FieldOf(string name, string outer) => KeyField.Read(_decoder, Get(fields, name), outer, name);
        return new()
        {
            Age = FieldOf("age", "age"),
            Pgp = FieldOf("pgp", "pgp"),
            AwsKms = FieldOf("kms", "kms"),
            GcpKms = FieldOf("gcp_kms", "gcpkms"),
            HuaweiKms = ReadTexts(Get(fields, "hckms")),
            Azure = FieldOf("azure_keyvault", "azure_keyvault"),
            Vault = FieldOf("hc_vault_transit_uri", "vault"),
            AwsProfile = _decoder.Text(Get(fields, "aws_profile")),
        };
    }

    private GroupSource ReadGroup(YamlNode node, int depth)
    {
        YamlDecoder.CheckDepth(depth);
        var fields = _decoder.Fields(node, "config.keyGroup");
        return new()
        {
            Merge = _decoder.Items(Get(fields, "merge"), "config.keyGroup", item => ReadGroup(item, depth + 1)) ?? [],
            Age = ReadTexts(Get(fields, "age")),
            Pgp = ReadTexts(Get(fields, "pgp")),
            AwsKms = _decoder.Items(Get(fields, "kms"), "config.kmsKey", ReadAwsKey) ?? [],
            GcpKms = _decoder.Items(Get(fields, "gcp_kms"), "config.gcpKmsKey", item => ReadOnly(item, "config.gcpKmsKey", "resource_id"))
                ?? [],
            HuaweiKms = _decoder.Items(Get(fields, "hckms"), "config.hckmsKey", item => ReadOnly(item, "config.hckmsKey", "key_id")) ?? [],
            Azure = _decoder.Items(Get(fields, "azure_keyvault"), "config.azureKVKey", ReadAzureKey) ?? [],
            Vault = ReadTexts(Get(fields, "hc_vault")),
        };
    }

    private AwsKmsMasterKey ReadAwsKey(YamlNode node)
    {
        var fields = _decoder.Fields(node, "config.kmsKey");
        var context = new EncryptionContext(_decoder.Texts(Get(fields, "context")));
        return new(
            _decoder.Text(Get(fields, "arn")), _decoder.Text(Get(fields, "role")), context, _decoder.Text(Get(fields, "aws_profile")));
    }

    private AzureKeyVaultMasterKey ReadAzureKey(YamlNode node)
    {
        var fields = _decoder.Fields(node, "config.azureKVKey");
        return new(_decoder.Text(Get(fields, "vaultUrl")), _decoder.Text(Get(fields, "key")), _decoder.Text(Get(fields, "version")));
    }

    private string ReadOnly(YamlNode node, string type, string field) => _decoder.Text(Get(_decoder.Fields(node, type), field));

    private List<string> ReadTexts(YamlNode? node) => _decoder.Items(node, "string", _decoder.Text) ?? [];
}
