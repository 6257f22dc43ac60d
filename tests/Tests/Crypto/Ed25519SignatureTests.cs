using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

public sealed class Ed25519SignatureTests
{
    // RFC 8032, 7.1: the first three tests and that with SHA(abc).
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    [InlineData(
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704")]
    public void Signs_and_verifies_as_published(string seed, string message, string signature)
    {
        var (key, text, expected) = (Convert.FromHexString(seed), Convert.FromHexString(message), Convert.FromHexString(signature));
        Assert.Equal(expected, Ed25519Signature.Sign(key, text));
        var publicKey = Ed25519Conversion.DerivePublicKey(key);
        Assert.True(Ed25519Signature.Verify(publicKey, text, expected));
        Assert.False(Ed25519Signature.Verify(publicKey, [.. text, 0], expected));
        for (var at = 0; at < expected.Length; at++)
        {
            var changed = expected.ToArray();
            changed[at] ^= 0x40;
            Assert.False(Ed25519Signature.Verify(publicKey, text, changed));
        }
    }

    [Fact]
    public void Refuses_wrong_lengths_and_keys_that_everybody_can_sign_for()
    {
        var seed = new byte[32];
        var signature = Ed25519Signature.Sign(seed, "m"u8);
        var publicKey = Ed25519Conversion.DerivePublicKey(seed);
        Assert.True(Ed25519Signature.Verify(publicKey, "m"u8, signature));
        Assert.False(Ed25519Signature.Verify(publicKey, "m"u8, signature.AsSpan(1)));
        Assert.False(Ed25519Signature.Verify(publicKey.AsSpan(1), "m"u8, signature));
        Assert.Throws<ArgumentException>(() => Ed25519Signature.Sign(seed.AsSpan(1), "m"u8));

        // The neutral element: S = 0 with R the neutral element would be a signature of everything.
        byte[] neutral = [1, .. new byte[31]];
        Assert.False(Ed25519Signature.Verify(neutral, "m"u8, (byte[])[.. neutral, .. new byte[32]]));
    }

    // S and S + L would be two signatures of one message (RFC 8032, 5.1.7).
    [Fact]
    public void Refuses_a_second_form_of_a_signature()
    {
        var seed = new byte[32];
        var signature = Ed25519Signature.Sign(seed, "m"u8);
        var order = System.Numerics.BigInteger.Parse(
            "7237005577332262213973186563042994240857116359379907606001950938285454250989",
            System.Globalization.CultureInfo.InvariantCulture);
        var other = new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true) + order;
        var bytes = new byte[32];
        Assert.True(other.TryWriteBytes(bytes, out _, isUnsigned: true));
        Assert.False(Ed25519Signature.Verify(Ed25519Conversion.DerivePublicKey(seed), "m"u8, (byte[])[.. signature[..32], .. bytes]));
    }
}
