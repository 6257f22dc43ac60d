using System.Security.Cryptography;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

/// <summary>Old key files have nothing but their padding to tell a wrong passphrase.</summary>
public sealed class LegacyPemCipherTests
{
    private static readonly byte[] Initial = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(16)]
    public void A_whole_padding_is_taken_off(int padding) =>
        Assert.Equal(new byte[32 - padding], Open([.. new byte[32 - padding], .. Enumerable.Repeat((byte)padding, padding)]));

    [Theory]
    [InlineData("00")]
    [InlineData("11")]
    [InlineData("20")]
    [InlineData("0102")]
    [InlineData("010303")]
    [InlineData("030203")]
    [InlineData("020303")]
    [InlineData("0F101010101010101010101010101010")]
    public void Another_padding_is_a_wrong_passphrase(string end)
    {
        var bytes = Convert.FromHexString(end);
        Assert.Null(Open([.. Enumerable.Repeat((byte)0xAA, 32 - bytes.Length), .. bytes]));
    }

    [Fact]
    public void Whole_blocks_are_needed()
    {
        Assert.Throws<ArgumentException>(() => LegacyPemCipher.TryDecrypt("AES-128-CBC", "x"u8, Initial, new byte[15]));
        Assert.Throws<ArgumentException>(() => LegacyPemCipher.TryDecrypt("AES-128-CBC", "x"u8, Initial, default));
        Assert.Throws<ArgumentException>(() => LegacyPemCipher.TryDecrypt("AES-128-CBC", "x"u8, Initial.AsSpan(1), new byte[16]));
        Assert.Throws<ArgumentException>(() => LegacyPemCipher.TryDecrypt("RC4", "x"u8, Initial, new byte[16]));
    }

    private static byte[]? Open(byte[] padded)
    {
        // A key of sixteen bytes is one round of the digest, over the passphrase and eight bytes of the initial value.
        using var aes = Aes.Create();
#pragma warning disable CA5351 // The format is from the nineties.
        aes.Key = MD5.HashData([.. "secret"u8, .. Initial[..8]]);
#pragma warning restore CA5351
        return LegacyPemCipher.TryDecrypt("AES-128-CBC", "secret"u8, Initial, aes.EncryptCbc(padded, Initial, PaddingMode.None));
    }
}
