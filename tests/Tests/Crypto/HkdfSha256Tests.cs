using System.Security.Cryptography;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

public sealed class HkdfSha256Tests
{
    [Fact]
    public void Derives_as_the_published_vectors_say() => Wycheproof.Run("hkdf_sha256_test.json", (_, test) =>
    {
        var output = new byte[test.GetProperty("size").GetInt32()];
        if (test.Text("result") == "valid")
        {
            HkdfSha256.DeriveKey(test.Bytes("ikm"), test.Bytes("salt"), test.Bytes("info"), output);
            Assert.Equal(test.Bytes("okm"), output);
        }
        else
        {
            Assert.Throws<ArgumentException>(() => HkdfSha256.DeriveKey(test.Bytes("ikm"), test.Bytes("salt"), test.Bytes("info"), output));
        }
    });

    // The first and the third case of RFC 5869.
    [Theory]
    [InlineData(
        "000102030405060708090a0b0c",
        "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")]
    [InlineData("", "", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")]
    public void Derives_as_rfc_5869_says(string salt, string info, string expected)
    {
        var output = new byte[42];
        HkdfSha256.DeriveKey(Enumerable.Repeat((byte)0x0b, 22).ToArray(), Convert.FromHexString(salt), Convert.FromHexString(info), output);
        Assert.Equal(expected, Convert.ToHexStringLower(output));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(HkdfSha256.MaxOutput)]
    public void Derives_as_the_platform_does(int length)
    {
        var output = new byte[length];
        HkdfSha256.DeriveKey("key"u8, "salt"u8, "info"u8, output);
        Assert.Equal(HKDF.DeriveKey(HashAlgorithmName.SHA256, "key"u8.ToArray(), length, "salt"u8.ToArray(), "info"u8.ToArray()), output);
    }

    [Fact]
    public void Longer_output_is_refused() =>
        Assert.Throws<ArgumentException>(() => HkdfSha256.DeriveKey("key"u8, default, default, new byte[HkdfSha256.MaxOutput + 1]));
}
