using System.Globalization;
using System.Numerics;
using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Functions.Numbers;

/// <summary>
/// A decimal number of any length: coefficient times ten to the exponent. Doubles enter by their shortest text (spec sprig.md 7).
/// </summary>
internal readonly struct BigDecimal(BigInteger coefficient, int exponent)
{
    private const int DivisionDigits = 16;

    private readonly BigInteger _coefficient = coefficient;
    private readonly int _exponent = exponent;

    /// <exception cref="FunctionException">Not finite.</exception>
    public static BigDecimal From(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new FunctionException($"Cannot create a Decimal from {GoFloat.Format(value, GoFloatFormat.Sprint)}");
        }

        var text = GoFloat.Format(value, GoFloatFormat.Verb('e', -1));
        var mark = text.IndexOf('e', StringComparison.Ordinal);
        var digits = text[..mark].Replace(".", "", StringComparison.Ordinal);
        var fraction = text[..mark].Contains('.', StringComparison.Ordinal) ? mark - text.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        return new(
            BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
            int.Parse(text[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) - fraction);
    }

    /// <summary>The nearest double; beyond the range an infinity.</summary>
    public double ToDouble()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{_coefficient}e{_exponent}");
        _ = GoNumber.ParseFloat(Encoding.ASCII.GetBytes(text), out var value);
        return value;
    }

    public static BigDecimal operator +(BigDecimal left, BigDecimal right)
    {
        var exponent = Math.Min(left._exponent, right._exponent);
        return new(left.At(exponent) + right.At(exponent), exponent);
    }

    public static BigDecimal operator -(BigDecimal left, BigDecimal right) => left + new BigDecimal(-right._coefficient, right._exponent);

    public static BigDecimal operator *(BigDecimal left, BigDecimal right) =>
        new(left._coefficient * right._coefficient, left._exponent + right._exponent);

    /// <summary>Rounded to 16 places behind the point, halves away from zero.</summary>
    /// <exception cref="FunctionException">The divisor is 0.</exception>
    public static BigDecimal operator /(BigDecimal left, BigDecimal right)
    {
        if (right._coefficient.IsZero)
        {
            throw new FunctionException("decimal division by 0");
        }

        var shift = left._exponent - right._exponent + DivisionDigits;
        var (dividend, divisor) = shift >= 0
            ? (left._coefficient * BigInteger.Pow(10, shift), right._coefficient)
            : (left._coefficient, right._coefficient * BigInteger.Pow(10, -shift));
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        if (BigInteger.Abs(remainder) * 2 >= BigInteger.Abs(divisor))
        {
            quotient += dividend.Sign * divisor.Sign;
        }

        return new(quotient, -DivisionDigits);
    }

    private BigInteger At(int exponent) => _coefficient * BigInteger.Pow(10, _exponent - exponent);
}
