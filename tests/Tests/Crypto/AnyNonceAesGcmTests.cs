using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Crypto.Gcm;

namespace SecretsKit.Tests.Crypto;

/// <summary>Every test runs on each path that this machine supports.</summary>
public sealed class AnyNonceAesGcmTests
{
    // Around the sizes where the implementations change step: blocks, groups of eight, chunks of a kilobyte.
    private static readonly int[] Lengths = [0, 1, 15, 16, 17, 31, 32, 33, 100, 127, 128, 129, 144, 255, 256, 257, 1023, 1024, 1025, 1040,
        4096, 5000];

    public static IEnumerable<TheoryDataRow<string>> Paths =>
        AnyNonceAesGcm.SupportedPaths.Select(path => new TheoryDataRow<string>(path.ToString()));

    [Fact]
    public void The_portable_path_is_always_there()
    {
        Assert.Equal(GcmPath.Portable, AnyNonceAesGcm.SupportedPaths[^1]);
        using var cipher = new AnyNonceAesGcm(new byte[32]);
        Assert.Equal(AnyNonceAesGcm.SupportedPaths[0], cipher.Path);
    }

    [Theory, MemberData(nameof(Paths))]
    public void Agrees_with_wycheproof(string path)
    {
        var nonceSizes = new SortedSet<int>();
        Wycheproof.Run("aes_gcm_test.json", (group, test) =>
        {
            if (group.GetProperty("keySize").GetInt32() != 256)
            {
                return;
            }

            byte[] iv = test.Bytes("iv"), aad = test.Bytes("aad"), message = test.Bytes("msg"), ciphertext = test.Bytes(
                "ct"), tag = test.Bytes("tag");
            using var cipher = Create(test.Bytes("key"), path);
            if (iv.Length == 0)
            {
                Assert.Throws<ArgumentException>(() => cipher.Seal(iv, message, new byte[message.Length], new byte[16], aad));
                return;
            }

            nonceSizes.Add(iv.Length * 8);
            var opened = new byte[ciphertext.Length];
            var valid = test.Text("result") == "valid";
            Assert.Equal(valid, cipher.TryOpen(iv, ciphertext, tag, opened, aad));
            Assert.Equal(valid ? message : new byte[message.Length], opened);
            if (valid)
            {
                byte[] sealedText = new byte[message.Length], sealedTag = new byte[16];
                cipher.Seal(iv, message, sealedText, sealedTag, aad);
                Assert.Equal(ciphertext, sealedText);
                Assert.Equal(tag, sealedTag);
            }
        });
        Assert.True(nonceSizes.Count == 0 || nonceSizes.IsSupersetOf([8, 16, 32, 48, 64, 80, 96, 120, 128, 160, 256, 512, 1024, 2056]));
    }

