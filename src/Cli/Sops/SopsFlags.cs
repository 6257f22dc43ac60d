using SecretsKit.CommandLine;
using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Cli.Sops;

/// <summary>Every flag of the sops command line that we serve (spec sops.md part 10), and the tables of its commands.</summary>
internal static class SopsFlags
{
    private static readonly string[] Formats = ["binary", "dotenv", "ini", "json", "yaml"];

    public static readonly Flag Config = new(
        FlagKind.Text, "config", "path to the .sops.yaml to use, instead of searching upward from the working directory")
    {
        TakesFile = true,
        Variable = "SOPS_CONFIG",
    };
    public static readonly Flag Indent = new(FlagKind.Number, "indent", "columns to indent YAML or JSON by");
    public static readonly Flag Verbose = new(FlagKind.Switch, "verbose", "more messages");
    public static readonly Flag MacOnlyEncrypted = new(FlagKind.Switch, "mac-only-encrypted", "authenticate only the encrypted values");
    public static readonly Flag LocalKeyService = new(FlagKind.Switch, "enable-local-keyservice", "use the keys of this machine")
    {
        Variable = "SOPS_ENABLE_LOCAL_KEYSERVICE",
        Default = "true",
    };
    public static readonly Flag KeyService = new(
        FlagKind.List, "keyservice", "a key service to ask after the local one, as tcp://HOST:PORT or unix:///PATH; may be repeated")
    {
        Variable = "SOPS_KEYSERVICE",
    };
    public static readonly Flag Version = new(FlagKind.Switch, "version", "print the version") { Aliases = ["v"] };
    public static readonly Flag CheckForUpdates = new(FlagKind.Switch, "check-for-updates", "accepted; nothing is asked over the network");
    public static readonly Flag DisableVersionCheck = new(
        FlagKind.Switch, "disable-version-check", "accepted; nothing is asked over the network")
    {
        Variable = "SOPS_DISABLE_VERSION_CHECK",
    };
    public static readonly Flag Help = new(FlagKind.Switch, "help", "print this help") { Aliases = ["h"] };

    public static readonly Flag InPlace = new(FlagKind.Switch, "in-place", "write the result back to the file") { Aliases = ["i"] };
    public static readonly Flag Output = new(FlagKind.Text, "output", "write the result to this file instead of stdout")
    {
        TakesFile = true,
    };
    public static readonly Flag InputType = new(
        FlagKind.Text, "input-type", "format to read: binary, dotenv, ini, json or yaml (default: by the file's name)")
    {
        Values = Formats,
    };
    public static readonly Flag OutputType = new(
        FlagKind.Text, "output-type", "format to write: binary, dotenv, ini, json or yaml (default: by the file's name)")
    {
        Values = Formats,
    };
    public static readonly Flag FilenameOverride = new(
        FlagKind.Text, "filename-override", "name to use for choosing the creation rule and the formats");
    public static readonly Flag Extract = new(FlagKind.Text, "extract", "print one value, by a path such as '[\"a\"][0]'");
    public static readonly Flag IgnoreMac = new(FlagKind.Switch, "ignore-mac", "do not check the message authentication code");
    public static readonly Flag DecryptionOrder = new(FlagKind.Text, "decryption-order", "key types to try first, as a comma list")
    {
        Variable = "SOPS_DECRYPTION_ORDER",
    };
    public static readonly Flag ShowMasterKeys = new(FlagKind.Switch, "show-master-keys", "show the sops metadata in the editor")
    {
        Aliases = ["s"],
    };

    public static readonly Flag ValueFile = new(FlagKind.Switch, "value-file", "the value is in the file named in its place");
    public static readonly Flag ValueStdin = new(FlagKind.Switch, "value-stdin", "the value comes from standard input");
    public static readonly Flag Idempotent = new(FlagKind.Switch, "idempotent", "write nothing when nothing changes");

