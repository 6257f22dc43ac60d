using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Tests.Age;

/// <summary>The MAC over the header of an age file, and what a header may hold at most.</summary>
public sealed class AgeHeaderTests : IDisposable
{
    private const string Intro = "age-encryption.org/v1\n";
    private static readonly byte[] Plaintext = "the plaintext"u8.ToArray();
    private static readonly string Mac = StrictBase64.Encode(new byte[32]);

    private readonly X25519Identity _identity = AgeKeygen.Generate(RandomSource.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _identity.Dispose();

    [Fact]
    public async Task Every_bit_of_the_mac_counts()
    {
        var (header, payload) = await SealAsync();
        var start = header.IndexOf("\n--- ", StringComparison.Ordinal) + 5;
        var mac = StrictBase64.TryDecode(Encoding.ASCII.GetBytes(header[start..^1]), out _)!;
        Assert.Equal(32, mac.Length);
        for (var bit = 0; bit < mac.Length * 8; bit++)
        {
            mac[bit / 8] ^= (byte)(1 << (bit % 8));
            var changed = header[..start] + StrictBase64.Encode(mac) + "\n";
            Assert.Equal((AgeFailure.HeaderMac, "bad header MAC"), await FailureAsync(changed, payload));
            mac[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(Plaintext, await OpenAsync(header, payload));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public async Task A_mac_of_another_length_is_refused(int length)
    {
        var (header, payload) = await SealAsync();
        var changed = header[..(header.IndexOf("\n--- ", StringComparison.Ordinal) + 5)] + StrictBase64.Encode(new byte[length]) + "\n";
        var (failure, message) = await FailureAsync(changed, payload);
        Assert.Equal(AgeFailure.Header, failure);
        Assert.EndsWith("a MAC has 32 bytes", message, StringComparison.Ordinal);
    }

    /// <summary>The stanza that opens is untouched each time: only the MAC can notice.</summary>
    [Fact]
    public async Task Stanzas_cannot_be_added_removed_or_moved()
    {
        using var other = AgeKeygen.Generate(RandomSource.System);
        var (header, payload) = await SealAsync(other.Recipient);
        var stanzas = header[Intro.Length..].Split("-> ")[1..];
        Assert.Equal(2, stanzas.Length);
        var closing = stanzas[1][stanzas[1].IndexOf("---", StringComparison.Ordinal)..];
        var (mine, theirs) = ("-> " + stanzas[0], "-> " + stanzas[1][..^closing.Length]);
        Assert.Equal(Plaintext, await OpenAsync(Intro + mine + theirs + closing, payload));
        foreach (
            var changed in (
                string[])[mine, theirs + mine, mine + theirs + "-> grease\n\n", "-> grease x\n\n" + mine + theirs, mine + theirs + theirs])
        {
            Assert.Equal((AgeFailure.HeaderMac, "bad header MAC"), await FailureAsync(Intro + changed + closing, payload));
        }
    }

    [Fact]
    public async Task The_mac_of_another_file_does_not_fit()
    {
        var (header, payload) = await SealAsync();
        var (other, _) = await SealAsync();
        var mac = other[other.IndexOf("\n---", StringComparison.Ordinal)..];
        Assert.Equal(
            AgeFailure.HeaderMac, (await FailureAsync(header[..header.IndexOf("\n---", StringComparison.Ordinal)] + mac, payload)).Failure);
    }

    [Fact]
    public void Headers_are_read_up_to_their_limits()
    {
        Assert.Equal(10_000, Read(string.Concat(Enumerable.Repeat("-> a\n\n", 10_000))).Stanzas.Count);
        Refused("more than 10000 recipients", string.Concat(Enumerable.Repeat("-> a\n\n", 10_001)));

        Assert.Equal(999, Read("-> a" + string.Concat(Enumerable.Repeat(" x", 999)) + "\n\n").Stanzas[0].Arguments.Count);
        Refused("malformed stanza: ", "-> a" + string.Concat(Enumerable.Repeat(" x", 1_000)) + "\n\n");

        Assert.Equal(65_536, Read(Stanza(65_536)).Stanzas[0].Body.Length);
        Refused("too long", Stanza(65_537));

        // 29 stanzas of some 87 kB are longer than two megabytes, 20 are not.
        Assert.Equal(20, Read(string.Concat(Enumerable.Repeat(Stanza(65_000), 20))).Stanzas.Count);
        Refused("longer than 2097152 bytes", string.Concat(Enumerable.Repeat(Stanza(65_000), 29)));
    }

    [Theory]
    [InlineData("-> a\nAAAA\nAAAA\n", "malformed")]
    [InlineData("-> a  b\n\n", "malformed stanza: ")]
    [InlineData("-> \n\n", "malformed stanza: ")]
    [InlineData("->a\n\n", "malformed stanza: ")]
    [InlineData("-> \u0001\n\n", "malformed stanza: ")]
    [InlineData("-> a\nAB\n", "illegal base64 data at input byte ")]
    [InlineData("-> a\nAA==\n", "illegal base64 data at input byte 2")]
    [InlineData("-> a\nAAAA\r\n", "unexpected newline character")]
    public void Stanzas_have_one_form(string stanza, string expected) => Refused(expected, stanza);

    [Fact]
    public async Task A_passphrase_stands_alone()
    {
        using var passphrase = new SecretBytes("secret"u8);
        var both = await Assert.ThrowsAsync<AgeException>(async () =>
            await AgeFile.EncryptAsync(
                Plaintext, [_identity.Recipient, new ScryptRecipient(passphrase, 4)], AgeEncoding.Binary, RandomSource.System, Token));
        Assert.Equal((AgeFailure.Recipient, "an scrypt recipient must be the only one"), (both.Failure, both.Message));
        var (header, payload) = await SealAsync();
        var beside = header.Replace(
            "\n---", $"\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 4\n{StrictBase64.Encode(new byte[32])}\n---", StringComparison.Ordinal);
        Assert.Equal((AgeFailure.Header, "an scrypt recipient must be the only one"), await FailureAsync(beside, payload));
    }

    [Theory]
    [InlineData(31, 32, "invalid X25519 recipient block")]
    [InlineData(33, 32, "invalid X25519 recipient block")]
    [InlineData(32, 31, "invalid X25519 recipient block: incorrect file key size")]
    [InlineData(32, 33, "invalid X25519 recipient block: incorrect file key size")]
    [InlineData(32, 48, "invalid X25519 recipient block: incorrect file key size")]
    public async Task Stanzas_of_other_lengths_are_not_tried(int share, int body, string expected)
    {
        byte[] point = [9, .. new byte[share - 1]];
        var header = $"{Intro}-> X25519 {StrictBase64.Encode(point)}\n{Body(body)}--- {Mac}\n";
        Assert.Equal((AgeFailure.Header, expected), await FailureAsync(header, new byte[32]));
    }

    [Fact]
    public async Task A_share_of_low_order_is_refused()
    {
        var header = $"{Intro}-> X25519 {StrictBase64.Encode(new byte[32])}\n{Body(32)}--- {Mac}\n";
        var (failure, message) = await FailureAsync(header, new byte[32]);
        Assert.Equal(AgeFailure.Header, failure);
        Assert.EndsWith("low order point", message, StringComparison.Ordinal);
    }

    private static string Stanza(int length) => $"-> a\n{Body(length)}";

    private static string Body(int length)
    {
        var text = StrictBase64.Encode(new byte[length]);
        return string.Concat(text.Chunk(64).Select(line => new string(line) + "\n")) + (text.Length % 64 == 0 ? "\n" : "");
    }

    private static AgeHeader Read(string stanzas) =>
        AgeHeader.Read(new(Encoding.Latin1.GetBytes($"{Intro}{stanzas}--- {Mac}\n"), armorError: null));

    private static void Refused(string expected, string stanzas)
    {
        var refusal = Assert.Throws<AgeException>(() => Read(stanzas));
        Assert.Equal(AgeFailure.Header, refusal.Failure);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    private async Task<(string Header, byte[] Payload)> SealAsync(params AgeRecipient[] others)
    {
        var file = await AgeFile.EncryptAsync(Plaintext, [_identity.Recipient, .. others], AgeEncoding.Binary, RandomSource.System, Token);
        var payload = 16 + Plaintext.Length + ChaChaPoly.TagSize;
        return (Encoding.ASCII.GetString(file.AsSpan(..^payload)), file[^payload..]);
    }

    private async Task<byte[]> OpenAsync(string header, byte[] payload) =>
        await AgeFile.DecryptAsync((byte[])[.. Encoding.ASCII.GetBytes(header), .. payload], [_identity], AgeEncoding.Binary, Token);

    private async Task<(AgeFailure Failure, string Message)> FailureAsync(string header, byte[] payload)
    {
        var failure = await Assert.ThrowsAsync<AgeException>(() => OpenAsync(header, payload));
        return (failure.Failure, failure.Message);
    }
}