    [Theory, MemberData(nameof(Paths))]
    public void Agrees_with_the_platform_where_the_nonce_has_12_bytes(string path)
    {
        var random = new Random(1);
        foreach (var length in Lengths)
        {
            byte[] key = Bytes(random, 32), nonce = Bytes(random, 12), aad = Bytes(random, random.Next(70)), message = Bytes(
                random, length);
            byte[] expected = new byte[length], expectedTag = new byte[16];
            using var platform = new AesGcm(key, 16);
            platform.Encrypt(nonce, message, expected, expectedTag, aad);
            AssertSealsTo(path, key, nonce, aad, message, expected, expectedTag);
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void Agrees_with_bouncy_castle_for_any_nonce(string path)
    {
        var random = new Random(2);
        foreach (var nonceLength in (int[])[.. Enumerable.Range(1, 40), 63, 64, 65, 127, 128, 129, 200, 257])
        {
            foreach (var length in (int[])[0, 5, 100, 128, 1030])
            {
                byte[] key = Bytes(random, 32), nonce = Bytes(random, nonceLength), aad = Bytes(random, random.Next(300)), message = Bytes(
                    random, length);
                var reference = new GcmBlockCipher(new AesEngine());
                reference.Init(forEncryption: true, new AeadParameters(new KeyParameter(key), 128, nonce, aad));
                var output = new byte[length + 16];
                reference.DoFinal(output, reference.ProcessBytes(message, 0, length, output, 0));
                AssertSealsTo(path, key, nonce, aad, message, output[..length], output[length..]);
            }
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void Seals_and_opens_in_place(string path)
    {
        var random = new Random(4);
        using var cipher = Create(Bytes(random, 32), path);
        foreach (var length in Lengths)
        {
            byte[] message = Bytes(random, length), nonce = Bytes(
                random, 32), apart = new byte[length], tag = new byte[16], tagInPlace = new byte[16];
            cipher.Seal(nonce, message, apart, tag, default);
            var buffer = message.ToArray();
            cipher.Seal(nonce, buffer, buffer, tagInPlace, default);
            Assert.Equal(apart, buffer);
            Assert.Equal(tag, tagInPlace);
            Assert.True(cipher.TryOpen(nonce, buffer, tag, buffer, default));
            Assert.Equal(message, buffer);
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void Any_flipped_bit_is_refused_and_nothing_comes_out(string path)
    {
        var random = new Random(5);
        using var cipher = Create(Bytes(random, 32), path);
        byte[] message = Bytes(random, 150), nonce = Bytes(random, 32), aad = Bytes(
            random, 20), ciphertext = new byte[150], tag = new byte[16];
        cipher.Seal(nonce, message, ciphertext, tag, aad);
        var output = new byte[150];
        foreach (var part in (byte[][])[nonce, ciphertext, tag, aad])
        {
            for (var bit = 0; bit < part.Length * 8; bit++)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                output.AsSpan().Fill(0xAA);
                Assert.False(cipher.TryOpen(nonce, ciphertext, tag, output, aad));
                Assert.All(output, b => Assert.Equal(0, b));
                part[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        Assert.True(cipher.TryOpen(nonce, ciphertext, tag, output, aad));
        Assert.Equal(message, output);
    }

    [Theory, MemberData(nameof(Paths))]
    public void Writes_nothing_beyond_the_message(string path)
    {
        using var cipher = Create(new byte[32], path);
        foreach (var length in Lengths)
        {
            var buffer = new byte[length + 256];
            buffer.AsSpan().Fill(0x5A);
            cipher.Seal(new byte[32], new byte[length], buffer.AsSpan(128, length), new byte[16], default);
            Assert.True(buffer.AsSpan(0, 128)
                .IndexOfAnyExcept((byte)0x5A) < 0 && buffer.AsSpan(128 + length)
                .IndexOfAnyExcept((byte)0x5A) < 0);
        }
    }

    [Theory, MemberData(nameof(Paths))]
    public void Allocates_nothing(string path)
    {
        using var cipher = Create(new byte[32], path);
        byte[] nonce = new byte[32], message = new byte[1000], tag = new byte[16];
        cipher.Seal(nonce, message, message, tag, nonce);
        cipher.TryOpen(nonce, message, tag, message, nonce);
        var before = GC.GetAllocatedBytesForCurrentThread();
        cipher.Seal(nonce, message, message, tag, nonce);
        cipher.TryOpen(nonce, message, tag, message, nonce);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory, MemberData(nameof(Paths))]
    public void Refuses_misuse(string path)
    {
        Assert.Throws<ArgumentException>(() => Create(new byte[16], path));
        var cipher = Create(new byte[32], path);
        Assert.Throws<ArgumentException>(() => cipher.Seal(default, default, default, new byte[16], default));
        Assert.Throws<ArgumentException>(() => cipher.Seal(new byte[32], default, new byte[1], new byte[16], default));
        Assert.Throws<ArgumentException>(() => cipher.TryOpen(new byte[32], default, new byte[15], default, default));
        Assert.Equal("AnyNonceAesGcm(***)", cipher.ToString());
        cipher.Dispose();
        cipher.Dispose();
        Assert.Throws<ObjectDisposedException>(() => cipher.Seal(new byte[32], default, default, new byte[16], default));
    }

    /// <summary>What is left of the keys must not give the tag that they gave.</summary>
    [Fact]
    public void Disposal_wipes_the_expanded_keys()
    {
        var key = Enumerable.Range(1, 32).Select(i => (byte)i).ToArray();
        if (X86Instructions.IsSupported)
        {
            var engine = new InstructionGcm<X86Instructions>(key);
            var before = Tag(engine);
            engine.Dispose();
            Assert.NotEqual(before, Tag(engine));
            Assert.Equal(Tag(new InstructionGcm<X86Instructions>(key)), before);
        }

        var portable = new PlatformGcm(key);
        Tag(portable);
        portable.Dispose();
        Assert.ThrowsAny<Exception>(() => Tag(portable));

        static string Tag(GcmEngine engine) =>
            engine.Process(GcmDirection.Seal, new byte[32], new byte[5], new byte[5], default).ToString();
    }

    private static AnyNonceAesGcm Create(byte[] key, string path) => new(key, Enum.Parse<GcmPath>(path));

    private static void AssertSealsTo(string path, byte[] key, byte[] nonce, byte[] aad, byte[] message, byte[] ciphertext, byte[] tag)
    {
        using var cipher = Create(key, path);
        byte[] output = new byte[message.Length], outputTag = new byte[16];
        cipher.Seal(nonce, message, output, outputTag, aad);
        Assert.Equal(ciphertext, output);
        Assert.Equal(tag, outputTag);
        Assert.True(cipher.TryOpen(nonce, ciphertext, tag, output, aad));
        Assert.Equal(message, output);
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
