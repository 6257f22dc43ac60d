using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Text;

/// <summary>Addresses as Go's <c>netip.ParseAddr</c> reads them, and its words for what is none.</summary>
public sealed class GoIpAddressTests
{
    [Theory]
    [InlineData("1.2.3.4", true, false)]
    [InlineData("0.0.0.255", true, false)]
    [InlineData("::", false, false)]
    [InlineData("::1", false, false)]
    [InlineData("1::", false, false)]
    [InlineData("1:2:3:4:5:6:7:8", false, false)]
    [InlineData("1:2:3:4:5:6:7::", false, false)]
    [InlineData("::ffff:1.2.3.4", false, false)]
    [InlineData("1:2:3:4:5:6:1.2.3.4", false, false)]
    [InlineData("FE80::ABCD%eth0", false, true)]
    public void Addresses_are_read(string text, bool isIpv4, bool hasZone)
    {
        Assert.Null(GoIpAddress.Parse(Encoding.UTF8.GetBytes(text), out var address));
        Assert.Equal(new GoIpAddress(isIpv4, hasZone), address);
    }

    [Theory]
    [InlineData("", "unable to parse IP")]
    [InlineData("localhost", "unable to parse IP")]
    [InlineData("12%3", "missing IPv6 address")]
    [InlineData("1.2.3", "IPv4 address too short")]
    [InlineData("1.2.3.4.5", "IPv4 address too long")]
    [InlineData("1.2.3.256", "IPv4 field has value >255")]
    [InlineData("1.2.3.04", "IPv4 field has octet with leading zero")]
    [InlineData("1..2.3", "IPv4 field must have at least one digit (at \".2.3\")")]
    [InlineData(".1.2.3", "IPv4 field must have at least one digit (at \".1.2.3\")")]
    [InlineData("1.2.3.", "IPv4 field must have at least one digit (at \".\")")]
    [InlineData("1.2.3.a", "unexpected character (at \"a\")")]
    [InlineData("1::2::3", "multiple :: in address (at \":3\")")]
    [InlineData("12345::", "each group must have 4 or less digits (at \"12345::\")")]
    [InlineData(":1", "each colon-separated field must have at least one digit (at \":1\")")]
    [InlineData("1:", "colon must be followed by more characters (at \":\")")]
    [InlineData("1:g", "each colon-separated field must have at least one digit (at \"g\")")]
    [InlineData("1g:", "unexpected character, want colon (at \"g:\")")]
    [InlineData("1:2:3", "address string too short")]
    [InlineData("1:2:3:4:5:6:7:8:9", "trailing garbage after address (at \"9\")")]
    [InlineData("1:2:3:4::5:6:7:8", "the :: must expand to at least one field of zeros")]
    [InlineData("fe80::1%", "zone must be a non-empty string")]
    [InlineData("1:1.2.3.4", "embedded IPv4 address must replace the final 2 fields of the address (at \"1.2.3.4\")")]
    [InlineData("1::2:3:4:5:6:7:8.1.1.1", "too many hex fields to fit an embedded IPv4 at the end of the address (at \"8.1.1.1\")")]
    [InlineData("::1.2.3.x%eth0", "unexpected character (at \"x\")")]
    public void What_is_none_fails_in_the_same_words(string text, string message) =>
        Assert.Equal($"ParseAddr({GoQuote.Format(text)}): {message}", GoIpAddress.Parse(Encoding.UTF8.GetBytes(text), out _));
}
