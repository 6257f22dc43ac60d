using System.Globalization;
using System.Numerics;
using System.Text;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Schema.Evaluation;

/// <summary>
/// A decimal number without rounding: <c>digits * 10^exponent</c>, the digits without zeros at their
/// end. Comparing and dividing cost no more than the text was long, however large the exponent.
/// </summary>
internal readonly struct ExactNumber : IEquatable<ExactNumber>
{
    private readonly BigInteger _digits;
    private readonly long _exponent;

    private ExactNumber(BigInteger digits, long exponent) => (_digits, _exponent) = (digits, exponent);

    /// <summary>Whether nothing is behind the decimal point; 1.0 is an integer too.</summary>
    public bool IsInteger => _exponent >= 0;

    public bool IsZero => _digits.IsZero;

    public static ExactNumber Of(long value) => Normalise(value, 0);

    /// <summary>The number of a value; false for what is none, and for those without digits.</summary>
    public static bool TryOf(Value value, out ExactNumber number)
    {
        if (value.AsObject is { } named)
        {
            number = named is JsonNumber json ? json.Exact : default;
            return named is JsonNumber || (!named.Underlying.IsNil && TryOf(named.Underlying, out number));
        }

        number = default;
        switch (value.Kind)
        {
            case GoKind.Float64 or GoKind.Float32:
                return double.IsFinite(value.Float64) && TryParse(value.Float64.ToString("R", CultureInfo.InvariantCulture), out number);
            case GoKind.Uint64 or GoKind.Uint:
                number = Normalise((ulong)value.Bits, 0);
                return true;
            case >= GoKind.Int and <= GoKind.Uint32:
                number = Of(value.Bits);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads a number as JSON writes it.</summary>
    public static bool TryParse(string text, out ExactNumber number)
    {
        number = default;
        var end = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        BigInteger exponent = 0;
        if (end >= 0
            && !BigInteger.TryParse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        var digits = new StringBuilder(mantissa.Length).Append(mantissa);
        var point = mantissa.IndexOf('.');
        if (point >= 0)
        {
            digits.Remove(point, 1);
            exponent -= mantissa.Length - point - 1;
        }

        if (!BigInteger.TryParse(digits.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        // No exponent that a text of bounded length can hold matters beyond this; comparisons stay right as long as both are not there.
        number = Normalise(value, (long)BigInteger.Clamp(exponent, -MaxExponent, MaxExponent));
        return true;
    }

    public int CompareTo(ExactNumber other)
    {
        if (_digits.Sign != other._digits.Sign || _digits.Sign == 0)
        {
            return _digits.Sign.CompareTo(other._digits.Sign);
        }

        var (magnitude, otherMagnitude) = (Magnitude, other.Magnitude);
        if (magnitude != otherMagnitude)
        {
            return magnitude.CompareTo(otherMagnitude) * _digits.Sign;
        }

        // Equal magnitudes: the exponents differ by no more than the count of digits.
        var lower = Math.Min(_exponent, other._exponent);
        return Scale(lower).CompareTo(other.Scale(lower));
    }

    public bool IsMultipleOf(ExactNumber divisor)
    {
        if (_digits.IsZero || divisor.IsZero)
        {
            return _digits.IsZero;
        }

        var shift = _exponent - divisor._exponent;
        if (shift >= 0)
        {
            return (_digits * BigInteger.ModPow(10, shift, BigInteger.Abs(divisor._digits)) % divisor._digits).IsZero;
        }

        return Magnitude >= divisor.Magnitude && (_digits % divisor.Scale(_exponent)).IsZero;
    }

    /// <summary>The low 64 bits of a number that is an integer, not negative: what Go makes of one that is too large.</summary>
    public long ToInt64() => unchecked((long)(ulong)(_exponent >= 64 ? 0 : _digits * BigInteger.Pow(10, (int)_exponent) & ulong.MaxValue));

    /// <summary>The nearest double, infinite beyond the largest.</summary>
    public double ToDouble() => double.Parse($"{_digits}E{_exponent}", CultureInfo.InvariantCulture);

    public bool Equals(ExactNumber other) => _digits == other._digits && (_exponent == other._exponent || _digits.IsZero);

    public override bool Equals(object? obj) => obj is ExactNumber other && Equals(other);

    public override int GetHashCode() => _digits.IsZero ? 0 : HashCode.Combine(_digits, _exponent);

    private const long MaxExponent = 1_000_000_000_000;

    // Where the first digit is.
    private long Magnitude => _exponent + DigitCount(_digits);

    private BigInteger Scale(long exponent) => _digits * BigInteger.Pow(10, checked((int)(_exponent - exponent)));

    private static long DigitCount(BigInteger digits)
    {
        var magnitude = BigInteger.Abs(digits);
        return magnitude < 1_000_000_000_000_000_000
            ? ((long)magnitude).ToString(CultureInfo.InvariantCulture).Length
            : magnitude.ToString(CultureInfo.InvariantCulture).Length;
    }

    private static ExactNumber Normalise(BigInteger digits, long exponent)
    {
        if (digits.IsZero)
        {
            return default;
        }

        while (true)
        {
            var quotient = BigInteger.DivRem(digits, 10, out var rest);
            if (!rest.IsZero)
            {
                return new(digits, exponent);
            }

            (digits, exponent) = (quotient, exponent + 1);
        }
    }
}