    public static readonly Flag Yes = new(FlagKind.Switch, "yes", "do not ask before changing") { Aliases = ["y"] };
    public static readonly Flag GroupFile = new(FlagKind.Text, "file", "the file to change") { TakesFile = true, Aliases = ["f"] };

    public static readonly Flag User = new(FlagKind.Text, "user", "run the command as this user; only root can");
    public static readonly Flag Background = new(FlagKind.Switch, "background", "do not wait for the command (deprecated)");
    public static readonly Flag Pristine = new(
        FlagKind.Switch, "pristine", "give the command the values of the file and no other variables");
    public static readonly Flag SameProcess = new(
        FlagKind.Switch, "same-process", "become the command instead of waiting for it as its parent");
    public static readonly Flag NoFifo = new(FlagKind.Switch, "no-fifo", "use a regular file in memory instead of a named pipe");
    public static readonly Flag FileName = new(FlagKind.Text, "filename", "name of the file that the command sees (default: tmp-file)");

    public static readonly Flag OmitExtensions = new(
        FlagKind.Switch, "omit-extensions", "publish files under their names without extensions");
    public static readonly Flag Recursive = new(FlagKind.Switch, "recursive", "publish all files of a folder");

    public static readonly Flag Network = new(FlagKind.Text, "network", "network to listen on: tcp or unix")
    {
        Aliases = ["net"],
        Default = "tcp",
    };
    public static readonly Flag Address = new(FlagKind.Text, "address", "address or socket to listen on")
    {
        Aliases = ["addr"],
        Default = "127.0.0.1:5000",
    };
    public static readonly Flag Prompt = new(FlagKind.Switch, "prompt", "ask before each use of a key");

    public static readonly Flag Kms = new(FlagKind.Text, "kms", "AWS KMS ARNs, as a comma list")
    {
        Aliases = ["k"],
        Variable = "SOPS_KMS_ARN",
    };
    public static readonly Flag AwsProfile = new(FlagKind.Text, "aws-profile", "AWS profile for KMS");
    public static readonly Flag EncryptionContext = new(
        FlagKind.Text, "encryption-context", "AWS KMS encryption context, as key:value pairs in a comma list");
    public static readonly Flag GcpKms = new(FlagKind.Text, "gcp-kms", "Google Cloud KMS resource ids, as a comma list")
    {
        Variable = "SOPS_GCP_KMS_IDS",
    };
    public static readonly Flag HuaweiKms = new(FlagKind.Text, "hckms", "Huawei Cloud KMS key ids (region:uuid), as a comma list")
    {
        Variable = "SOPS_HUAWEICLOUD_KMS_IDS",
    };
    public static readonly Flag AzureKeyVault = new(FlagKind.Text, "azure-kv", "Azure Key Vault key URLs, as a comma list")
    {
        Variable = "SOPS_AZURE_KEYVAULT_URLS",
    };
    public static readonly Flag VaultTransit = new(FlagKind.Text, "hc-vault-transit", "Vault transit key URIs, as a comma list")
    {
        Variable = "SOPS_VAULT_URIS",
    };
    public static readonly Flag Pgp = new(FlagKind.Text, "pgp", "PGP fingerprints, as a comma list")
    {
        Aliases = ["p"],
        Variable = "SOPS_PGP_FP",
    };
    public static readonly Flag Age = new(FlagKind.Text, "age", "age recipients, as a comma list")
    {
        Aliases = ["a"],
        Variable = "SOPS_AGE_RECIPIENTS",
    };
    public static readonly Flag ShamirThreshold = new(
        FlagKind.Number, "shamir-secret-sharing-threshold", "number of key groups needed to decrypt");

