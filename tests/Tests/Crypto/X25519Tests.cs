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

    [Theory]
    [InlineData(
        "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
    [InlineData(
        "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")]
    public void Agrees_as_rfc_7748_says(string scalar, string point, string expected)
    {
        var shared = new byte[X25519.Size];
        Assert.True(X25519.TryAgree(Convert.FromHexString(scalar), Convert.FromHexString(point), shared));
        Assert.Equal(expected, Convert.ToHexStringLower(shared));
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    public void Points_of_low_order_give_nothing(string point)
    {
        var shared = new byte[X25519.Size];
        shared.AsSpan().Fill(0xAA);
        Assert.False(X25519.TryAgree(Enumerable.Repeat((byte)0x42, 32).ToArray(), Convert.FromHexString(point), shared));
        Assert.Equal(-1, shared.AsSpan().IndexOfAnyExcept((byte)0));
    }

    [Theory]
    [InlineData(31, 32, 32)]
    [InlineData(33, 32, 32)]
    [InlineData(32, 31, 32)]
    [InlineData(32, 33, 32)]
    [InlineData(32, 32, 31)]
    [InlineData(32, 32, 33)]
    public void Refuses_other_lengths(int scalar, int point, int shared) =>
        Assert.Throws<ArgumentException>(() => X25519.TryAgree(new byte[scalar], new byte[point], new byte[shared]));
}
