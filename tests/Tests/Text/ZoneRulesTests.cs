using SecretsKit.Core.Text.Time;

namespace SecretsKit.Tests.Text;

public sealed class ZoneRulesTests
{
    [Theory]
    [InlineData("CET-1CEST,M3.5.0,M10.5.0/3", 1711846799, "CET 3600")]
    [InlineData("CET-1CEST,M3.5.0,M10.5.0/3", 1711846800, "CEST 7200")]
    [InlineData("CET-1CEST,M3.5.0,M10.5.0/3", 1729990799, "CEST 7200")]
    [InlineData("CET-1CEST,M3.5.0,M10.5.0/3", 1729990800, "CET 3600")]
    [InlineData("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1704067200, "+11 39600")]
    [InlineData("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1717200000, "+1030 37800")]
    [InlineData("EST5EDT", 1720000000, "EDT -14400")]
    [InlineData("AAA3BBB,J60/0,J300/0", 1709175599, "AAA -10800")]
    [InlineData("AAA3BBB,J60/0,J300/0", 1709262000, "BBB -7200")]
    [InlineData("AAA3BBB,59/0,299/0", 1709175600, "BBB -7200")]
    [InlineData("JST-9", 0, "JST 32400")]
    public void A_rule_tells_the_clock_at_any_moment(string rules, long moment, string expected)
    {
        var (offset, name) = ZoneRules.Parse(rules)!.At(moment);
        Assert.Equal(expected, FormattableString.Invariant($"{name} {offset}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AB3")]
    [InlineData("CET")]
    [InlineData("CET-1CEST,M3.5.0")]
    [InlineData("CET-1CEST,M13.5.0,M10.5.0")]
    [InlineData("CET-1CEST,M3.6.0,M10.5.0")]
    [InlineData("CET-1CEST,J0,J1")]
    [InlineData("<CET-1")]
    [InlineData("CET-200")]
    public void What_is_no_rule_is_refused(string rules) => Assert.Null(ZoneRules.Parse(rules));

    [Theory]
    [InlineData("")]
    [InlineData("TZif")]
    [InlineData("TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void What_is_no_zone_file_is_refused(string data) => Assert.Null(ZoneFile.Read(System.Text.Encoding.Latin1.GetBytes(data), "x"));
}