    public static readonly Flag UnencryptedSuffix = new(
        FlagKind.Text, "unencrypted-suffix", "leave values readable whose key ends with this");
    public static readonly Flag EncryptedSuffix = new(FlagKind.Text, "encrypted-suffix", "encrypt only values whose key ends with this");
    public static readonly Flag UnencryptedRegex = new(FlagKind.Text, "unencrypted-regex", "leave values readable whose key matches this");
    public static readonly Flag EncryptedRegex = new(FlagKind.Text, "encrypted-regex", "encrypt only values whose key matches this");
    public static readonly Flag UnencryptedCommentRegex = new(
        FlagKind.Text, "unencrypted-comment-regex", "leave values readable whose comment matches this");
    public static readonly Flag EncryptedCommentRegex = new(
        FlagKind.Text, "encrypted-comment-regex", "encrypt only values whose comment matches this");

    public static readonly Flag LegacyEncrypt = new(FlagKind.Switch, "encrypt", "encrypt the file and print the result")
    {
        Aliases = ["e"],
    };
    public static readonly Flag LegacyDecrypt = new(FlagKind.Switch, "decrypt", "decrypt the file and print the result")
    {
        Aliases = ["d"],
    };
    public static readonly Flag LegacyRotate = new(FlagKind.Switch, "rotate", "make a new data key and encrypt all values again")
    {
        Aliases = ["r"],
    };
    public static readonly Flag LegacySet = new(FlagKind.Text, "set", "set one value, as '[\"a\"][0] JSON'");

    /// <summary>Master keys to wrap the data key with.</summary>
    public static readonly IReadOnlyList<Flag> Keys =
        [Kms, AwsProfile, EncryptionContext, GcpKms, HuaweiKms, AzureKeyVault, VaultTransit, Pgp, Age, ShamirThreshold];

    /// <summary>The <c>--add-X</c> flags, in the order in which their keys are added.</summary>
    public static readonly IReadOnlyList<(Flag Flag, KeyType Type)> AddKeys = Changes("add", "add these {0} to the file's first key group");

    /// <summary>The <c>--rm-X</c> flags.</summary>
    public static readonly IReadOnlyList<(Flag Flag, KeyType Type)> RemoveKeys = Changes("rm", "remove these {0} from the file");

    /// <summary>Both.</summary>
    public static readonly IReadOnlyList<Flag> AddAndRemove = [.. AddKeys.Concat(RemoveKeys).Select(row => row.Flag)];

    /// <summary>The keys of a new group, each flag once per key.</summary>
    public static readonly IReadOnlyList<(Flag Flag, KeyType Type)> GroupKeys =
    [
        (new(FlagKind.List, "pgp", "a PGP fingerprint; may be repeated"), KeyType.Pgp),
        (new(FlagKind.List, "kms", "an AWS KMS ARN; may be repeated"), KeyType.AwsKms),
        (new(FlagKind.List, "gcp-kms", "a Google Cloud KMS resource id; may be repeated"), KeyType.GcpKms),
        (new(FlagKind.List, "hckms", "a Huawei Cloud KMS key id; may be repeated"), KeyType.HuaweiKms),
        (new(FlagKind.List, "hc-vault-transit", "a Vault transit URI; may be repeated"), KeyType.VaultTransit),
        (new(FlagKind.List, "azure-kv", "an Azure Key Vault URL; may be repeated"), KeyType.AzureKeyVault),
        (new(FlagKind.List, "age", "an age recipient; may be repeated"), KeyType.Age),
    ];

    /// <summary>Where master keys are asked for.</summary>
    public static readonly IReadOnlyList<Flag> KeyServices = [LocalKeyService, KeyService];

    public static readonly FlagTable Encrypt = new(
        [InPlace, Output, .. Keys, InputType, OutputType, UnencryptedSuffix, EncryptedSuffix, UnencryptedRegex, EncryptedRegex,
            FilenameOverride, .. KeyServices, Help]);

    public static readonly FlagTable Decrypt = new(
        [InPlace, Extract, Output, InputType, OutputType, IgnoreMac, FilenameOverride, DecryptionOrder, .. KeyServices, Help]);

