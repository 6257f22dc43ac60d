using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Values;

/// <summary>
/// Encrypts and decrypts single values of one file (spec sops.md part 2). One instance serves one command. Not safe for concurrent use.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
[SkipLocalsInit] // Every stack buffer is written before it is read; clearing a kilobyte per value would show.
public sealed class ValueCipher : IDisposable
{
    /// <summary>Length in bytes of the IVs that are written; any other length of at least one byte is read.</summary>
    public const int IvSize = 32;

    private const int StackLimit = 1024;

    private readonly AnyNonceAesGcm _gcm;
    private readonly RandomFill _random;
    private readonly IvStash? _stash;

    /// <summary>A cipher for the values of one file.</summary>
    /// <param name="key">The data key, lent for the call.</param>
    /// <param name="random">Source of fresh IVs, asked for 32 bytes at a time.</param>
    /// <param name="stash">
    /// Keeps the IVs of decrypted values for encrypting the same values again; lent. Without one every IV is fresh.
    /// </param>
    public ValueCipher(DataKey key, RandomFill random, IvStash? stash = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(random);
        _gcm = new(key.Span);
        _random = random;
        _stash = stash;
    }

    /// <summary>Encrypts a leaf.</summary>
    /// <param name="leaf">A string, number, truth value, moment or comment.</param>
    /// <param name="additionalData">
    /// What the ciphertext is bound to: <see cref="ValuePath.AdditionalData"/>, or the timestamp for the MAC.
    /// </param>
    /// <returns>The <c>ENC[...]</c> text; empty for an empty string or comment.</returns>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.EncryptFailed"/>: SOPS has no type for this node.</exception>
    public ByteString Encrypt(Node leaf, ReadOnlySpan<byte> additionalData)
    {
        var type = ScalarText.TypeOf(leaf);
        Span<byte> scratch = stackalloc byte[ScalarText.ScratchSize];
        Span<byte> iv = stackalloc byte[IvSize];
        try
        {
            var plaintext = ScalarText.Serialize(leaf, scratch);
            if (plaintext.IsEmpty)
            {
                return ByteString.Empty;
            }

            if (!Recurs(leaf) || _stash is null || !_stash.TryRecall(additionalData, type, plaintext, iv))
            {
                _random(iv);
            }

            return Seal(plaintext, iv, ScalarText.TagOf(type), additionalData);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scratch);
        }
    }

    /// <summary>Decrypts an <c>ENC[...]</c> text; an empty text is an empty string.</summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.DecryptFailed"/>, with the reference tool's message short of any plaintext.
    /// </exception>
    public Node Decrypt(ByteString text, ReadOnlySpan<byte> additionalData) =>
        Open(text.Span, additionalData, out var failure) ?? throw new SecretsKitException(ErrorCode.DecryptFailed, failure!);

    /// <summary>Decrypts a text that may well not be encrypted, as a comment of an old file is not.</summary>
    /// <returns>Whether it decrypted.</returns>
    public bool TryDecrypt(ByteString text, ReadOnlySpan<byte> additionalData, [NotNullWhen(true)] out Node? leaf)
    {
        leaf = Open(text.Span, additionalData, out _);
        return leaf is not null;
    }

    /// <summary>Wipes the expanded key. The stash stays its owner's to dispose.</summary>
    public void Dispose() => _gcm.Dispose();

    /// <summary>A fixed text; never the key.</summary>
    public override string ToString() => "ValueCipher(***)";

    // NaN equals nothing, and a comment comes out of decryption without its inline mark: neither is found again by the reference.
    private static bool Recurs(Node leaf) => leaf is not (FloatNode { Value: double.NaN } or CommentNode { Inline: true });

    private ByteString Seal(
        ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> typeTag, ReadOnlySpan<byte> additionalData)
    {
        byte[]? rented = null;
        var ciphertext = plaintext.Length <= StackLimit
            ? stackalloc byte[StackLimit]
            : rented = ArrayPool<byte>.Shared.Rent(plaintext.Length);
        ciphertext = ciphertext[..plaintext.Length];
        Span<byte> tag = stackalloc byte[AnyNonceAesGcm.TagSize];
        _gcm.Seal(iv, plaintext, ciphertext, tag, additionalData);
        var text = new byte[EncryptedText.LengthOf(ciphertext.Length, iv.Length, tag.Length, typeTag.Length)];
        EncryptedText.Write(text, ciphertext, iv, tag, typeTag);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }

        return new(text.AsMemory());
    }

    private Node? Open(ReadOnlySpan<byte> text, ReadOnlySpan<byte> additionalData, out string? failure)
    {
        failure = null;
        if (text.IsEmpty)
        {
            return new StringNode(ByteString.Empty);
        }

        if (!EncryptedText.TryParse(text, out var parts))
        {
            var quoted = EncryptedText.MayBeEchoed(text) ? Encoding.UTF8.GetString(text) + " " : "";
            failure = $"Input string {quoted}does not match sops' data format";
            return null;
        }

        byte[]? rented = null;
        var room = parts.MaxMessageLength + parts.MaxIvLength;
        var buffer = room <= StackLimit ? stackalloc byte[StackLimit] : rented = ArrayPool<byte>.Shared.Rent(room);
        buffer = buffer[..room];
        try
        {
            return Open(parts, buffer[parts.MaxIvLength..], buffer[..parts.MaxIvLength], additionalData, out failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    private Node? Open(EncryptedText parts, Span<byte> message, Span<byte> iv, ReadOnlySpan<byte> additionalData, out string? failure)
    {
        if (!parts.TryDecode(ref message, ref iv, out failure))
        {
            return null;
        }

        if (iv.IsEmpty)
        {
            failure = "cipher: the nonce can't have zero length";
            return null;
        }

        // Strings keep their bytes; numbers are read in the buffer, which is wiped.
        var type = ScalarText.TypeOfTag(parts.Type);
        var length = Math.Max(message.Length - AnyNonceAesGcm.TagSize, 0);
        var kept = type is ScalarType.String or ScalarType.Comment or ScalarType.Bytes ? new byte[length] : null;
        var plaintext = kept is null ? message[..length] : kept;
        if (message.Length < AnyNonceAesGcm.TagSize || !_gcm.TryOpen(iv, message[..length], message[length..], plaintext, additionalData))
        {
            failure = "Could not decrypt with AES_GCM: cipher: message authentication failed";
            return null;
        }

        if (type is null)
        {
            failure = "Unknown datatype: " + Encoding.UTF8.GetString(parts.Type);
            return null;
        }

        var leaf = kept is null ? ScalarText.Parse(type.Value, plaintext, out failure)
            : type == ScalarType.Comment ? new CommentNode(new(kept.AsMemory())) : new StringNode(new(kept.AsMemory()));
        if (leaf is not null)
        {
            _stash?.Remember(additionalData, type.Value, plaintext, iv);
        }

        return leaf;
    }
}
