using System.Text;
using SecretsKit.Core.Ssh;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Ssh;

/// <summary>Lists of signers, read as ssh-keygen 9.2 reads them; where that skips a malformed line, we refuse the list.</summary>
public sealed class AllowedSignersTests
{
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDgkXnnhWGdE1yyw9fwdl6m6nKUL3LgKhwZfEpHdapa4";
    private const string Other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    // 2026-01-02T03:04:05Z
    private static readonly Timestamp Now = new(1_767_323_045, 0, 0);

    [Theory]
    [InlineData("alice KEY", SignerStatus.Allowed, "alice")]
    [InlineData("# comment\n\n  alice\tKEY  a comment \" x", SignerStatus.Allowed, "alice")]
    [InlineData("alice OTHER\nbob KEY\r\n", SignerStatus.Allowed, "bob")]
    [InlineData("\"a b,*@example.com\" valid-after=\"20200101\",namespaces=\"fi*\" KEY x", SignerStatus.Allowed, "a b,*@example.com")]
    [InlineData("alice OTHER", SignerStatus.Unknown, "")]
    [InlineData("", SignerStatus.Unknown, "")]
    [InlineData("alice namespaces=\"git\" KEY", SignerStatus.OtherNamespace, "alice")]
    [InlineData("alice namespaces=\"!file,*\" KEY", SignerStatus.OtherNamespace, "alice")]
    [InlineData("alice namespaces=\"git\" KEY\nbob KEY", SignerStatus.Allowed, "bob")]
    [InlineData("alice NAMESPACES=\"git,file\" KEY", SignerStatus.Allowed, "alice")]
    [InlineData("alice valid-before=\"20260101\" KEY", SignerStatus.OutsideValidity, "alice")]
    [InlineData("alice valid-after=\"20260103\" KEY", SignerStatus.OutsideValidity, "alice")]
    [InlineData("alice valid-before=\"20260101\" KEY\nalice valid-after=\"20260101\" KEY", SignerStatus.Allowed, "alice")]
    [InlineData("alice valid-before=\"20260102030405Z\" KEY", SignerStatus.Allowed, "alice")]
    [InlineData("alice valid-before=\"20260102030404Z\" KEY", SignerStatus.OutsideValidity, "alice")]
    [InlineData("alice valid-after=\"202601020304UTC\" KEY", SignerStatus.Allowed, "alice")]
    [InlineData("alice valid-after=\"202601020305UTC\" KEY", SignerStatus.OutsideValidity, "alice")]
    [InlineData("alice cert-authority KEY", SignerStatus.Unknown, "")]
    [InlineData("alice cert-authority,namespaces=\"file\" KEY", SignerStatus.Unknown, "")]
    public void Finds_a_key(string text, SignerStatus status, string principals) => Assert.Equal(
        new(status, principals), Parse(text).Find(SshPublicKey.ParseLine(Key), "file", Now));

    // Local times count in the zone that is given: this one is two hours east.
    [Fact]
    public void Moments_without_a_zone_are_local()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("east", TimeSpan.FromHours(2), null, null);
        SignerStatus At(string moment) => AllowedSigners.Parse(Encoding.UTF8.GetBytes($"alice valid-after=\"{moment}\" {Key}"), zone)
            .Find(SshPublicKey.ParseLine(Key), "file", Now).Status;
        Assert.Equal(SignerStatus.Allowed, At("202601020504"));
        Assert.Equal(SignerStatus.OutsideValidity, At("202601020505"));
        Assert.Equal(SignerStatus.OutsideValidity, At("202601020504Z"));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("alice ssh-ed25519")]
    [InlineData("alice ssh-ed25519 AAAA")]
    [InlineData("alice ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea")]
    [InlineData("alice foo KEY")]
    [InlineData("alice foo=\"x\" KEY")]
    [InlineData("alice namespaces=git KEY")]
    [InlineData("alice namespaces=\"git KEY")]
    [InlineData("alice namespaces=\"git\",namespaces=\"file\" KEY")]
    [InlineData("alice namespaces=\"git\", KEY")]
    [InlineData("alice namespaces=\"git\"x KEY")]
    [InlineData("alice cert-authority=\"x\" KEY")]
    [InlineData("alice valid-before=\"2099-01-01\" KEY")]
    [InlineData("alice valid-before=\"20991301\" KEY")]
    [InlineData("alice valid-before=\"20200101\",valid-after=\"20210101\" KEY")]
    [InlineData("alice valid-before=\"20200101\" valid-after=\"20210101\" KEY")]
    [InlineData("\"a b\",c KEY")]
    [InlineData("\"\" KEY")]
    [InlineData("alice\u001b[2J KEY")]
    [InlineData("alice\u202e KEY")]
    public void A_malformed_line_is_refused_by_its_number(string line)
    {
        var failure = Assert.Throws<SshFormatException>(() => Parse($"bob OTHER\n{line}\nalice KEY\n"));
        Assert.StartsWith("line 2 of the list of signers: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_other_types_never_match_and_do_no_harm()
    {
        const string Ecdsa = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBHYOdupD6V/OMRQIw7jcXXftbLWjwIud1aaGDOi87uK09VX6P3JC8Mde2S7uhcMG3cXFdHEdiMGm+JuBxwUU1Xw=";
        Assert.Equal(1, Parse($"carol {Ecdsa}\nalice KEY\n").Count);
    }

    [Fact]
    public void A_list_has_a_limit() =>
        Assert.Throws<SshFormatException>(() => AllowedSigners.Parse(new byte[AllowedSigners.MaxBytes + 1], TimeZoneInfo.Utc));

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abb", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("x,abc", "abc", true)]
    [InlineData("!abc,*", "abc", false)]
    [InlineData("*,!abc", "abc", false)]
    [InlineData("!abc", "x", false)]
    [InlineData("**a**b**", "xaxbx", true)]
    [InlineData("", "", true)]
    public void Patterns_match_as_OpenSSH_says(string list, string text, bool covers) =>
        Assert.Equal(covers, SshPatterns.Covers(list, text));

    private static AllowedSigners Parse(string text) => AllowedSigners.Parse(
        Encoding.UTF8.GetBytes(
            text.Replace("KEY", Key, StringComparison.Ordinal).Replace("OTHER", Other, StringComparison.Ordinal)), TimeZoneInfo.Utc);
}
