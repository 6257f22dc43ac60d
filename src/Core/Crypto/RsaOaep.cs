using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto;

/// <summary>
/// RSA encryption with OAEP padding (RFC 8017, 7.1), SHA-256 for both hashes, and a label, which the platform does not take.
/// Built on the platform's integers: our managed library's bring in its registry of algorithms, which native compilation cannot follow,
/// and its decoder of the padding runs over its buffer on some wrong ciphertexts (Wycheproof's RSA-OAEP vectors show it).
/// </summary>
public static class RsaOaep
{
    private const int HashSize = Sha256.Size;
    private const int Overhead = (2 * HashSize) + 2;

    /// <summary>Encrypts a short message.</summary>
    /// <returns>As many bytes as the modulus has.</returns>
    /// <exception cref="ArgumentException">The message is longer than the modulus less 66 bytes.</exception>
    public static byte[] Encrypt(RsaPublicKey key, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> label, RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(random);
        if (plaintext.Length > key.Size - Overhead)
        {
            throw new ArgumentException("the message is too long for the key", nameof(plaintext));
        }

        var block = new byte[key.Size];
        try
        {
            var seed = block.AsSpan(1, HashSize);
            var data = block.AsSpan(1 + HashSize);
            random(seed);
            Sha256.Hash(label, data);
            data[^(plaintext.Length + 1)] = 1;
            plaintext.CopyTo(data[^plaintext.Length..]);
            Mask(seed, data);
            Mask(data, seed);
            return RsaNumbers.Bytes(key.Raise(RsaNumbers.Read(block)), key.Size);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block);
        }
    }

    /// <summary>Decrypts.</summary>
    /// <returns>
    /// The message, which the caller wipes, or null when the ciphertext, the label or the key is wrong: nothing tells which.
    /// </returns>
    public static byte[]? TryDecrypt(RsaPrivateKey key, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> label, RandomFill random)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(random);
        if (ciphertext.Length != key.PublicKey.Size)
        {
            return null;
        }

        var number = RsaNumbers.Read(ciphertext);
        if (number >= key.PublicKey.Modulus)
        {
            return null;
        }

        var block = RsaNumbers.Bytes(key.Raise(number, random), key.PublicKey.Size);
        try
        {
            return TryUnpad(block, label);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(block);
        }
    }

    private static byte[]? TryUnpad(byte[] block, ReadOnlySpan<byte> label)
    {
        var seed = block.AsSpan(1, HashSize);
        var data = block.AsSpan(1 + HashSize);
        Mask(data, seed);
        Mask(seed, data);
        Span<byte> labelHash = stackalloc byte[HashSize];
        Sha256.Hash(label, labelHash);

        // Every byte is looked at, whatever is wrong: the first 1 after the label hash ends the zeros, anything else before it is bad.
        var bad = block[0] | (CryptographicOperations.FixedTimeEquals(labelHash, data[..HashSize]) ? 0 : 1);
        var (found, start) = (0, 0);
        for (var i = HashSize; i < data.Length; i++)
        {
            var isOne = ((data[i] ^ 1) - 1) >> 31 & 1;
            var isZero = (data[i] - 1) >> 31 & 1;
            start |= i & -(isOne & ~found);
            bad |= ~found & ~isOne & ~isZero & 1;
            found |= isOne;
        }

        return (bad | (found ^ 1)) == 0 ? data[(start + 1)..].ToArray() : null;
    }

    /// <summary>Adds the MGF1 stream of <paramref name="seed"/> to <paramref name="target"/>.</summary>
    private static void Mask(ReadOnlySpan<byte> seed, Span<byte> target)
    {
        Span<byte> digest = stackalloc byte[HashSize];
        byte[] input = [.. seed, 0, 0, 0, 0];
        for (var (at, counter) = (0, 0); at < target.Length; at += HashSize, counter++)
        {
            BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(seed.Length), counter);
            Sha256.Hash(input, digest);
            for (var i = 0; i < HashSize && at + i < target.Length; i++)
            {
                target[at + i] ^= digest[i];
            }
        }

        CryptographicOperations.ZeroMemory(input);
        CryptographicOperations.ZeroMemory(digest);
    }
}
