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
}
