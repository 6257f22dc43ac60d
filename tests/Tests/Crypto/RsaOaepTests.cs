using System.Text.Json;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

public sealed class RsaOaepTests
{
    [Fact]
    public void Decrypts_as_the_published_vectors_say() => Wycheproof.Run("rsa_oaep_2048_sha256_mgf1sha256_test.json", (group, test) =>
    {
        var key = Key(group.GetProperty("privateKey"));
        var plain = RsaOaep.TryDecrypt(key, test.Bytes("ct"), test.Bytes("label"), RandomSource.System);
        if (test.Text("result") == "valid")
        {
            Assert.Equal(test.Bytes("msg"), plain);
            var again = RsaOaep.Encrypt(key.PublicKey, test.Bytes("msg"), test.Bytes("label"), RandomSource.System);
            Assert.Equal(test.Bytes("msg"), RsaOaep.TryDecrypt(key, again, test.Bytes("label"), RandomSource.System));
            Assert.Null(RsaOaep.TryDecrypt(key, again, "another"u8, RandomSource.System));
        }
        else
        {
            Assert.Null(plain);
        }
    });

    [Fact]
    public void Refuses_a_short_modulus_and_one_with_a_small_factor() =>
        Wycheproof.Run("rsa_oaep_2048_sha256_mgf1sha256_test.json", (group, _) =>
    {
        var modulus = group.GetProperty("privateKey").Bytes("modulus").AsSpan().TrimStart((byte)0);
        Assert.NotNull(RsaPublicKey.TryCreate(modulus, [1, 0, 1]));
        Assert.Null(RsaPublicKey.TryCreate(modulus[1..], [1, 0, 1]));
        var even = modulus.ToArray();
        even[^1] &= 0xfe;
        Assert.Null(RsaPublicKey.TryCreate(even, [1, 0, 1]));
    });

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("04")]
    [InlineData("ffffffff")]
    public void Refuses_odd_exponents(string exponent)
    {
        Wycheproof.Run("rsa_oaep_2048_sha256_mgf1sha256_test.json", (group, _) =>
            Assert.Null(RsaPublicKey.TryCreate(group.GetProperty("privateKey").Bytes("modulus"), Convert.FromHexString(exponent))));
    }

    [Fact]
    public void Refuses_numbers_that_do_not_belong_together() => Wycheproof.Run("rsa_oaep_2048_sha256_mgf1sha256_test.json", (group, _) =>
    {
        var k = group.GetProperty("privateKey");
        var d = k.Bytes("privateExponent");
        d[^1] ^= 2;
        Assert.Null(RsaPrivateKey.TryCreate(k.Bytes("modulus"), k.Bytes("publicExponent"), d, k.Bytes("prime1"), k.Bytes("prime2")));
    });

    private static RsaPrivateKey Key(JsonElement k) => RsaPrivateKey.TryCreate(
        k.Bytes("modulus"), k.Bytes("publicExponent"), k.Bytes("privateExponent"), k.Bytes("prime1"), k.Bytes("prime2"))!;
}
