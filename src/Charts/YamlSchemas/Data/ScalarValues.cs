using System.Globalization;
using System.Numerics;
using SecretsKit.Charts.YamlText.Values;

namespace SecretsKit.Charts.YamlSchemas.Data;

/// <summary>The values of plain scalars.</summary>
internal static class ScalarValues
{
    // Longer numbers are texts to people, and cost squares of their length to read.
    private const int MaxDigits = 1000;

    /// <summary>The value of a plain scalar.</summary>
    public static DataValue Plain(string text) => PlainTypes.Of(text) switch
    {
        PlainType.Null => new NullValue(),
        PlainType.Boolean => new BooleanValue(PlainTypes.IsTrue(text)),
        PlainType.Integer when text.Length <= MaxDigits => new IntegerValue(Integer(text)),
        PlainType.Float when text.Length <= MaxDigits => new FloatValue(Float(text)),
        PlainType.Timestamp when Time(text) is { } time => time,
        _ => new TextValue(text),
    };

    /// <summary>A day or a moment, or null where there is no such day.</summary>
    public static TimeValue? Time(string text)
    {
        if (DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new(day, IsMoment: false);
        }

        const DateTimeStyles Universal = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, Universal, out var moment) ? new(moment, IsMoment: true) : null;
    }

    private static BigInteger Integer(string text)
    {
        var (isNegative, digits) = Signed(text);
        var value = digits switch
        {
            ['0', 'b', .. var binary] => InBase(binary, 2),
            ['0', 'x', .. var hexadecimal] => InBase(hexadecimal, 16),
            ['0', .. var octal] => InBase(octal, 8),
            _ => Sixties(digits, part => InBase(part, 10)),
        };
        return isNegative ? -value : value;
    }

    private static double Float(string text)
    {
        var (isNegative, digits) = Signed(text.ToUpperInvariant());
        var value = digits switch
        {
            ".INF" => double.PositiveInfinity,
            ".NAN" => double.NaN,
            _ when digits.Contains(':', StringComparison.Ordinal) => digits.Split(':').Aggregate(
                0.0, (sum, part) => (sum * 60) + double.Parse(part, CultureInfo.InvariantCulture)),
            _ => double.Parse(digits, CultureInfo.InvariantCulture),
        };
        return isNegative ? -value : value;
    }

    private static (bool IsNegative, string Digits) Signed(string text) =>
        (text[0] == '-', text.TrimStart('-', '+').Replace("_", "", StringComparison.Ordinal));

    private static BigInteger Sixties(string digits, Func<string, BigInteger> part) =>
        digits.Split(':').Aggregate(BigInteger.Zero, (sum, text) => (sum * 60) + part(text));

    private static BigInteger InBase(string digits, int radix) =>
        digits.Aggregate(BigInteger.Zero, (sum, digit) => (sum * radix) + Convert.ToInt32(digit.ToString(), 16));
}
