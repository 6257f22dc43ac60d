using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

public sealed class Ed25519ConversionTests
{
    // The first two key pairs of RFC 8032, 7.1.
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")]
    public void Both_halves_convert_to_one_agreement_key(string seed, string publicKey)
    {
        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519Conversion.DerivePublicKey(Convert.FromHexString(seed))));
        var (scalar, derived, converted) = (new byte[32], new byte[32], new byte[32]);
        Ed25519Conversion.ConvertSeed(Convert.FromHexString(seed), scalar);
        X25519.DerivePublicKey(scalar, derived);
        Assert.True(Ed25519Conversion.TryConvertPublicKey(Convert.FromHexString(publicKey), converted));
        Assert.Equal(derived, converted);
    }

    [Theory]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00")]
    public void Refuses_what_is_no_point(string publicKey) =>
        Assert.False(Ed25519Conversion.TryConvertPublicKey(Convert.FromHexString(publicKey), new byte[32]));
}
