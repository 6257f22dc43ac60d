using System.Text;
using SecretsKit.Core.Crypto.MlKem;

namespace SecretsKit.Tests.Crypto.MlKem;

/// <summary>Digests that FIPS 202's examples and OpenSSL give.</summary>
public sealed class KeccakTests
{
    private static readonly byte[] Abc = "abc"u8.ToArray();

    [Fact]
    public void Sha3_256_of_a_short_text() =>
        Assert.Equal(
            "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532", Hex(32, output => KeccakSponge.Sha3Of256(Abc, [], output)));

    [Fact]
    public void Sha3_256_of_nothing() =>
        Assert.Equal(
            "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a", Hex(32, output => KeccakSponge.Sha3Of256([], [], output)));

    [Fact]
    public void Sha3_512_of_a_short_text_in_two_parts() => Assert.Equal(
        "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0",
        Hex(64, output => KeccakSponge.Sha3Of512(Abc.AsSpan(0, 1), Abc.AsSpan(1), output)));

    [Fact]
    public void Shake_256_of_nothing() => Assert.Equal(
        "46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f", Hex(32, output => KeccakSponge.Shake256([], [], output)));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(168)]
    [InlineData(400)]
    public void Shake_128_read_in_pieces_is_one_stream(int piece)
    {
        var whole = new byte[400];
        using (var sponge = KeccakSponge.CreateShake128())
        {
            sponge.Squeeze(whole);
        }

        var pieces = new byte[400];
        using (var sponge = KeccakSponge.CreateShake128())
        {
            for (var at = 0; at < pieces.Length; at += piece)
            {
                sponge.Squeeze(pieces.AsSpan(at, Math.Min(piece, pieces.Length - at)));
            }
        }

        Assert.StartsWith(
            "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26", Convert.ToHexStringLower(whole), StringComparison.Ordinal);
        Assert.Equal(whole, pieces);
    }

    [Theory]
    [InlineData(135, "8094bb53c44cfb1e67b7c30447f9a1c33696d2463ecc1d9c92538913392843c9")]
    [InlineData(136, "3fc5559f14db8e453a0a3091edbd2bc25e11528d81c66fa570a4efdcc2695ee1")]
    [InlineData(137, "f8d6846cedd2ccfadf15c5879ef95af724d799eed7391fb1c91f95344e738614")]
    [InlineData(272, "a490357b9b3fb39d0a89a117734e5b020b1f33c7bf3fa3575c396425432003d3")]
    [InlineData(1184, "c3a7813f576dffd7c9c077136920c8a87a02cf9981a8c1fa45dac294b8f1f7aa")]
    public void Inputs_around_the_block_size_are_padded_right(int length, string digest)
    {
        var input = Encoding.ASCII.GetBytes(new string('a', length));
        Assert.Equal(digest, Hex(32, output => KeccakSponge.Sha3Of256(input, [], output)));
    }

    private static string Hex(int length, Action<byte[]> fill)
    {
        var output = new byte[length];
        fill(output);
        return Convert.ToHexStringLower(output);
    }
}
