using System.Text;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Tests.Crypto;

/// <summary>Vectors of the crypt_blowfish package.</summary>
public sealed class BcryptTests
{
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    [Theory]
    [InlineData("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK")]
    [InlineData("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a")]
    [InlineData("", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")]
    public void Passwords_hash_to_the_published_texts(string password, string expected) =>
        Assert.Equal(expected, Bcrypt.Hash(Encoding.UTF8.GetBytes(password), Salt(expected[7..29]), 5));

    [Fact]
    public void A_password_beyond_what_counts_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Bcrypt.Hash(new byte[73], new byte[16], 5));

    private static byte[] Salt(string text)
    {
        var bits = text.SelectMany(c => Enumerable.Range(0, 6).Select(i => (Alphabet.IndexOf(c, StringComparison.Ordinal) >> (5 - i)) & 1))
            .ToArray();
        return [.. Enumerable.Range(0, 16).Select(i => (byte)bits.Skip(i * 8).Take(8).Aggregate(0, (sum, bit) => (sum << 1) | bit))];
    }
}
