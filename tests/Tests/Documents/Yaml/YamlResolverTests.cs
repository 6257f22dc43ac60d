using System.Globalization;
using System.Text;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Tests.Documents.Yaml;

public sealed class YamlResolverTests
{
    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("Null")]
    [InlineData("NULL")]
    public void Null_has_five_spellings(string text) => Assert.Equal(YamlScalarType.Null, Resolve(text).Type);

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("TRUE", true)]
    [InlineData("false", false)]
    [InlineData("False", false)]
    [InlineData("FALSE", false)]
    public void Truth_has_three_spellings_each(string text, bool value)
    {
        var scalar = Resolve(text);
        Assert.Equal(YamlScalarType.Bool, scalar.Type);
        Assert.Equal(value, scalar.Bool);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("No")]
    [InlineData("on")]
    [InlineData("OFF")]
    [InlineData("y")]
    [InlineData("n")]
    [InlineData("tRUE")]
    [InlineData("nULL")]
    [InlineData("nan")]
    [InlineData("inf")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData("-_")]
    [InlineData(".")]
    [InlineData("...")]
    [InlineData("._5")]
    [InlineData(".5_")]
    [InlineData(".5__0")]
    [InlineData(".e3")]
    [InlineData("+.nan")]
    [InlineData(".iNF")]
    [InlineData("12:30:45")]
    [InlineData("0x")]
    [InlineData("0xg")]
    [InlineData("0b2")]
    [InlineData("0o8")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1.2.3")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData(".1e999")]
    [InlineData("0x1p4")]
    [InlineData("-0b-1")]
    [InlineData("1 ")]
    [InlineData("a<<")]
    [InlineData("2024-13-01")]
    [InlineData("2024-02-30")]
    [InlineData("2023-02-29")]
    [InlineData("1900-02-29")]
    [InlineData("2024-1")]
    [InlineData("2024-")]
    [InlineData("20240-1-1")]
    [InlineData("2024-01-01T00:00:00")]
    [InlineData("2024-01-01 00:00:00Z")]
    [InlineData("2024-01-01T24:00:00Z")]
    [InlineData("2024-01-01T23:59:60Z")]
    [InlineData("2024-01-01T00:00:00.Z")]
    [InlineData("2024-01-01T00:00:00+5:30")]
    [InlineData("2024-01-01T00:00:00+0530")]
    [InlineData("2024-01-01T00:00:00+25:00")]
    [InlineData("2024-01-001")]
    public void The_rest_is_text(string text) => Assert.Equal(YamlScalarType.String, Resolve(text).Type);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+12", 12)]
    [InlineData("1_000_", 1000)]
    [InlineData("1__0", 10)]
    [InlineData("0777", 511)]
    [InlineData("-010", -8)]
    [InlineData("0o17", 15)]
    [InlineData("0O17", 15)]
    [InlineData("-0o17", -15)]
    [InlineData("0x1F", 31)]
    [InlineData("0XfF", 255)]
    [InlineData("+0x1f", 31)]
    [InlineData("-0x1f", -31)]
    [InlineData("0x_1_f", 31)]
    [InlineData("0b101", 5)]
    [InlineData("0B1", 1)]
    [InlineData("0b-1", -1)]
    [InlineData("0o+7", 7)]
    [InlineData("00", 0)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("-0x8000000000000000", long.MinValue)]
    public void Integers_have_bases_and_underscores(string text, long value)
    {
        var scalar = Resolve(text);
        Assert.Equal(YamlScalarType.Int, scalar.Type);
        Assert.Equal(value, scalar.Int);
    }

    [Theory]
    [InlineData("9223372036854775808", 9223372036854775808)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("0xFFFFFFFFFFFFFFFF", ulong.MaxValue)]
    public void Integers_beyond_the_signed_range_are_unsigned(string text, ulong value)
    {
        var scalar = Resolve(text);
        Assert.Equal(YamlScalarType.Unsigned, scalar.Type);
        Assert.Equal(value, scalar.Unsigned);
        Assert.Equal("!!int", scalar.Tag);
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("5.", 5)]
    [InlineData(".5", .5)]
    [InlineData(".5_0", .5)]
    [InlineData("+.5", .5)]
    [InlineData("-.5E-2", -.005)]
    [InlineData("1.e+2", 100)]
    [InlineData("12e03", 12000)]
    [InlineData("08", 8)]
    [InlineData("09.5", 9.5)]
    [InlineData("1_2_3.5", 123.5)]
    [InlineData("18446744073709551616", 18446744073709551616.0)]
    [InlineData("+9223372036854775808", 9223372036854775808.0)]
    [InlineData("-9223372036854775809", -9223372036854775808.0)]
    [InlineData("1e-999999999999", 0)]
    [InlineData("0e999999999999", 0)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData(".inf", double.PositiveInfinity)]
    [InlineData("+.Inf", double.PositiveInfinity)]
    [InlineData("-.INF", double.NegativeInfinity)]
    [InlineData(".NaN", double.NaN)]
    public void Floats_need_no_digits_before_or_after_the_dot(string text, double value)
    {
        var scalar = Resolve(text);
        Assert.Equal(YamlScalarType.Float, scalar.Type);
        Assert.Equal(value, scalar.Float);
    }

    [Theory]
    [InlineData("2024-02-29", "2024-02-29T00:00:00Z", 0, 0)]
    [InlineData("2024-2-9", "2024-02-09T00:00:00Z", 0, 0)]
    [InlineData("1969-12-31", "1969-12-31T00:00:00Z", 0, 0)]
    [InlineData("1600-02-29", "1600-02-29T00:00:00Z", 0, 0)]
    [InlineData("0001-1-1", "0001-01-01T00:00:00Z", 0, 0)]
    [InlineData("2024-01-01T1:2:3Z", "2024-01-01T01:02:03Z", 0, 0)]
    [InlineData("2024-01-01t01:02:03.5-07:06", "2024-01-01T08:08:03Z", 500_000_000, -25560)]
    [InlineData("2024-01-01 01:02:03,123456789999", "2024-01-01T01:02:03Z", 123_456_789, 0)]
    [InlineData("2024-12-31T23:59:59.000000001+24:00", "2024-12-30T23:59:59Z", 1, 86400)]
    public void Timestamps_have_four_layouts(string text, string moment, int nanoseconds, int offset)
    {
        var scalar = Resolve(text);
        Assert.Equal(YamlScalarType.Timestamp, scalar.Type);
        Assert.Equal(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture).ToUnixTimeSeconds(), scalar.Time.UnixSeconds);
        Assert.Equal(nanoseconds, scalar.Time.Nanoseconds);
        Assert.Equal(offset, scalar.Time.OffsetSeconds);
    }

    [Fact]
    public void The_year_zero_exists()
    {
        Assert.Equal(-62167219200, Resolve("0000-01-01").Time.UnixSeconds);
    }

    [Fact]
    public void Two_less_than_signs_are_the_merge_indicator() => Assert.Equal("!!merge", Resolve("<<").Tag);

    [Theory]
    [InlineData("!!float", "3", true, "!!float")]
    [InlineData("!!float", "18446744073709551615", false, "!!int")]
    [InlineData("!!int", "3.5", false, "!!float")]
    [InlineData("!!int", "abc", false, "!!str")]
    [InlineData("!!int", "2024-01-01", false, "!!str")]
    [InlineData("!!timestamp", "2024-01-01", true, "!!timestamp")]
    [InlineData("!!null", "x", false, "!!str")]
    [InlineData("!!null", "", true, "!!null")]
    [InlineData("!!bool", "true", true, "!!bool")]
    [InlineData("!!bool", "yes", false, "!!str")]
    [InlineData("!!str", "12", true, "!!str")]
    [InlineData("!!binary", "12", true, "!!str")]
    [InlineData("!Ref", "12", true, "!!str")]
    public void An_explicit_tag_must_fit(string tag, string text, bool fits, string resolved)
    {
        Assert.Equal(fits, YamlResolver.TryResolve(tag, Encoding.UTF8.GetBytes(text), out var scalar));
        Assert.Equal(resolved, scalar.Tag);
    }

    [Fact]
    public void A_scalar_never_prints_its_value() => Assert.Equal("YamlScalar(Int)", Resolve("42").ToString());

    private static YamlScalar Resolve(string text) => YamlResolver.Resolve(Encoding.UTF8.GetBytes(text));
}
