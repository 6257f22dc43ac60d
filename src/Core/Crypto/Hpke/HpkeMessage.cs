using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto.Hpke;

/// <summary>
/// Hybrid public key encryption of one message (RFC 9180, base mode, no associated data) with MLKEM768-X25519, HKDF-SHA256 and
/// ChaCha20-Poly1305: the one suite that age has.
/// </summary>
public static class HpkeMessage
{
    private const byte BaseMode = 0;

    // The numbers of the KEM, the key derivation and the cipher in IANA's registry.
    private static ReadOnlySpan<byte> Suite => [(byte)'H', (byte)'P', (byte)'K', (byte)'E', 0x64, 0x7A, 0x00, 0x01, 0x00, 0x03];

    /// <summary>Encrypts to the owner of a public key.</summary>
    /// <param name="publicKey">One that <see cref="HybridKem.IsPublicKey"/> accepts.</param>
    /// <param name="context">What the message is for; both sides must give the same.</param>
    /// <param name="plaintext">The message.</param>
    /// <param name="random">Draws 64 bytes.</param>
    /// <param name="encapsulation">Receives <see cref="HybridKem.EncapsulationSize"/> bytes.</param>
    /// <param name="ciphertext">Receives the ciphertext and its tag: <see cref="ChaChaPoly.TagSize"/> bytes more than the message.</param>
    /// <returns>False when the key has a point of low order; nothing may be used then.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or the key is none.</exception>
    public static bool TrySeal(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> context, ReadOnlySpan<byte> plaintext, RandomFill random, Span<byte> encapsulation,
            Span<byte> ciphertext)
    {
        Span<byte> shared = stackalloc byte[HybridKem.SharedSecretSize];
        Span<byte> key = stackalloc byte[ChaChaPoly.KeySize];
        Span<byte> nonce = stackalloc byte[ChaChaPoly.NonceSize];
        try
        {
            if (!HybridKem.TryEncapsulate(publicKey, random, encapsulation, shared))
            {
                return false;
            }

            Schedule(shared, context, key, nonce);
            ChaChaPoly.Seal(key, nonce, plaintext, ciphertext);
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Decrypts a message.</summary>
    /// <param name="shared">From <see cref="HybridKem.TryDecapsulate"/>.</param>
    /// <param name="context">What the message is for.</param>
    /// <param name="ciphertext">The ciphertext and its tag.</param>
    /// <param name="plaintext">As long as the message; zero when the result is false.</param>
    /// <returns>Whether the tag is right.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static bool TryOpen(ReadOnlySpan<byte> shared, ReadOnlySpan<byte> context, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        Span<byte> key = stackalloc byte[ChaChaPoly.KeySize];
        Span<byte> nonce = stackalloc byte[ChaChaPoly.NonceSize];
        Schedule(shared, context, key, nonce);
        var opened = ChaChaPoly.TryOpen(key, nonce, ciphertext, plaintext);
        CryptographicOperations.ZeroMemory(key);
        return opened;
    }

    private static void Schedule(ReadOnlySpan<byte> shared, ReadOnlySpan<byte> context, Span<byte> key, Span<byte> nonce)
    {
        Span<byte> bound = stackalloc byte[1 + (2 * HmacSha256.Size)];
        Span<byte> secret = stackalloc byte[HmacSha256.Size];
        bound[0] = BaseMode;
        Extract([], "psk_id_hash"u8, [], bound.Slice(1, HmacSha256.Size));
        Extract([], "info_hash"u8, context, bound[(1 + HmacSha256.Size)..]);
        Extract(shared, "secret"u8, [], secret);
        Expand(secret, "key"u8, bound, key);
        Expand(secret, "base_nonce"u8, bound, nonce);
        CryptographicOperations.ZeroMemory(secret);
    }

    private static void Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> material, Span<byte> output) =>
        HmacSha256.Compute(salt, [.. "HPKE-v1"u8, .. Suite, .. label, .. material], output);

    // One block of HKDF's expansion is enough for all that is derived here.
    private static void Expand(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> label, ReadOnlySpan<byte> context, Span<byte> output)
    {
        Span<byte> block = stackalloc byte[HmacSha256.Size];
        HmacSha256.Compute(secret, [0, (byte)output.Length, .. "HPKE-v1"u8, .. Suite, .. label, .. context, 1], block);
        block[..output.Length].CopyTo(output);
        CryptographicOperations.ZeroMemory(block);
    }
}
