using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Crypto.Gcm;

namespace SecretsKit.Tests.Crypto;

/// <summary>
/// The counter has 32 bits and wraps without a carry (NIST SP 800-38D, 6.2). A nonce of 32 bytes is hashed into the first counter, so that
/// nonces for a counter right before its end are calculated here, by solving the hash for its second block.
/// </summary>
public sealed class GcmCounterTests
{
    // Two chunks of a kilobyte, and enough before and after for every position in a group of eight blocks.
    private const int MessageLength = 2_500;

    public static IEnumerable<TheoryDataRow<string>> Paths =>
        AnyNonceAesGcm.SupportedPaths.Select(path => new TheoryDataRow<string>(path.ToString()));

    [Theory, MemberData(nameof(Paths))]
    public void The_counter_wraps_without_a_carry_at_every_position(string path)
    {
        var random = new Random(11);
        byte[] key = new byte[32], message = new byte[MessageLength], first = new byte[16];
        random.NextBytes(key);
        random.NextBytes(message);
        for (var blocks = 0; blocks < 150; blocks++)
        {
            random.NextBytes(first);
            BinaryPrimitives.WriteUInt32BigEndian(first.AsSpan(12), uint.MaxValue - (uint)blocks);
            var nonce = NonceFor(key, BinaryPrimitives.ReadUInt128BigEndian(first));

            var reference = new GcmBlockCipher(new AesEngine());
            reference.Init(true, new AeadParameters(new KeyParameter(key), 128, nonce));
            var expected = new byte[MessageLength + 16];
            reference.DoFinal(expected, reference.ProcessBytes(message, 0, MessageLength, expected, 0));

            using var cipher = new AnyNonceAesGcm(key, Enum.Parse<GcmPath>(path));
            byte[] made = new byte[MessageLength], tag = new byte[16];
            cipher.Seal(nonce, message, made, tag, []);
            Assert.True(expected.AsSpan(0, MessageLength).SequenceEqual(made), $"the counter wraps after {blocks + 1} blocks");
            Assert.Equal(expected[MessageLength..], tag);
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void A_tag_in_the_memory_of_the_plaintext_is_read_before_it_is_overwritten(string path)
    {
        var random = new Random(12);
        byte[] key = new byte[32], nonce = new byte[32], message = new byte[100], sealedText = new byte[100], tag = new byte[16];
        random.NextBytes(key);
        random.NextBytes(message);
        using var cipher = new AnyNonceAesGcm(key, Enum.Parse<GcmPath>(path));
        cipher.Seal(nonce, message, sealedText, tag, []);
        foreach (var at in (int[])[0, 50, 84])
        {
            var plaintext = new byte[100];
            tag.CopyTo(plaintext, at);
            Assert.True(cipher.TryOpen(nonce, sealedText, plaintext.AsSpan(at, 16), plaintext, []));
            Assert.Equal(message, plaintext);
        }
    }

    // The hash of 0, x and the length block is (x * H + length) * H.
    private static byte[] NonceFor(byte[] key, UInt128 first)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var hashKey = BinaryPrimitives.ReadUInt128BigEndian(aes.EncryptEcb(new byte[16], PaddingMode.None));
        var inverse = Inverse(hashKey);
        const ulong NonceBits = 256;
        var second = Multiply(Multiply(first, inverse) ^ NonceBits, inverse);
        var nonce = new byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(nonce.AsSpan(16), second);
        return nonce;
    }

    // x to the power of 2^128 - 2.
    private static UInt128 Inverse(UInt128 x)
    {
        var result = UInt128.One << 127;
        for (var bit = 1; bit < 128; bit++)
        {
            x = Multiply(x, x);
            result = Multiply(result, x);
        }

        return result;
    }

    // NIST SP 800-38D, 6.3: the first bit is the lowest power.
    private static UInt128 Multiply(UInt128 x, UInt128 y)
    {
        var reduction = (UInt128)0xE1 << 120;
        UInt128 product = 0;
        for (var bit = 127; bit >= 0; bit--)
        {
            if (((x >> bit) & 1) == 1)
            {
                product ^= y;
            }

            y = (y & 1) == 1 ? (y >> 1) ^ reduction : y >> 1;
        }

        return product;
    }
}
