using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

public sealed class X25519Tests
{
    [Fact]
    public void Agrees_as_the_published_vectors_say() => Wycheproof.Run("x25519_test.json", (_, test) =>
    {
        var shared = new byte[X25519.Size];
        var usable = X25519.TryAgree(test.Bytes("private"), test.Bytes("public"), shared);
        Assert.Equal(test.Bytes("shared"), shared);
        Assert.Equal(test.Flagged("ZeroSharedSecret"), !usable);
    });

    [Fact]
    public void Derives_the_public_key_that_openssl_derives()
    {
        var scalar = new byte[X25519.Size];
        scalar.AsSpan().Fill(0x42);
        var publicKey = new byte[X25519.Size];
        X25519.DerivePublicKey(scalar, publicKey);
        Assert.Equal("132c442be010fbd57e72603328aa76e71fccc1503aae219327d14d9c9993f472", Convert.ToHexStringLower(publicKey));
    }

    [Fact]
    public void Refuses_other_lengths() =>
        Assert.Throws<ArgumentException>(() => X25519.TryAgree(new byte[31], new byte[32], new byte[32]));
}
