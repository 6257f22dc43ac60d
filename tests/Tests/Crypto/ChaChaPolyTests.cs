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
    public void Text_shorter_than_a_tag_never_opens() => Assert.False(ChaChaPoly.TryOpen(new byte[32], new byte[12], new byte[15], []));
}
