using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SecretsKit.Core.Crypto;

/// <summary>
/// The key derivation of passphrase-protected OpenSSH keys: PBKDF2 with the Blowfish key schedule of bcrypt as its function, and with the
/// output spread over the blocks. OpenBSD's <c>bcrypt_pbkdf</c>.
/// </summary>
public static class BcryptPbkdf
{
    private const int BlockSize = 32;
    private const int ScheduleRounds = 64;

    /// <summary>Derives a key. Takes some five milliseconds for each round and each 32 bytes of output.</summary>
    /// <param name="passphrase">The secret.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="rounds">At least 1. The caller bounds it.</param>
    /// <param name="output">Is filled.</param>
    /// <param name="ct">Looked at after each round.</param>
    /// <exception cref="ArgumentOutOfRangeException">No rounds.</exception>
    public static void DeriveKey(
        ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int rounds, Span<byte> output, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        Span<byte> secret = stackalloc byte[Sha512Hasher.Size];
        Span<byte> hashedSalt = stackalloc byte[Sha512Hasher.Size];
        Span<byte> block = stackalloc byte[BlockSize];
        Span<byte> sum = stackalloc byte[BlockSize];
        using var cipher = new BlowfishSchedule();
        try
        {
            Sha512Hasher.Hash(passphrase, secret);
            var blocks = (output.Length + BlockSize - 1) / BlockSize;
            for (var number = 1; number <= blocks; number++)
            {
                HashSalt(salt, number, hashedSalt);
                Compress(cipher, secret, hashedSalt, sum);
                sum.CopyTo(block);
                for (var round = 1; round < rounds; round++)
                {
                    ct.ThrowIfCancellationRequested();
                    Sha512Hasher.Hash(block, hashedSalt);
                    Compress(cipher, secret, hashedSalt, block);
                    for (var i = 0; i < BlockSize; i++)
                    {
                        sum[i] ^= block[i];
                    }
                }

                // Byte i of block n is at i times the number of blocks, plus n: each part of the key costs all blocks.
                for (int i = 0, at = number - 1; at < output.Length; i++, at += blocks)
                {
                    output[at] = sum[i];
                }
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(block);
            CryptographicOperations.ZeroMemory(sum);
        }
    }

    private static void HashSalt(ReadOnlySpan<byte> salt, int number, Span<byte> destination)
    {
        Span<byte> counter = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(counter, number);
        using var hasher = new Sha512Hasher(salt.Length);
        hasher.Append(salt);
        hasher.Append(counter);
        hasher.Finish(destination);
    }

    private static void Compress(BlowfishSchedule cipher, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> salt, Span<byte> destination)
    {
        cipher.Reset();
        cipher.Expand(secret, salt);
        for (var i = 0; i < ScheduleRounds; i++)
        {
            cipher.Expand(salt);
            cipher.Expand(secret);
        }

        Span<uint> words = stackalloc uint[BlockSize / 4];
        var text = "OxychromaticBlowfishSwatDynamite"u8;
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(text[(4 * i)..]);
        }

        for (var i = 0; i < words.Length; i += 2)
        {
            for (var n = 0; n < ScheduleRounds; n++)
            {
                cipher.Encrypt(ref words[i], ref words[i + 1]);
            }
        }

        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[(4 * i)..], words[i]);
        }
    }
}
