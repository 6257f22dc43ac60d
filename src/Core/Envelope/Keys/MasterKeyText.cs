using SecretsKit.Core.Envelope.Keys.Codecs;
using SecretsKit.Core.Errors;

namespace SecretsKit.Core.Envelope.Keys;

/// <summary>Master keys as the command line names them: lists separated by commas (spec sops.md part 7).</summary>
public static class MasterKeyText
{
    /// <summary>Parses a list; an empty text is no key.</summary>
    /// <param name="type">The type of all keys of the list.</param>
    /// <param name="list">The list.</param>
    /// <param name="context">The encryption context of AWS keys.</param>
    /// <param name="profile">The profile of AWS keys; may be empty.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.General"/>: a key is malformed, in the reference tool's words.
    /// </exception>
    /// <exception cref="ArgumentException">The type is not one that can be named so.</exception>
    public static IReadOnlyList<MasterKey> Parse(KeyType type, string list, EncryptionContext context, string profile)
    {
        ArgumentNullException.ThrowIfNull(list);
        return type switch
        {
            _ when type == KeyType.Age => [.. AgeCodec.Parse(list)],
            _ when type == KeyType.Pgp => [.. PgpCodec.Parse(list)],
            _ when type == KeyType.AwsKms => [.. AwsKmsCodec.Parse(list, context, profile)],
            _ when type == KeyType.GcpKms => [.. GcpKmsCodec.Parse(list)],
            _ when type == KeyType.AzureKeyVault => [.. AzureKeyVaultCodec.Parse(list)],
            _ when type == KeyType.VaultTransit => [.. VaultTransitCodec.Parse(list)],
            _ when type == KeyType.HuaweiKms => [.. HuaweiKmsCodec.Parse(list)],
            _ => throw new ArgumentException($"keys of type {type} have no text form", nameof(type)),
        };
    }

    /// <summary>Parses a list of keys that need neither context nor profile.</summary>
    /// <inheritdoc cref="Parse(KeyType, string, EncryptionContext, string)"/>
    public static IReadOnlyList<MasterKey> Parse(KeyType type, string list) => Parse(type, list, EncryptionContext.Empty, "");
}
