using System.Globalization;
using System.Text;
using SecretsKit.Charts.Schema.Evaluation;

namespace SecretsKit.Charts.Schema.Findings;

/// <summary>Numbers as English readers group them: <c>70,000</c>, and <c>1.0000015×10⁰⁶</c> from a million on (spec helm.md 2.6).</summary>
internal static class LocalNumber
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>A count.</summary>
    public static string Format(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number by its shortest digits that tell doubles apart.</summary>
    public static string Format(ExactNumber number)
    {
        var value = number.ToDouble();
        if (value == 0)
        {
            return "0";
        }

        if (!double.IsFinite(value))
        {
            return value < 0 ? "-∞" : "∞";
        }

        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var digits = Digits(shortest);
        var exponent = Exponent(shortest);
        var sign = value < 0 ? "-" : "";
        return exponent is < -4 or >= 6 ? sign + Scientific(digits, exponent) : sign + Decimal(digits, exponent);
    }

    // The digits that count, without point, exponent and zeros at either end.
    private static string Digits(string shortest)
    {
        var end = shortest.IndexOf('E');
        return (end < 0 ? shortest : shortest[..end]).Replace(".", "", StringComparison.Ordinal).Trim('0');
    }

    // Of ten, of the first digit that counts. Longer forms of the number will not do: 1E+200 is 9.9999999999999997E+199 there.
    private static int Exponent(string shortest)
    {
        if (shortest.IndexOf('E') is var mark and >= 0)
        {
            return int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }

        var point = shortest.IndexOf('.');
        var whole = point < 0 ? shortest.Length : point;
        return shortest[0] != '0' ? whole - 1 : -1 - shortest.AsSpan(point + 1).IndexOfAnyExcept('0');
    }

    private static string Scientific(string digits, int exponent)
    {
        var text = new StringBuilder().Append(digits[0]);
        if (digits.Length > 1)
        {
            text.Append('.').Append(digits, 1, digits.Length - 1);
        }

        text.Append("×10").Append(exponent < 0 ? "⁻" : "");
        foreach (var digit in Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture))
        {
            text.Append(Superscripts[digit - '0']);
        }

        return text.ToString();
    }

    private static string Decimal(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        var padded = digits.PadRight(exponent + 1, '0');
        var whole = Format(long.Parse(padded.AsSpan(0, exponent + 1), CultureInfo.InvariantCulture));
        return padded.Length > exponent + 1 ? $"{whole}.{padded.AsSpan(exponent + 1)}" : whole;
    }
}
