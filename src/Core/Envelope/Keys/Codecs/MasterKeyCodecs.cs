namespace SecretsKit.Core.Envelope.Keys.Codecs;

/// <summary>All key types that files may hold.</summary>
internal static class MasterKeyCodecs
{
    /// <summary>In the order in which the keys of a group stand after a file was loaded.</summary>
    public static IReadOnlyList<MasterKeyCodec> InLoadOrder { get; } =
    [
        new AwsKmsCodec(), new GcpKmsCodec(), new HuaweiKmsCodec(), new AzureKeyVaultCodec(), new VaultTransitCodec(), new PgpCodec(),
        new AgeCodec(),
    ];

    /// <summary>The codec of a metadata field, whose case does not matter.</summary>
    public static MasterKeyCodec? FindByField(string field) =>
        InLoadOrder.FirstOrDefault(codec => codec.Type.Field.Equals(field, StringComparison.OrdinalIgnoreCase));

    public static MasterKeyCodec? Find(KeyType type) => InLoadOrder.FirstOrDefault(codec => codec.Type == type);
}
