using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Crypto.Hpke;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Tests.Age;

/// <summary>Post-quantum recipients: round trips, damage, what may stand together, and that nothing secret is told.</summary>
public sealed class AgeHybridTests : IDisposable
{
    private static readonly byte[] Plaintext = "for later, too"u8.ToArray();
    private readonly HybridIdentity _identity = AgeKeygen.GenerateHybrid(RandomSource.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _identity.Dispose();

    [Theory]
    [InlineData(AgeEncoding.Binary)]
    [InlineData(AgeEncoding.Armor)]
    public async Task Each_of_several_recipients_opens_the_file(AgeEncoding encoding)
    {
        using var other = AgeKeygen.GenerateHybrid(RandomSource.System);
        var file = await AgeFile.EncryptAsync(
            Plaintext, [_identity.Recipient, AgeRecipient.Parse(other.Recipient.ToString())], encoding, RandomSource.System, Token);
        Assert.Equal(Plaintext, await AgeFile.DecryptAsync(file, [_identity], encoding, Token));
        Assert.Equal(Plaintext, await AgeFile.DecryptAsync(file, [other], encoding, Token));
    }

    [Fact]
    public async Task Another_key_does_not_fit()
    {
        using var other = AgeKeygen.GenerateHybrid(RandomSource.System);
        var e = await Assert.ThrowsAsync<AgeException>(
            async () => await AgeFile.DecryptAsync(await Seal(_identity.Recipient), [other], AgeEncoding.Binary, Token));
        Assert.Equal(AgeFailure.NoMatch, e.Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Classic_recipients_are_not_mixed_in(bool classicFirst)
    {
        using var classic = AgeKeygen.Generate(RandomSource.System);
        AgeRecipient[] recipients = classicFirst ? [classic.Recipient, _identity.Recipient] : [_identity.Recipient, classic.Recipient];
        var e = await Assert.ThrowsAsync<AgeException>(async () => await Seal(recipients));
        Assert.Equal(
            (AgeFailure.Recipient, "incompatible recipients: can't mix post-quantum and classic recipients, or the file would be " +
                "vulnerable to quantum computers"),
            (e.Failure, e.Message));
    }

    [Fact]
    public async Task A_change_anywhere_in_the_stanza_is_noticed()
    {
        using var fileKey = new Core.Secrets.SecretBytes("YELLOW SUBMARINE"u8);
        var stanza = (await _identity.Recipient.WrapAsync(fileKey, RandomSource.System, Token)).Single();
        using (var opened = _identity.Unwrap(stanza))
        {
            Assert.Equal(fileKey.Span, opened!.Span);
        }

        var encapsulation = StrictBase64.TryDecode(Encoding.ASCII.GetBytes(stanza.Arguments[0]), out _)!;
        for (var at = 0; at < encapsulation.Length; at += 31)
        {
            encapsulation[at] ^= 1;
            Assert.Null(_identity.Unwrap(new AgeStanza(stanza.Type, [StrictBase64.Encode(encapsulation)], stanza.Body)));
            encapsulation[at] ^= 1;
        }

        for (var at = 0; at < stanza.Body.Length; at++)
        {
            byte[] body = [.. stanza.Body];
            body[at] ^= 0x80;
            Assert.Null(_identity.Unwrap(new AgeStanza(stanza.Type, stanza.Arguments, body)));
        }
    }

    [Fact]
    public async Task A_recipient_of_low_order_cannot_be_used()
    {
        var key = PublicKey();
        key.AsSpan(^X25519.Size..).Clear();
        var e = await Assert.ThrowsAsync<AgeException>(async () => await Seal(AgeRecipient.Parse(Bech32.Encode("age1pq", key))));
        Assert.Equal(
            "failed to wrap key for recipient #0: failed to set up HPKE sender: crypto/ecdh: bad X25519 remote ECDH input: low order point",
            e.Message);
    }

    [Fact]
    public void Recipients_that_are_no_keys_are_refused()
    {
        var unreduced = PublicKey();
        unreduced.AsSpan(0, 3).Fill(0xFF);
        foreach (var key in (byte[][])[unreduced, PublicKey()[1..], []])
        {
            var e = Assert.Throws<AgeException>(() => AgeRecipient.Parse(Bech32.Encode("age1pq", key)));
            Assert.EndsWith(": invalid MLKEM768-X25519 public key", e.Message, StringComparison.Ordinal);
            Assert.StartsWith(
                "failed to parse input as Bech32-encoded age post-quantum public key: malformed recipient \"age1pq1",
                e.Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_tells_the_secret()
    {
        Assert.Equal("HybridIdentity(***)", _identity.ToString());
        var text = _identity.RevealText();
        foreach (var wrong in (string[])[text[..^1] + (text[^1] == 'Q' ? 'P' : 'Q'), Bech32.Encode("AGE-SECRET-KEY-PQ-", new byte[31])])
        {
            var e = Assert.Throws<AgeException>(() => AgeIdentityFile.ParseOne(Encoding.ASCII.GetBytes(wrong)));
            Assert.DoesNotContain(text[20..40], e.ToString(), StringComparison.Ordinal);
            Assert.StartsWith("malformed secret key: ", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_disposed_identity_opens_nothing()
    {
        var file = await Seal(_identity.Recipient);
        _identity.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await AgeFile.DecryptAsync(file, [_identity], AgeEncoding.Binary, Token));
    }

    [Fact]
    public void An_identity_file_is_read_back()
    {
        var text = AgeKeygen.RevealIdentityFile(_identity, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        Assert.StartsWith($"# created: 2026-01-02T03:04:05Z\n# public key: age1pq1", text, StringComparison.Ordinal);
        Assert.EndsWith("\n" + _identity.RevealText() + "\n", text, StringComparison.Ordinal);
        Assert.Equal(_identity.Recipient + "\n", AgeKeygen.RecipientsOf(Encoding.ASCII.GetBytes(text)));
    }

    private static ValueTask<byte[]> Seal(params AgeRecipient[] recipients) =>
        AgeFile.EncryptAsync(Plaintext, recipients, AgeEncoding.Binary, RandomSource.System, Token);

    private byte[] PublicKey()
    {
        var key = Bech32.TryDecode(_identity.Recipient.ToString(), out _, out _)!;
        Assert.Equal(HybridKem.PublicKeySize, key.Length);
        return key;
    }
}
