using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

/// <summary>
/// OAEP against the platform's, which takes no label, and blocks that were padded wrong on purpose. One key for all: making it takes long.
/// </summary>
public sealed class RsaPaddingTests
{
    private const int HashSize = 32;
    private static readonly RSAParameters Numbers = MakeKey();

    private static RsaPrivateKey Key { get; } =
        RsaPrivateKey.TryCreate(Numbers.Modulus, Numbers.Exponent, Numbers.D, Numbers.P, Numbers.Q)!;

    private static ReadOnlySpan<byte> Label => "label"u8;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(190)]
    public void Agrees_with_the_platform_without_a_label(int length)
    {
        var message = Enumerable.Range(1, length).Select(i => (byte)i).ToArray();
        using var platform = RSA.Create(Numbers);
        Assert.Equal(
            message, RsaOaep.TryDecrypt(Key, platform.Encrypt(message, RSAEncryptionPadding.OaepSHA256), default, RandomSource.System));
        Assert.Equal(
            message,
            platform.Decrypt(RsaOaep.Encrypt(Key.PublicKey, message, default, RandomSource.System), RSAEncryptionPadding.OaepSHA256));
        Assert.Throws<ArgumentException>(() => RsaOaep.Encrypt(Key.PublicKey, new byte[191], default, RandomSource.System));
    }

    [Fact]
    public void The_label_counts()
    {
        var sealedText = RsaOaep.Encrypt(Key.PublicKey, "message"u8, Label, RandomSource.System);
        Assert.Equal("message"u8.ToArray(), RsaOaep.TryDecrypt(Key, sealedText, Label, RandomSource.System));
        Assert.Null(RsaOaep.TryDecrypt(Key, sealedText, "Label"u8, RandomSource.System));
        Assert.Null(RsaOaep.TryDecrypt(Key, sealedText, default, RandomSource.System));
    }

    [Fact]
    public void The_seed_is_random() =>
        Assert.NotEqual(
            RsaOaep.Encrypt(Key.PublicKey, "message"u8, Label, RandomSource.System),
            RsaOaep.Encrypt(Key.PublicKey, "message"u8, Label, RandomSource.System));

    [Fact]
    public void Only_ciphertexts_of_the_length_of_the_modulus_and_below_it_are_tried()
    {
        var sealedText = RsaOaep.Encrypt(Key.PublicKey, "message"u8, Label, RandomSource.System);
        Assert.Null(RsaOaep.TryDecrypt(Key, sealedText.AsSpan(1), Label, RandomSource.System));
        Assert.Null(RsaOaep.TryDecrypt(Key, [0, .. sealedText], Label, RandomSource.System));

        // The same residue, written beyond the modulus where that fits: it must not be a second text of one message.
        Assert.Null(RsaOaep.TryDecrypt(Key, Numbers.Modulus, Label, RandomSource.System));
        var beyond = RsaNumbers.Read(sealedText) + Key.PublicKey.Modulus;
        if (beyond.GetByteCount(isUnsigned: true) == Key.PublicKey.Size)
        {
            Assert.Null(RsaOaep.TryDecrypt(Key, RsaNumbers.Bytes(beyond, Key.PublicKey.Size), Label, RandomSource.System));
        }
    }

    /// <summary>What the data behind the seed hold: the hash of the label, zeros, a one, the message.</summary>
    [Fact]
    public void Wrong_paddings_are_refused()
    {
        Assert.Equal("message"u8.ToArray(), Open(0, data => Fill(data, 1)));
        Assert.Equal([1, 2], Open(0, data =>
        {
            data[^3] = 1;
            data[^2] = 1;
            data[^1] = 2;
        }));
        Assert.Equal("", Convert.ToHexString(Open(0, data => data[^1] = 1)!));

        Assert.Null(Open(1, data => Fill(data, 1)));
        Assert.Null(Open(0x80, data => Fill(data, 1)));
        Assert.Null(Open(0, data => Fill(data, 0)));
        Assert.Null(Open(0, data => Fill(data, 2)));
        Assert.Null(Open(0, data => Fill(data, 0x81)));
        Assert.Null(Open(0, data => data[HashSize..].Clear()));
        foreach (var at in (int[])[0, 15, HashSize - 1, HashSize, HashSize + 1, 100])
        {
            Assert.Null(Open(0, data =>
            {
                Fill(data, 1);
                data[at] ^= 0x40;
            }));
        }
    }

    [Fact]
    public void Keys_must_be_large_and_their_numbers_belong_together()
    {
        byte[] n = Numbers.Modulus!, e = Numbers.Exponent!, d = Numbers.D!, p = Numbers.P!, q = Numbers.Q!;
        Assert.Equal(2048, RsaPublicKey.MinBits);
        Assert.NotNull(RsaPublicKey.TryCreate(n, e));
        Assert.NotNull(RsaPublicKey.TryCreate([0, .. n], e));
        Assert.Null(RsaPublicKey.TryCreate(n.AsSpan(1), e));
        Assert.Null(RsaPublicKey.TryCreate(WithoutSmallFactors(Key.PublicKey.Modulus >> 1), e));
        Assert.NotNull(RsaPublicKey.TryCreate(WithoutSmallFactors(Key.PublicKey.Modulus - 2), e));
        Assert.Null(RsaPublicKey.TryCreate(Changed(n, 1), e));
        Assert.Null(
            RsaPublicKey.TryCreate((Key.PublicKey.Modulus / 3 * 3 | BigInteger.Zero).ToByteArray(isUnsigned: true, isBigEndian: true), e));
        Assert.Null(RsaPublicKey.TryCreate([.. Enumerable.Repeat((byte)0xFF, 2049)], e));
        foreach (var exponent in (string[])["", "00", "01", "02", "04", "010002", "0080000001"])
        {
            Assert.Null(RsaPublicKey.TryCreate(n, Convert.FromHexString(exponent)));
        }

        Assert.NotNull(RsaPublicKey.TryCreate(n, [3]));
        Assert.NotNull(RsaPublicKey.TryCreate(n, [0x7F, 0xFF, 0xFF, 0xFF]));
        Assert.NotNull(RsaPrivateKey.TryCreate(n, e, d, q, p));
        Assert.Null(RsaPrivateKey.TryCreate(n, e, Changed(d, 2), p, q));
        Assert.Null(RsaPrivateKey.TryCreate(n, e, d, Changed(p, 2), q));
        Assert.Null(RsaPrivateKey.TryCreate(n, e, d, [1], n));
        Assert.Null(RsaPrivateKey.TryCreate(n, [3], d, p, q));
        Assert.Null(RsaPrivateKey.TryCreate(n, e, [.. d, 0], p, q));
    }

    private static byte[] Changed(byte[] number, byte bits)
    {
        byte[] changed = [.. number];
        changed[^1] ^= bits;
        return changed;
    }

    // A modulus near the lower end of its length, so that numbers beyond it fit into as many bytes.
    private static RSAParameters MakeKey()
    {
        while (true)
        {
            using var rsa = RSA.Create(2048);
            var numbers = rsa.ExportParameters(includePrivateParameters: true);
            if (numbers.Modulus![0] < 0xC0)
            {
                return numbers;
            }
        }
    }

    private static void Fill(Span<byte> data, byte separator)
    {
        data[^8] = separator;
        "message"u8.CopyTo(data[^7..]);
    }

    private static byte[]? Open(byte first, SpanAction change)
    {
        var block = new byte[Key.PublicKey.Size];
        block[0] = first;
        var seed = block.AsSpan(1, HashSize);
        var data = block.AsSpan(1 + HashSize);
        seed.Fill(0x5A);
        SHA256.HashData(Label, data);
        change(data);
        Mask(seed, data);
        Mask(data, seed);
        var number = RsaNumbers.Read(block);
        Assert.True(number < Key.PublicKey.Modulus);
        return RsaOaep.TryDecrypt(Key, RsaNumbers.Bytes(Key.PublicKey.Raise(number), Key.PublicKey.Size), Label, RandomSource.System);
    }

    private static void Mask(ReadOnlySpan<byte> seed, Span<byte> target)
    {
        var counter = new byte[4];
        for (var at = 0; at < target.Length; at++)
        {
            BinaryPrimitives.WriteInt32BigEndian(counter, at / HashSize);
            target[at] ^= SHA256.HashData([.. seed, .. counter])[at % HashSize];
        }
    }

    private delegate void SpanAction(Span<byte> data);

    // The next odd number that no prime below 10,000 divides, so that nothing but its length can be refused.
    private static byte[] WithoutSmallFactors(BigInteger number)
    {
        number |= BigInteger.One;
        while (Enumerable.Range(3, 10_000).Any(factor => number % factor == 0))
        {
            number += 2;
        }

        return number.ToByteArray(isUnsigned: true, isBigEndian: true);
    }
}
