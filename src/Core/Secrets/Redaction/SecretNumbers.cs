using System.Globalization;
using System.Numerics;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Secrets.Redaction;

/// <summary>
/// A value that YAML or JSON may read as a number or a time, as Go then prints it: with and without exponent (<c>%v</c>, <c>%e</c>,
/// <c>%f</c>, <c>%d</c>), in hexadecimal (<c>%x</c>), and a time with a blank in place of the T. Numbers are strings on the way: they pass
/// through the runtime's own number types, which nothing wipes.
/// </summary>
internal static class SecretNumbers
{
    // No number is longer.
    private const int MaxDigits = 400;
    private const int MinHexLength = 6;
    private const int SecondsLength = 19;
    private const int EndOfDate = 10;

    /// <summary>
    /// The forms that differ from the value, of <see cref="RedactionScope.MinBytes"/> to <see cref="FormHashes.MaxWhole"/> characters.
    /// </summary>
    public static IEnumerable<string> FormsOf(ReadOnlySpan<char> value)
    {
        var trimmed = value.Trim();
        if (trimmed.Length is 0 or > MaxDigits || !(char.IsAsciiDigit(trimmed[0]) || trimmed[0] is '-' or '+' or '.'))
        {
            return [];
        }

        var text = trimmed.ToString();
        return (IsTime(text) ? Times(text) : Numbers(text))
            .Where(form => form.Length is >= RedactionScope.MinBytes and <= FormHashes.MaxWhole && form != text)
            .Distinct();
    }

    private static IEnumerable<string> Numbers(string text)
    {
        text = text.Replace("_", "", StringComparison.Ordinal);
        foreach (var whole in Wholes(text))
        {
            yield return whole.ToString(CultureInfo.InvariantCulture);
            yield return BigInteger.Abs(whole).ToString(CultureInfo.InvariantCulture);
            if (Hex(BigInteger.Abs(whole)) is { Length: >= MinHexLength } hex)
            {
                yield return hex;
            }

            foreach (var form in Floats((double)whole))
            {
                yield return form;
            }
        }

        if (GoNumber.ParseFloat(Encoding.UTF8.GetBytes(text), out var number) == GoNumberError.None)
        {
            foreach (var form in Floats(number))
            {
                yield return form;
            }
        }
    }

    private static IEnumerable<string> Floats(double number)
    {
        const int MinMantissaLength = 6;
        if (!double.IsFinite(number))
        {
            yield break;
        }

        foreach (var format in (GoFloatFormat[])[GoFloatFormat.Sprint, GoFloatFormat.Json, GoFloatFormat.Plain, GoFloatFormat.Verb('e', 6)])
        {
            yield return GoFloat.Format(number, format);
        }

        var shortest = GoFloat.Format(number, GoFloatFormat.Verb('e', -1));
        yield return shortest;
        if (shortest.IndexOf('e', StringComparison.Ordinal) is >= MinMantissaLength and var end)
        {
            yield return shortest[..end];
        }

        if (Math.Abs(number) < long.MaxValue && number != Math.Floor(number))
        {
            yield return GoFloat.Format(number, GoFloatFormat.Verb('f', 6));
        }

        yield return HexFloat(Math.Abs(number));
    }

    // Digits of the mantissa, the exponent to the base of two.
    private static string HexFloat(double number)
    {
        const int MantissaBits = 52;
        const int Bias = 1023;
        var bits = BitConverter.DoubleToInt64Bits(number);
        var digits = (bits & ((1L << MantissaBits) - 1)).ToString("x13", CultureInfo.InvariantCulture).TrimEnd('0');
        var exponent = (int)((bits >> MantissaBits) & 0x7ff) - Bias;
        return number == 0 || digits.Length == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"0x1.{digits}p{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    // A zero at the start makes an octal number for YAML 1.1 and nothing for YAML 1.2.
    private static IEnumerable<BigInteger> Wholes(string text)
    {
        var sign = text[0] == '-' ? -1 : 1;
        var digits = text[0] is '-' or '+' ? text[1..] : text;
        BigInteger?[] readings = digits switch
        {
            ['0', 'x' or 'X', .. var hex] => [InBase(hex, 16)],
            ['0', 'o' or 'O', .. var octal] => [InBase(octal, 8)],
            ['0', 'b' or 'B', .. var binary] => [InBase(binary, 2)],
            ['0', _, ..] => [InBase(digits, 8), InBase(digits, 10)],
            _ => [InBase(digits, 10)],
        };
        return readings.OfType<BigInteger>().Select(magnitude => sign * magnitude);
    }

    private static BigInteger? InBase(string digits, int numberBase)
    {
        var number = BigInteger.Zero;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiDigit(c) ? c - '0' : char.IsAsciiHexDigit(c) ? (c | 0x20) - 'a' + 10 : numberBase;
            if (digit >= numberBase)
            {
                return null;
            }

            number = (number * numberBase) + digit;
        }

        return digits.Length == 0 ? null : number;
    }

    private static string Hex(BigInteger number) => number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

    private static bool IsTime(string text) => text.Length >= SecondsLength
        && text[4] == '-'
        && text[7] == '-'
        && text[EndOfDate] is 'T' or 't' or ' '
        && text[13] == ':';

    private static IEnumerable<string> Times(string text)
    {
        var (date, time) = (text[..EndOfDate], text[(EndOfDate + 1)..SecondsLength]);
        yield return $"{date} {time}";
        yield return $"{date}T{time}";
    }
}
