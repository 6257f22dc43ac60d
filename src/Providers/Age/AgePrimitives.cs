using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;

namespace SecretsKit.Providers.Age;

/// <summary>How recipients of every kind wrap a file key, and how the payload key comes from it.</summary>
internal static class AgePrimitives
{
    /// <summary>Length of a file key in bytes.</summary>
    public const int FileKeySize = 16;

    /// <summary>
    /// Length of a wrapped file key: with any other length the text is not even tried, or one text could open under two keys.
    /// </summary>
    public const int WrappedKeySize = FileKeySize + ChaChaPoly.TagSize;

    /// <summary>Length of the salt of a payload key.</summary>
    public const int PayloadNonceSize = 16;

    /// <summary>Wraps a file key. The nonce is zero because a wrap key is derived for this one message and never used again.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> wrapKey, ReadOnlySpan<byte> fileKey)
    {
        var body = new byte[WrappedKeySize];
        ChaChaPoly.Seal(wrapKey, stackalloc byte[ChaChaPoly.NonceSize], fileKey, body);
        return body;
    }

    /// <summary>Unwraps a file key, or answers null when the wrap key is another.</summary>
    /// <param name="wrapKey">32 bytes.</param>
    /// <param name="body">Exactly <see cref="WrappedKeySize"/> bytes; the caller has checked it.</param>
    public static SecretBytes? TryOpen(ReadOnlySpan<byte> wrapKey, ReadOnlySpan<byte> body)
    {
        Span<byte> fileKey = stackalloc byte[FileKeySize];
        try
        {
            return ChaChaPoly.TryOpen(wrapKey, stackalloc byte[ChaChaPoly.NonceSize], body, fileKey) ? new SecretBytes(fileKey) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(fileKey);
        }
    }

    /// <summary>The wrap key of an agreement: both public points enter, so that neither side can be swapped.</summary>
    public static void DeriveWrapKey(
        ReadOnlySpan<byte> shared, ReadOnlySpan<byte> share, ReadOnlySpan<byte> recipient, ReadOnlySpan<byte> label, Span<byte> wrapKey) =>
        HkdfSha256.DeriveKey(shared, [.. share, .. recipient], label, wrapKey);

    /// <summary>The key that the payload is encrypted with.</summary>
    public static SecretBytes DerivePayloadKey(SecretBytes fileKey, ReadOnlySpan<byte> nonce)
    {
        Span<byte> key = stackalloc byte[ChaChaPoly.KeySize];
        HkdfSha256.DeriveKey(fileKey.Span, nonce, "payload"u8, key);
        var result = new SecretBytes(key);
        CryptographicOperations.ZeroMemory(key);
        return result;
    }
}