    public static readonly FlagTable Edit = new(
        [.. Keys, InputType, OutputType, UnencryptedSuffix, EncryptedSuffix, UnencryptedRegex, EncryptedRegex, ShowMasterKeys, IgnoreMac,
            DecryptionOrder, .. KeyServices, Help]);

    public static readonly FlagTable FileStatus = new([InputType, Help]);

    public static readonly FlagTable Completion = new([Help]);

    public static readonly FlagTable Set = new(
        [InputType, OutputType, ValueFile, ValueStdin, Idempotent, IgnoreMac, DecryptionOrder, .. KeyServices, Help]);

    public static readonly FlagTable Unset = new([InputType, OutputType, Idempotent, IgnoreMac, .. KeyServices, Help]);

    public static readonly FlagTable Rotate = new(
        [InPlace, Output, InputType, OutputType, EncryptionContext, .. AddAndRemove, FilenameOverride, DecryptionOrder, .. KeyServices,
            Help]);

    public static readonly FlagTable UpdateKeys = new([Yes, InputType, .. KeyServices, Help]);

    public static readonly FlagTable GroupsAdd = new(
        [GroupFile, .. GroupKeys.Select(row => row.Flag), AwsProfile, EncryptionContext, InPlace, ShamirThreshold, .. KeyServices, Help]);

    public static readonly FlagTable GroupsDelete = new([GroupFile, InPlace, ShamirThreshold, .. KeyServices, Help]);

    public static readonly FlagTable ExecEnv = new([Background, Pristine, User, SameProcess, DecryptionOrder, .. KeyServices, Help]);

    public static readonly FlagTable ExecFile = new(
        [Background, NoFifo, User, InputType, OutputType, FileName, DecryptionOrder, .. KeyServices, Help]);

    public static readonly FlagTable Publish = new([Yes, OmitExtensions, Recursive, Verbose, DecryptionOrder, .. KeyServices, Help]);

    public static readonly FlagTable KeyServer = new([Network, Address, Prompt, Verbose, Help]);

    /// <summary>What may stand before a command, and the whole of the legacy form.</summary>
    public static readonly FlagTable Global = new(
        [
            LegacyDecrypt, LegacyEncrypt, LegacyRotate, LegacySet, InPlace, Extract, Output, InputType, OutputType, FilenameOverride,
            ShowMasterKeys, IgnoreMac, DecryptionOrder, .. Keys, .. AddAndRemove,
            UnencryptedSuffix, EncryptedSuffix, UnencryptedRegex, EncryptedRegex, UnencryptedCommentRegex, EncryptedCommentRegex,
            Config, Indent, Verbose, MacOnlyEncrypted, LocalKeyService, KeyService, Version, CheckForUpdates, DisableVersionCheck, Help,
        ]);

    private static (Flag Flag, KeyType Type)[] Changes(string verb, string help) =>
    [
        (new(FlagKind.Text, verb + "-kms", string.Format(null, help, "AWS KMS ARNs")), KeyType.AwsKms),
        (new(FlagKind.Text, verb + "-pgp", string.Format(null, help, "PGP fingerprints")), KeyType.Pgp),
        (new(FlagKind.Text, verb + "-gcp-kms", string.Format(null, help, "Google Cloud KMS resource ids")), KeyType.GcpKms),
        (new(FlagKind.Text, verb + "-hckms", string.Format(null, help, "Huawei Cloud KMS key ids")), KeyType.HuaweiKms),
        (new(FlagKind.Text, verb + "-azure-kv", string.Format(null, help, "Azure Key Vault URLs")), KeyType.AzureKeyVault),
        (new(FlagKind.Text, verb + "-hc-vault-transit", string.Format(null, help, "Vault transit URIs")), KeyType.VaultTransit),
        (new(FlagKind.Text, verb + "-age", string.Format(null, help, "age recipients")), KeyType.Age),
    ];
}
