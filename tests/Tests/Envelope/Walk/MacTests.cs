using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Mac;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Envelope.Walk;

public sealed class MacTests
{
    private static readonly SelectionFields OnlyData = new() { EncryptedRegex = "^data$" };

    // text, only encrypted ones, the bytes that are hashed
    public static TheoryData<string, bool, string> Covered => new()
    {
        { "a: 1\ndata: x\n", false, "1x" },
        { "a: 1\ndata: x\n", true, "x" },
        { "a: 1\ndata:\n  # c\n  b: [true, null, 1.5, '']\n", false, "1True1.5" },
        { "data: 1\n---\nb: 2\n---\ndata: 3\n", false, "123" },
        { "a: {}\n", false, "" },
        { "data: [-0.0, 1e30, .inf]\n", false, "-01000000000000000000000000000000+Inf" },
    };

    [Theory, MemberData(nameof(Covered))]
    public void It_is_the_digest_of_the_texts_of_values(string plain, bool onlyEncrypted, string covered)
    {
        var seed = onlyEncrypted ? SHA256.HashData("sops"u8) : [];
        var expected = Convert.ToHexString(SHA512.HashData([.. seed, .. Encoding.UTF8.GetBytes(covered)]));
        var opened = Sample.Open(Sample.Encrypt(plain, DocumentFormat.Yaml, OnlyData, onlyEncrypted), DocumentFormat.Yaml);
        Assert.Equal((MacOutcome.Verified, expected), (opened.Mac.Outcome, opened.Mac.Computed));
    }

    [Theory]
    [InlineData("data: ENC", "data: ENC", MacOutcome.Verified)]
    [InlineData("a: 1", "a: 2", MacOutcome.Mismatch)]
    [InlineData("a: 1", "a: '1'", MacOutcome.Verified)]
    [InlineData("\"2026-01-02T03:04:05Z\"", "\"2026-01-02T03:04:05.5Z\"", MacOutcome.Verified)]
    [InlineData("\"2026-01-02T03:04:05Z\"", "\"2026-01-02T03:04:05+00:00\"", MacOutcome.Verified)]
    [InlineData("\"2026-01-02T03:04:05Z\"", "\"2026-01-02T04:04:05+01:00\"", MacOutcome.Undecryptable)]
    [InlineData("    mac: ENC", "    mac: xENC", MacOutcome.Undecryptable)]
    [InlineData("    mac: ", "    mac: ''\n    other: ", MacOutcome.Missing)]
    [InlineData("    mac: ", "    other: ", MacOutcome.Missing)]
    public void A_change_is_found_where_it_matters(string before, string after, MacOutcome outcome)
    {
        var text = Sample.Encrypt("a: 1\ndata: x\n", DocumentFormat.Yaml, OnlyData).Replace(before, after, StringComparison.Ordinal);
        Assert.Equal(outcome, Sample.Open(text, DocumentFormat.Yaml, new() { Mac = MacPolicy.Report }).Mac.Outcome);
        Assert.Equal(MacOutcome.Ignored, Sample.Open(text, DocumentFormat.Yaml, new() { Mac = MacPolicy.Ignore }).Mac.Outcome);
        var failure = Record.Exception(() => Sample.Open(text, DocumentFormat.Yaml));
        Assert.Equal(outcome == MacOutcome.Verified ? null : ErrorCode.MacMismatch, (failure as SecretsKitException)?.Code);
    }

    [Theory]
    [InlineData("comment", MacOutcome.Mismatch)]
    [InlineData("bytes", MacOutcome.Mismatch)]
    [InlineData("int", MacOutcome.Undecryptable)]
    public void A_MAC_that_does_not_decrypt_to_a_string_is_never_verified(string type, MacOutcome outcome)
    {
        var text = Sample.Encrypt("a: 1\n", DocumentFormat.Yaml);
        var mac = text.IndexOf(" mac: ", StringComparison.Ordinal);
        var forged = text[..mac] + text[mac..].Replace("type:str]", $"type:{type}]", StringComparison.Ordinal);
        Assert.Equal(outcome, Sample.Open(forged, DocumentFormat.Yaml, new() { Mac = MacPolicy.Report }).Mac.Outcome);
    }

    /// <summary>Somebody with the data key wrote a MAC that is not the digest, letter for letter.</summary>
    [Theory]
    [InlineData(0, 128, false, MacOutcome.Verified)]
    [InlineData(0, 128, true, MacOutcome.Mismatch)]
    [InlineData(0, 127, false, MacOutcome.Mismatch)]
    [InlineData(1, 127, false, MacOutcome.Mismatch)]
    [InlineData(0, 1, false, MacOutcome.Mismatch)]
    public void A_MAC_is_compared_as_a_whole(int start, int length, bool isLower, MacOutcome outcome)
    {
        var digest = Convert.ToHexString(SHA512.HashData("1"u8)).Substring(start, length);
        var text = Sample.Encrypt("a_unencrypted: 1\n", DocumentFormat.Yaml);
        using var key = Sample.Key();
        using var cipher = new ValueCipher(key, RandomSource.System);
        var mac = cipher.Encrypt(new StringNode(new(isLower ? Lower(digest) : digest)), "2026-01-02T03:04:05Z"u8).RevealText();
        var at = text.IndexOf(" mac: ", StringComparison.Ordinal) + 6;
        var forged = text[..at] + mac + text[text.IndexOf('\n', at)..];
        Assert.Equal(outcome, Sample.Open(forged, DocumentFormat.Yaml, new() { Mac = MacPolicy.Report }).Mac.Outcome);

        static string Lower(string hex) => Convert.ToHexStringLower(Convert.FromHexString(hex));
    }

    [Fact]
    public void The_words_are_those_of_the_reference()
    {
        var text = Sample.Encrypt("a_unencrypted: 1\n", DocumentFormat.Yaml);
        var one = Convert.ToHexString(SHA512.HashData("1"u8));
        var two = Convert.ToHexString(SHA512.HashData("2"u8));
        Assert.Equal($"MAC mismatch. File has {one}, computed {two}", MessageOf(text.Replace(": 1\n", ": 2\n", StringComparison.Ordinal)));
        Assert.Equal($"MAC mismatch. File has no MAC, computed {one}", MessageOf(text.Replace(" mac:", " x:", StringComparison.Ordinal)));
        Assert.Equal(
            "Cannot decrypt MAC: Input string does not match sops' data format",
            MessageOf(text.Replace(" mac: ENC", " mac: 12", StringComparison.Ordinal)));

        static string MessageOf(string text) => Assert.Throws<SecretsKitException>(() => Sample.Open(text, DocumentFormat.Yaml)).Message;
    }
}
