using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

public sealed class DigestTests
{
    [Theory]
    [InlineData(
        "",
        "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e")]
    [InlineData(
        "abc",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f")]
    public void Sha512_is_that_of_fips_180(string text, string expected)
    {
        var digest = new byte[Sha512Hasher.Size];
        Sha512Hasher.Hash(Encoding.ASCII.GetBytes(text), digest);
        Assert.Equal(expected, Convert.ToHexStringLower(digest));
    }

    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Sha256_is_that_of_fips_180(string text, string expected)
    {
        var digest = new byte[Sha256.Size];
        Sha256.Hash(Encoding.ASCII.GetBytes(text), digest);
        Assert.Equal(expected, Convert.ToHexStringLower(digest));
    }

    [Theory]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(20_000)]
    [InlineData(Sha256.PlatformFrom - 1)]
    [InlineData(Sha256.PlatformFrom)]
    public void Sha256_is_the_platform_s_at_any_length(int length)
    {
        var data = Enumerable.Range(0, length).Select(i => (byte)((31 * i) + 7)).ToArray();
        var digest = new byte[Sha256.Size];
        Sha256.Hash(data, digest);
        Assert.Equal(SHA256.HashData(data), digest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Sha512Hasher.PlatformFrom)]
    public void Pieces_give_the_digest_of_the_whole(long expectedBytes)
    {
        var data = new byte[20_000];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = (byte)((31 * i) + 7);
        }

        using var hasher = new Sha512Hasher(expectedBytes);
        var digest = new byte[Sha512Hasher.Size];
        for (var round = 0; round < 2; round++)
        {
            for (var (at, step) = (0, 1); at < data.Length; at += step, step += 97)
            {
                hasher.Append(data.AsSpan(at, Math.Min(step, data.Length - at)));
            }

            hasher.Finish(digest);
            Assert.Equal(SHA512.HashData(data), digest);
        }
    }

    [Theory]
    [InlineData(
        "4a656665",
        "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData(
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    public void Hmac_is_that_of_rfc_4231(string key, string data, string expected)
    {
        var tag = new byte[HmacSha256.Size];
        HmacSha256.Compute(Convert.FromHexString(key), Convert.FromHexString(data), tag);
        Assert.Equal(expected, Convert.ToHexStringLower(tag));
    }
}
