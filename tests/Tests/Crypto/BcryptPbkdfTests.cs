using System.Text;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

/// <summary>Vectors of the bcrypt package for Python; whole keys of ssh-keygen are opened in the tests of SSH identities.</summary>
public sealed class BcryptPbkdfTests
{
    [Theory]
    [InlineData("password", "salt", 4, "5bbf0cc293587f1c3635555c27796598d47e579071bf427e9d8fbe842aba34d9")]
    [InlineData("password", "\0", 4, "c12b566235eee04c212598970a579a67")]
    [InlineData("\0", "salt", 4, "6051be18c2f4f82cbf0efee5471b4bb9")]
    [InlineData("password\0", "salt\0", 4, "7410e44cf4fa07bfaac8a928b1727fac001375e7bf7384370f48efd121743050")]
    public void Derives_the_published_keys(string passphrase, string salt, int rounds, string expected)
    {
        var key = new byte[expected.Length / 2];
        BcryptPbkdf.DeriveKey(
            Encoding.Latin1.GetBytes(passphrase), Encoding.Latin1.GetBytes(salt), rounds, key, TestContext.Current.CancellationToken);
        Assert.Equal(expected, Convert.ToHexStringLower(key));
    }

    [Fact]
    public void Takes_at_least_one_round() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => BcryptPbkdf.DeriveKey("p"u8, "s"u8, 0, new byte[1], TestContext.Current.CancellationToken));

    [Fact]
    public void Stops_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => BcryptPbkdf.DeriveKey("p"u8, "s"u8, 2, new byte[1], cancelled.Token));
    }
}
