using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

public sealed class ScryptTests
{
    [Fact]
    public void Derives_the_key_of_rfc_7914_with_p_1()
    {
        // N = 16384, r = 8, p = 1
        var key = new byte[64];
        Scrypt.DeriveKey("pleaseletmein"u8, "SodiumChloride"u8, 14, key);
        Assert.Equal(
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
            Convert.ToHexStringLower(key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public void Refuses_costs_out_of_range(int logCost) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Scrypt.DeriveKey("x"u8, "y"u8, logCost, new byte[32]));
}
