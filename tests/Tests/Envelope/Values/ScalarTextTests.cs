using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Envelope.Values;

public sealed class ScalarTextTests
{
    [Theory]
    [InlineData("str", " as it is\n", " as it is\n")]
    [InlineData("comment", " top", " top")]
    [InlineData("bool", "true", "True")]
    [InlineData("bool", "false", "False")]
    [InlineData("int", "0", "0")]
    [InlineData("int", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("int", "9223372036854775807", "9223372036854775807")]
    [InlineData("float", "1.5", "1.5")]
    [InlineData("float", "1000", "1000")]
    [InlineData("float", "1e-7", "0.0000001")]
    [InlineData("float", "1e29", "100000000000000000000000000000")]
    [InlineData("float", "Infinity", "+Inf")]
    [InlineData("float", "-Infinity", "-Inf")]
    [InlineData("float", "NaN", "NaN")]
    [InlineData("float", "-0", "-0")]
    [InlineData("time", "2006-01-02T15:04:05.123456+07:06", "2006-01-02T15:04:05.123456+07:06")]
    [InlineData("time", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z")]
    public void Writes_the_form_that_cipher_and_mac_share(string type, string value, string expected) =>
        Assert.Equal(expected, Leaves.Serialize(Leaves.Of(type, value)));

    [Fact]
    public void The_longest_numbers_fit_the_scratch_buffer()
    {
        foreach (var value in (double[])[double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon])
        {
            var text = Leaves.Serialize(new FloatNode(value));
            Assert.Equal(value, double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("t", true)]
    [InlineData("T", true)]
    [InlineData("TRUE", true)]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("0", false)]
    [InlineData("f", false)]
    [InlineData("F", false)]
    [InlineData("FALSE", false)]
    [InlineData("false", false)]
    [InlineData("False", false)]
    [InlineData("tRUE", null)]
    [InlineData("yes", null)]
    [InlineData("", null)]
    public void Reads_every_spelling_of_truth(string text, bool? expected) =>
        Assert.Equal(expected, (Parse(ScalarType.Bool, text).Leaf as BoolNode)?.Value);

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-0", 0L)]
    [InlineData("+5", 5L)]
    [InlineData("007", 7L)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("1_000", null)]
    [InlineData("0x10", null)]
    [InlineData(" 1", null)]
    [InlineData("1\0", null)]
    [InlineData("1.0", null)]
    [InlineData("+", null)]
    [InlineData("", null)]
    public void Reads_decimal_integers(string text, long? expected) =>
        Assert.Equal(expected, (Parse(ScalarType.Int, text).Leaf as IntNode)?.Value);

    [Fact]
    public void An_integer_that_is_too_large_is_told_from_one_that_is_none()
    {
        Assert.Equal("strconv.Atoi: parsing: value out of range", Parse(ScalarType.Int, "9223372036854775808").Failure);
        Assert.Equal("strconv.Atoi: parsing: invalid syntax", Parse(ScalarType.Int, "9x").Failure);
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("1e3", 1000.0)]
    [InlineData("+Inf", double.PositiveInfinity)]
    [InlineData("NaN", double.NaN)]
    [InlineData("-0", -0.0)]
    [InlineData("1.5x", null)]
    [InlineData(" 1.5", null)]
    [InlineData("", null)]
    public void Reads_floats(string text, double? expected) =>
        Assert.Equal(expected, (Parse(ScalarType.Float, text).Leaf as FloatNode)?.Value);

    [Theory]
    [InlineData("2006-01-02T15:04:05.123456+07:06", 1136188685L, 123456000, 25560)]
    [InlineData("2024-01-01T00:00:00Z", 1704067200L, 0, 0)]
    public void Reads_moments(string text, long seconds, int nanoseconds, int offset)
    {
        var leaf = Assert.IsType<TimeNode>(Parse(ScalarType.Time, text).Leaf);
        Assert.Equal(new Timestamp(seconds, nanoseconds, offset), leaf.Value);
    }

    [Theory]
    [InlineData("2024-13-01T00:00:00Z", "parsing time: month out of range")]
    [InlineData("2024-01-01T00:00:00Zsecret", "parsing time: extra text")]
    [InlineData("2024-01-01 00:00:00Z", "parsing time as \"2006-01-02T15:04:05Z07:00\": cannot parse as \"T\"")]
    public void A_text_that_is_no_moment_is_not_quoted(string text, string message) =>
        Assert.Equal((null, message), Parse(ScalarType.Time, text));

    private static (Node? Leaf, string? Failure) Parse(ScalarType type, string text) =>
        (ScalarText.Parse(type, Encoding.UTF8.GetBytes(text), out var failure), failure);
}
