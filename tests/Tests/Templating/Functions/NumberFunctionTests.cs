using SecretsKit.Core.Data;
using static SecretsKit.Tests.Templating.Functions.Calls;

namespace SecretsKit.Tests.Templating.Functions;

public sealed class NumberFunctionTests
{
    [Theory]
    [InlineData(8, "010")]
    [InlineData(0, "08")]
    [InlineData(31, "0x1F")]
    [InlineData(0, "1.5")]
    [InlineData(3, "3.0")]
    [InlineData(0, "3.")]
    [InlineData(0, "1e3")]
    [InlineData(1000, "1_000")]
    [InlineData(0, " 5")]
    [InlineData(-7, "-7")]
    [InlineData(0, "")]
    [InlineData(0, ".0")]
    [InlineData(1, true)]
    [InlineData(0, null)]
    [InlineData(-1, -1.9)]
    [InlineData(long.MinValue, double.NaN)]
    [InlineData(long.MinValue, 1e300)]
    public void Integers_are_read_as_the_reference_reads_them(long expected, object? value)
    {
        Assert.Equal(expected, Call("int", value).Bits);
        Assert.Equal((GoType.Int64, expected), (Call("int64", value).Type, Call("int64", value).Bits));
    }

    [Theory]
    [InlineData("0.3", "addf", 0.1, 0.2)]
    [InlineData("2.5", "add1f", "1.5")]
    [InlineData("4", "subf", 10, 1, 2, 3)]
    [InlineData("1e+06", "mulf", 1000, 1000)]
    [InlineData("0.1428571428571429", "divf", 1, 7)]
    [InlineData("3.333333333333333e+19", "divf", 1e20, 3)]
    [InlineData("+Inf", "addf", 1e308, 1e308)]
    [InlineData("-3", "round", -2.4, 0)]
    [InlineData("123.556", "round", 123.5555, 3)]
    [InlineData("-9223372036854775808", "div", long.MinValue, -1)]
    [InlineData("0", "mod", long.MinValue, -1)]
    [InlineData("-1", "mod", -7, 3)]
    [InlineData("5", "max", 1, 5, 3)]
    [InlineData("511", "toDecimal", "0777")]
    [InlineData("10", "atoi", "010")]
    [InlineData("16", "float64", "0x1p4")]
    [InlineData("1 0 -1 -2", "seq", -2)]
    [InlineData("", "seq", 5, 1, 2)]
    [InlineData("0 2 4", "seq", 0, 2, 4)]
    [InlineData("[0 -1 -2]", "until", -3)]
    [InlineData("[]", "untilStep", 5, 0, 0)]
    [InlineData("[9223372036854775806]", "untilStep", long.MaxValue - 1, long.MaxValue, 5)]
    public void Sums_come_out_as_in_the_reference(string expected, string function, params object?[]? arguments) =>
        Assert.Equal(expected, Calls.Text(function, arguments));

    [Theory]
    [InlineData("runtime error: integer divide by zero", "div", 1, 0.5)]
    [InlineData("runtime error: integer divide by zero", "mod", 1, 0)]
    [InlineData("decimal division by 0", "divf", 1, 0)]
    [InlineData("Cannot create a Decimal from +Inf", "addf", "inf", 1)]
    [InlineData("limit", "until", int.MaxValue)]
    [InlineData("limit", "seq", 0, long.MaxValue - 1)]
    public void Impossible_sums_are_refused(string error, string function, params object?[]? arguments) =>
        Assert.Equal(error, Error(function, arguments));

    [Theory]
    [InlineData("d", "default", "d", 0)]
    [InlineData("d", "default", "d")]
    [InlineData("x", "coalesce", "", null, 0, "x")]
    [InlineData("false", "all", 1, 0)]
    [InlineData("true", "all")]
    [InlineData("false", "any")]
    [InlineData("t", "ternary", "t", "f", true)]
    [InlineData("invalid", "kindOf", null)]
    [InlineData("<nil>", "typeOf", null)]
    [InlineData("int64", "typeOf", 1L)]
    public void Missing_values_are_replaced(string expected, string function, params object?[]? arguments) =>
        Assert.Equal(expected, Calls.Text(function, arguments));
}
