using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Text;

public sealed class GoFloatTests
{
    private const int Samples = 5_000;

    [Theory]
    [InlineData(0.5, 'f', 0, "0")]
    [InlineData(1.5, 'f', 0, "2")]
    [InlineData(2.5, 'f', 0, "2")]
    [InlineData(0.125, 'f', 2, "0.12")]
    [InlineData(9.995, 'e', 2, "9.99e+00")]
    [InlineData(999999.5, 'g', 6, "1e+06")]
    [InlineData(0.00001, 'f', 3, "0.000")]
    [InlineData(-0.0, 'f', 2, "-0.00")]
    [InlineData(5e-324, 'e', -1, "5e-324")]
    public void Half_is_rounded_to_even(double value, char verb, int precision, string expected) =>
        Assert.Equal(expected, GoFloat.Format(value, GoFloatFormat.Verb(verb, precision)));

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(123456.0, "123456.0")]
    [InlineData(1e30, "1E+30")]
    [InlineData(123456789.5, "1.234567895E+08")]
    [InlineData(100000.5, "100000.5")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NaN, "NaN")]
    public void Dotenv_shows_that_it_is_a_float(double value, string expected) =>
        Assert.Equal(expected, GoFloat.Format(value, GoFloatFormat.Dotenv));

    [Theory]
    [InlineData(1000.0, "1000")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(1e29, "100000000000000000000000000000")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(-0.0, "-0")]
    public void The_plain_form_has_no_exponent(double value, string expected) =>
        Assert.Equal(expected, GoFloat.Format(value, GoFloatFormat.Plain));

    [Fact]
    public void Shortest_digits_read_back_as_the_same_double_in_every_format()
    {
        var random = new Random(20260102);
        for (var i = 0; i < Samples; i++)
        {
            var value = Sample(random);
            foreach (
                var format in new[] { GoFloatFormat.Plain, GoFloatFormat.Sprint, GoFloatFormat.Json, GoFloatFormat.Yaml,
                    GoFloatFormat.Dotenv })
            {
                var text = Encoding.ASCII.GetBytes(GoFloat.Format(value, format));
                Assert.Equal(GoNumberError.None, GoNumber.ParseFloat(text, out var read));
                Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(read));
            }
        }
    }

    [Fact]
    public void Digits_of_a_given_precision_are_the_nearest_ones()
    {
        var random = new Random(20260103);
        for (var i = 0; i < Samples; i++)
        {
            var value = random.NextInt64(-1L << 40, 1L << 40) / 1024.0;
            var precision = random.Next(0, 8);
            var text = GoFloat.Format(value, GoFloatFormat.Verb('f', precision));

            // The value is a whole number of 1024ths, so both sides are whole numbers of 1024ths of the last digit.
            var written = BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
            var exact = new BigInteger(value * 1024) * BigInteger.Pow(10, precision);
            var error = BigInteger.Abs(written - exact);
            Assert.True(error < 512 || (error == 512 && (written / 1024).IsEven), $"{value} {precision} {text}");
        }
    }

    [Fact]
    public void All_ways_to_write_agree()
    {
        var random = new Random(20260104);
        Span<byte> bytes = stackalloc byte[GoFloat.MaxShortestLength];
        for (var i = 0; i < Samples; i++)
        {
            var value = Sample(random);
            var text = GoFloat.Format(value, GoFloatFormat.Plain);
            Assert.True(GoFloat.TryFormat(value, bytes, out var length, GoFloatFormat.Plain));
            Assert.Equal(text, Encoding.ASCII.GetString(bytes[..length]));
            Assert.False(GoFloat.TryFormat(value, bytes[..(length - 1)], out length, GoFloatFormat.Plain));
            Assert.Equal(0, length);
            var writer = new ArrayBufferWriter<byte>();
            GoFloat.Write(writer, value, GoFloatFormat.Plain);
            Assert.Equal(text, Encoding.ASCII.GetString(writer.WrittenSpan));
        }
    }

    [Theory]
    [InlineData("0x1p-1074", 5e-324)]
    [InlineData("0x1p-1075", 0.0)]
    [InlineData("0x1.8p-1075", 5e-324)]
    [InlineData("0x.8p1", 1.0)]
    [InlineData("0x1.00000000000008p0", 1.0)]
    [InlineData("0x1.000000000000080000000000001p0", 1.0000000000000002)]
    [InlineData("-0x1p-2", -0.25)]
    [InlineData("0x_1_0p0", 16.0)]
    [InlineData("1_0.2_5e1_0", 1.025e11)]
    public void Hexadecimal_and_separated_numbers_are_read(string text, double expected)
    {
        Assert.Equal(GoNumberError.None, GoNumber.ParseFloat(Encoding.ASCII.GetBytes(text), out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("+")]
    [InlineData(".")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("0x1")]
    [InlineData("0xp1")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1_.5")]
    [InlineData("1._5")]
    [InlineData("1e_5")]
    [InlineData("+nan")]
    [InlineData("infinit")]
    [InlineData("1,5")]
    public void What_is_no_float_is_a_syntax_error(string text)
    {
        Assert.Equal(GoNumberError.Syntax, GoNumber.ParseFloat(Encoding.ASCII.GetBytes(text), out var value));
        Assert.Equal(0, value);
    }

    [Theory]
    [InlineData("1e309", double.PositiveInfinity)]
    [InlineData("-1e99999999999999999999", double.NegativeInfinity)]
    [InlineData("0x1p1024", double.PositiveInfinity)]
    [InlineData("0x1.fffffffffffff8p1023", double.PositiveInfinity)]
    public void What_is_too_large_is_out_of_range(string text, double expected)
    {
        Assert.Equal(GoNumberError.Range, GoNumber.ParseFloat(Encoding.ASCII.GetBytes(text), out var value));
        Assert.Equal(expected, value);
    }

    private static double Sample(Random random)
    {
        double value;
        do
        {
            value = random.Next(3) switch
            {
                0 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                1 => Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(0, 24)), random.Next(0, 10)),
                _ => random.NextInt64(-1_000_000, 1_000_000),
            };
        }
        while (!double.IsFinite(value));
        return value;
    }
}
