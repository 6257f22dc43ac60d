using System.Globalization;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Tests.Age;

/// <summary>Passphrases: what a file may make its reader pay, and what is refused before anything is paid.</summary>
public sealed class AgeScryptTests
{
    private static readonly string Salt = StrictBase64.Encode(new byte[16]);

    [Fact]
    public async Task A_work_factor_is_tried_up_to_the_limit()
    {
        using var passphrase = new SecretBytes("secret"u8);
        using var fileKey = new SecretBytes("YELLOW SUBMARINE"u8);
        using var identity = new ScryptIdentity(new SecretBytes("secret"u8), maxWorkFactor: 3);
        foreach (var factor in (int[])[1, 3, 4])
        {
            var stanza = (
                await new ScryptRecipient(passphrase, factor)
                    .WrapAsync(fileKey, RandomSource.System, TestContext.Current.CancellationToken))
                .Single();
            Assert.Equal(factor.ToString(CultureInfo.InvariantCulture), stanza.Arguments[1]);
            if (factor <= 3)
            {
                using var opened = identity.Unwrap(stanza);
                Assert.Equal(fileKey.Span, opened!.Span);
            }
            else
            {
                Assert.Equal("scrypt work factor too large: 4", Refusal(identity, stanza));
            }
        }
    }

    /// <summary>The body is too short to be tried, so that a wrong limit costs no gigabytes here.</summary>
    [Theory]
    [InlineData("22", "invalid scrypt recipient block: incorrect file key size")]
    [InlineData("23", "scrypt work factor too large: 23")]
    [InlineData("99999999999999999999", "scrypt work factor too large: 99999999999999999999")]
    [InlineData("0", "scrypt work factor encoding invalid: \"0\"")]
    [InlineData("018", "scrypt work factor encoding invalid: \"018\"")]
    [InlineData("+18", "scrypt work factor encoding invalid: \"+18\"")]
    [InlineData("1e1", "scrypt work factor encoding invalid: \"1e1\"")]
    [InlineData("-1", "scrypt work factor encoding invalid: \"-1\"")]
    public void The_limit_is_22_unless_a_reader_says_less(string factor, string expected)
    {
        using var identity = new ScryptIdentity(new SecretBytes("secret"u8));
        Assert.Equal(expected, Refusal(identity, new AgeStanza("scrypt", [Salt, factor], new byte[31])));
    }

    [Fact]
    public void Salts_and_arguments_have_one_length()
    {
        using var identity = new ScryptIdentity(new SecretBytes("secret"u8), maxWorkFactor: 1);
        foreach (var length in (int[])[0, 15, 17, 32])
        {
            Assert.Equal(
                "invalid scrypt recipient block",
                Refusal(identity, new AgeStanza("scrypt", [StrictBase64.Encode(new byte[length]), "1"], new byte[32])));
        }

        Assert.Equal("invalid scrypt recipient block", Refusal(identity, new AgeStanza("scrypt", [Salt], new byte[32])));
        Assert.Equal("invalid scrypt recipient block", Refusal(identity, new AgeStanza("scrypt", [Salt, "1", "x"], new byte[32])));
        Assert.Equal(
            "invalid scrypt recipient block: incorrect file key size",
            Refusal(identity, new AgeStanza("scrypt", [Salt, "1"], new byte[33])));
    }

    [Fact]
    public async Task Another_passphrase_is_no_match()
    {
        using var passphrase = new SecretBytes("secret"u8);
        using var fileKey = new SecretBytes("YELLOW SUBMARINE"u8);
        using var other = new ScryptIdentity(new SecretBytes("Secret"u8), maxWorkFactor: 1);
        var stanza = (
            await new ScryptRecipient(passphrase, 1).WrapAsync(fileKey, RandomSource.System, TestContext.Current.CancellationToken))
            .Single();
        Assert.Null(other.Unwrap(stanza));
    }

    [Fact]
    public void Writing_has_the_same_limits()
    {
        using var passphrase = new SecretBytes("secret"u8);
        using var empty = new SecretBytes([]);
        Assert.Equal(18, ScryptRecipient.DefaultWorkFactor);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScryptRecipient(passphrase, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScryptRecipient(passphrase, 23));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScryptIdentity(passphrase, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScryptIdentity(passphrase, 23));
        Assert.Equal(AgeFailure.Passphrase, Assert.Throws<AgeException>(() => new ScryptRecipient(empty, 4)).Failure);
        Assert.Equal(AgeFailure.Passphrase, Assert.Throws<AgeException>(() => new ScryptIdentity(empty)).Failure);
    }

    private static string Refusal(ScryptIdentity identity, AgeStanza stanza)
    {
        var refusal = Assert.Throws<AgeException>(() => identity.Unwrap(stanza));
        Assert.Equal(AgeFailure.Header, refusal.Failure);
        return refusal.Message;
    }
}
