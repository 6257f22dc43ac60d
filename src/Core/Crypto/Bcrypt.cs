using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SecretsKit.Core.Crypto;

/// <summary>The password hash of OpenBSD and of <c>htpasswd</c>, in the form <c>$2a$10$SALTHASH</c>.</summary>
public static class Bcrypt
{
    /// <summary>Longest password in bytes: what is behind it would not count.</summary>
    public const int MaxPassword = 72;

    /// <summary>Length of a salt in bytes.</summary>
    public const int SaltSize = 16;

    private const int HashSize = 23;

    private static ReadOnlySpan<byte> Alphabet => "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8;

    /// <summary>Hashes a password. Takes some 60 milliseconds at cost 10; each step doubles it.</summary>
    /// <param name="password">The secret, at most <see cref="MaxPassword"/> bytes.</param>
    /// <param name="salt"><see cref="SaltSize"/> random bytes.</param>
    /// <param name="cost">4 to 31.</param>
    /// <exception cref="ArgumentException">A length or the cost is out of range.</exception>
    public static string Hash(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int cost)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(password.Length, MaxPassword);
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, 4);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cost, 31);
        Span<byte> key = stackalloc byte[MaxPassword];
        Span<byte> hash = stackalloc byte[24];
        try
        {
            // The password and a zero byte, again and again.
            for (var i = 0; i < key.Length; i++)
            {
                var at = i % (password.Length + 1);
                key[i] = at < password.Length ? password[at] : (byte)0;
            }

            using var cipher = new BlowfishSchedule();
            cipher.Reset();
            cipher.Expand(key, salt);
            for (var round = 1UL << cost; round > 0; round--)
            {
                cipher.Expand(key);
                cipher.Expand(salt);
            }

            Encrypt(cipher, hash);
            return string.Create(CultureInfo.InvariantCulture, $"$2a${cost:D2}$") + Encode(salt) + Encode(hash[..HashSize]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static void Encrypt(BlowfishSchedule cipher, Span<byte> hash)
    {
        "OrpheanBeholderScryDoubt"u8.CopyTo(hash);
        for (; !hash.IsEmpty; hash = hash[8..])
        {
            var left = BinaryPrimitives.ReadUInt32BigEndian(hash);
            var right = BinaryPrimitives.ReadUInt32BigEndian(hash[4..]);
            for (var i = 0; i < 64; i++)
            {
                cipher.Encrypt(ref left, ref right);
            }

            BinaryPrimitives.WriteUInt32BigEndian(hash, left);
            BinaryPrimitives.WriteUInt32BigEndian(hash[4..], right);
        }
    }

    // Base 64 with an alphabet of its own, without padding.
    private static string Encode(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder();
        for (var bit = 0; bit < data.Length * 8; bit += 6)
        {
            var pair = (data[bit / 8] << 8) | ((bit / 8) + 1 < data.Length ? data[(bit / 8) + 1] : 0);
            text.Append((char)Alphabet[(pair >> (10 - (bit % 8))) & 63]);
        }

        return text.ToString();
    }
}
