using System.Security.Cryptography;
using System.Text;

namespace SecretsKit.Sync.Templates;

/// <summary>Keys from passwords as archives of PKCS#12 make them (RFC 7292, appendix B.2), with SHA-1 or SHA-256.</summary>
internal static class Pkcs12Kdf
{
    /// <summary>What is made: the number is part of it.</summary>
    public enum Purpose
    {
        /// <summary>A key of a cipher.</summary>
        Key = 1,

        /// <summary>Its first block.</summary>
        Vector = 2,

        /// <summary>The key of the mark.</summary>
        Mark = 3,
    }

    private const int Block = 64;

    /// <summary>Makes a key.</summary>
    /// <param name="hash">SHA-1 or SHA-256.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="password">The password; may be empty.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="rounds">How often is hashed.</param>
    /// <param name="length">The bytes that are wanted.</param>
    public static byte[] Derive(HashAlgorithmName hash, Purpose purpose, string password, byte[] salt, int rounds, int length)
    {
        var secret = Repeated(Encoding.BigEndianUnicode.GetBytes(password + '\0'));
        var salted = Repeated(salt);
        var input = new byte[Block + salted.Length + secret.Length];
        input.AsSpan(0, Block).Fill((byte)purpose);
        salted.CopyTo(input, Block);
        secret.CopyTo(input, Block + salted.Length);
        var made = new byte[length];
        for (var at = 0; at < length;)
        {
            var digest = CryptographicOperations.HashData(hash, input);
            for (var round = 1; round < rounds; round++)
            {
                digest = CryptographicOperations.HashData(hash, digest);
            }

            var taken = Math.Min(digest.Length, length - at);
            digest.AsSpan(0, taken).CopyTo(made.AsSpan(at));
            at += taken;
            for (var part = Block; part < input.Length; part += Block)
            {
                AddOneMore(input.AsSpan(part, Block), digest);
            }
        }

        CryptographicOperations.ZeroMemory(secret);
        CryptographicOperations.ZeroMemory(input);
        return made;
    }

    // Both are numbers, the digest repeated to the same length.
    private static void AddOneMore(Span<byte> number, byte[] digest)
    {
        var carry = 1;
        for (var at = number.Length - 1; at >= 0; at--)
        {
            carry += number[at] + digest[at % digest.Length];
            number[at] = (byte)carry;
            carry >>= 8;
        }
    }

    private static byte[] Repeated(byte[] bytes)
    {
        var repeated = new byte[(bytes.Length + Block - 1) / Block * Block];
        for (var at = 0; at < repeated.Length; at++)
        {
            repeated[at] = bytes[at % bytes.Length];
        }

        return repeated;
    }
}
