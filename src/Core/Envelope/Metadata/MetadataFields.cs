namespace SecretsKit.Core.Envelope.Metadata;

/// <summary>The names of the fields of the block that are not key lists.</summary>
internal static class MetadataFields
{
    public const string KeyGroups = "key_groups";
    public const string ShamirThreshold = "shamir_threshold";
    public const string LastModified = "lastmodified";
    public const string Mac = "mac";
    public const string MacOnlyEncrypted = "mac_only_encrypted";
    public const string UnencryptedSuffix = "unencrypted_suffix";
    public const string EncryptedSuffix = "encrypted_suffix";
    public const string UnencryptedRegex = "unencrypted_regex";
    public const string EncryptedRegex = "encrypted_regex";
    public const string UnencryptedCommentRegex = "unencrypted_comment_regex";
    public const string EncryptedCommentRegex = "encrypted_comment_regex";
    public const string Version = "version";
    public const string Enc = "enc";
    public const string CreatedAt = "created_at";

    /// <summary>All of them but those of a key's entry.</summary>
    public static IReadOnlySet<string> OfBlock { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        KeyGroups, ShamirThreshold, LastModified, Mac, MacOnlyEncrypted, UnencryptedSuffix, EncryptedSuffix, UnencryptedRegex,
        EncryptedRegex, UnencryptedCommentRegex, EncryptedCommentRegex, Version,
    };
}
