using System.Security.Cryptography;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

public sealed class RsaSignatureTests
{
    [Fact]
    public void Agrees_with_the_platform_in_both_directions()
    {
        using var platform = RSA.Create(2048);
        var numbers = platform.ExportParameters(includePrivateParameters: true);
        var key = RsaPrivateKey.TryCreate(numbers.Modulus, numbers.Exponent, numbers.D, numbers.P, numbers.Q)!;
        var ours = RsaSignature.Sign(key, "message"u8, RandomSource.System);
        Assert.Equal(platform.SignData("message"u8.ToArray(), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1), ours);
        Assert.True(RsaSignature.Verify(key.PublicKey, "message"u8, ours));

        Assert.False(RsaSignature.Verify(key.PublicKey, "messages"u8, ours));
        Assert.False(RsaSignature.Verify(key.PublicKey, "message"u8, ours.AsSpan(1)));
        Assert.False(RsaSignature.Verify(key.PublicKey, "message"u8, (byte[])[.. ours, 0]));
        Assert.False(RsaSignature.Verify(key.PublicKey, "message"u8, new byte[ours.Length]));
        Assert.False(RsaSignature.Verify(key.PublicKey, "message"u8, numbers.Modulus));
        foreach (var other in new[] { HashAlgorithmName.SHA1, HashAlgorithmName.SHA256 })
        {
            Assert.False(
                RsaSignature.Verify(
                    key.PublicKey, "message"u8, platform.SignData("message"u8.ToArray(), other, RSASignaturePadding.Pkcs1)));
        }

        Assert.False(
            RsaSignature.Verify(
                key.PublicKey, "message"u8, platform.SignData("message"u8.ToArray(), HashAlgorithmName.SHA512, RSASignaturePadding.Pss)));
    }
}
