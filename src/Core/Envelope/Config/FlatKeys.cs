using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Keys.Codecs;

namespace SecretsKit.Core.Envelope.Config;

/// <summary>The key fields that stand directly in a rule and make its only group.</summary>
internal sealed class FlatKeys
{
    public KeyField Age { get; init; } = KeyField.None;

    public KeyField Pgp { get; init; } = KeyField.None;

    public KeyField AwsKms { get; init; } = KeyField.None;

    public KeyField GcpKms { get; init; } = KeyField.None;

    public List<string> HuaweiKms { get; init; } = [];

    public KeyField Azure { get; init; } = KeyField.None;

    public KeyField Vault { get; init; } = KeyField.None;

    public string AwsProfile { get; init; } = "";

    public bool IsEmpty =>
        Age.IsEmpty && Pgp.IsEmpty && AwsKms.IsEmpty && GcpKms.IsEmpty && HuaweiKms.Count == 0 && Azure.IsEmpty && Vault.IsEmpty;

    /// <exception cref="Errors.SecretsKitException">A field or a key is malformed.</exception>
    public KeyGroup Resolve(EncryptionContext context) => new(
    [
        .. AgeCodec.Parse(Age.List),
        .. PgpCodec.Parse(Pgp.List),
        .. AwsKmsCodec.Parse(AwsKms.List, context, AwsProfile),
        .. GcpKmsCodec.Parse(GcpKms.List),
        .. HuaweiKmsCodec.Parse(string.Join(',', HuaweiKms)),
        .. AzureKeyVaultCodec.Parse(Azure.List),
        .. VaultTransitCodec.Parse(Vault.List),
    ]);
}
