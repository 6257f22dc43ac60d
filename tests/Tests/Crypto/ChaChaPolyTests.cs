using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

public sealed class ChaChaPolyTests
{
    [Fact]
    public void Opens_and_seals_as_the_published_vectors_say() => Wycheproof.Run("chacha20_poly1305_test.json", (_, test) =>
    {
        var (key, nonce, message, data) = (test.Bytes("key"), test.Bytes("iv"), test.Bytes("msg"), test.Bytes("aad"));
        byte[] sealedText = [.. test.Bytes("ct"), .. test.Bytes("tag")];
        var opened = new byte[message.Length];
        if (test.Flagged("InvalidNonceSize"))
        {
            Assert.Throws<ArgumentException>(() => ChaChaPoly.TryOpen(key, nonce, sealedText, opened, data));
            return;
        }

        if (test.Text("result") == "valid")
        {
            Assert.True(ChaChaPoly.TryOpen(key, nonce, sealedText, opened, data));
            Assert.Equal(message, opened);
            var output = new byte[sealedText.Length];
            ChaChaPoly.Seal(key, nonce, message, output, data);
            Assert.Equal(sealedText, output);
        }
        else
        {
            Assert.False(ChaChaPoly.TryOpen(key, nonce, sealedText, opened, data));
            Assert.All(opened, b => Assert.Equal(0, b));
        }
    });

    [Fact]
    public void Long_and_short_messages_give_the_same_stream()
    {
        // The two implementations must agree: the ciphertext of a prefix is the prefix of the ciphertext.
        var key = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var nonce = new byte[12];
        var message = new byte[ChaChaPoly.PlatformFrom];
        var whole = new byte[message.Length + ChaChaPoly.TagSize];
        var prefix = new byte[message.Length - 1 + ChaChaPoly.TagSize];
        ChaChaPoly.Seal(key, nonce, message, whole);
        ChaChaPoly.Seal(key, nonce, message.AsSpan(1), prefix);
        Assert.Equal(whole.AsSpan(0, message.Length - 1), prefix.AsSpan(0, message.Length - 1));
        Assert.True(ChaChaPoly.TryOpen(key, nonce, whole, message));
        whole[5] ^= 1;
        Assert.False(ChaChaPoly.TryOpen(key, nonce, whole, message));
    }

    [Fact]
    public void Seals_as_rfc_8439_says()
    {
        var key = Enumerable.Range(0x80, 32).Select(i => (byte)i).ToArray();
        var message =
            "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."u8;
        var output = new byte[message.Length + ChaChaPoly.TagSize];
        ChaChaPoly.Seal(
            key, Convert.FromHexString("070000004041424344454647"), message, output, Convert.FromHexString("50515253c0c1c2c3c4c5c6c7"));
        Assert.StartsWith("d31a8d34648e60db7b86afbc53ef7ec2", Convert.ToHexStringLower(output), StringComparison.Ordinal);
        Assert.EndsWith("1ae10b594f09e26a7e902ecbd0600691", Convert.ToHexStringLower(output), StringComparison.Ordinal);
    }

    /// <summary>On both sides of the length from which on the platform is used.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(ChaChaPoly.PlatformFrom - 1)]
    [InlineData(ChaChaPoly.PlatformFrom)]
    public void Every_part_is_authenticated_at_any_length(int length)
    {
        var random = new Random(length);
        byte[] key = Bytes(random, 32), nonce = Bytes(random, 12), message = Bytes(random, length), data = Bytes(random, 20);
        byte[] output = new byte[length + ChaChaPoly.TagSize], expected = new byte[length], tag = new byte[16], opened = new byte[length];
        ChaChaPoly.Seal(key, nonce, message, output, data);
        using (var platform = new System.Security.Cryptography.ChaCha20Poly1305(key))
        {
            platform.Encrypt(nonce, message, expected, tag, data);
        }

        Assert.Equal([.. expected, .. tag], output);
        Assert.True(ChaChaPoly.TryOpen(key, nonce, output, opened, data));
        Assert.Equal(message, opened);
        foreach (var part in (byte[][])[key, nonce, data, output])
        {
            foreach (var at in (int[])[0, part.Length / 2, part.Length - 1])
            {
                part[at] ^= 0x80;
                opened.AsSpan().Fill(0xAA);
                Assert.False(ChaChaPoly.TryOpen(key, nonce, output, opened, data));
                Assert.Equal(-1, opened.AsSpan().IndexOfAnyExcept((byte)0));
                part[at] ^= 0x80;
            }
        }

        static byte[] Bytes(Random random, int length)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            return bytes;
        }
    }

    [Theory]
    [InlineData(31, 12, 26)]
    [InlineData(33, 12, 26)]
    [InlineData(32, 11, 26)]
    [InlineData(32, 13, 26)]
    [InlineData(32, 12, 25)]
    [InlineData(32, 12, 27)]
    public void Other_lengths_are_refused(int key, int nonce, int output)
    {
        Assert.Throws<ArgumentException>(() => ChaChaPoly.Seal(new byte[key], new byte[nonce], new byte[10], new byte[output]));
        Assert.Throws<ArgumentException>(() => ChaChaPoly.TryOpen(new byte[key], new byte[nonce], new byte[output], new byte[10]));
    }

    [Fact]
    public void Text_shorter_than_a_tag_never_opens() => Assert.False(ChaChaPoly.TryOpen(new byte[32], new byte[12], new byte[15], []));
}
