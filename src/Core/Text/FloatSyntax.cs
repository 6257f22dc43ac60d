using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace SecretsKit.Core.Text;

/// <summary>The grammar of Go's floating-point texts.</summary>
internal static class FloatSyntax
{
    // Far beyond what any double needs, and far below what would overflow while it is summed up.
    private const int MaxExponent = 100_000;

    public static GoNumberError Parse(ReadOnlySpan<byte> text, out double value)
    {
        if (TrySpecial(text, out value))
        {
            return GoNumberError.None;
        }

        var body = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        var hex = body.Length >= 2 && body[0] == '0' && (body[1] | 0x20) == 'x';
        if (!IsNumber(hex ? body[2..] : body, hex) || (text.Contains((byte)'_') && !UnderscoresSeparateDigits(body)))
        {
            value = 0;
            return GoNumberError.Syntax;
        }

        var magnitude = hex ? ReadHex(body[2..]) : ReadDecimal(body);
        value = text[0] == '-' ? -magnitude : magnitude;
        return double.IsFinite(value) ? GoNumberError.None : GoNumberError.Range;
    }

    /// <summary>Whether each underscore is between two digits, or between a base prefix and a digit.</summary>
    public static bool UnderscoresSeparateDigits(ReadOnlySpan<byte> text)
    {
        var prefixed = text.Length >= 2 && text[0] == '0' && (text[1] | 0x20) is 'x' or 'o' or 'b';
        var hex = prefixed && (text[1] | 0x20) == 'x';
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '_')
            {
                continue;
            }

            var before = i > 0 && (IsDigit(text[i - 1], hex) || (prefixed && i == 2));
            if (!before || i + 1 == text.Length || !IsDigit(text[i + 1], hex))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TrySpecial(ReadOnlySpan<byte> text, out double value)
    {
        var signed = text is [(byte)'+' or (byte)'-', ..];
        var name = signed ? text[1..] : text;
        if (Ascii.EqualsIgnoreCase(name, "inf"u8) || Ascii.EqualsIgnoreCase(name, "infinity"u8))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        value = double.NaN;
        return !signed && Ascii.EqualsIgnoreCase(name, "nan"u8);
    }

    private static bool IsNumber(ReadOnlySpan<byte> text, bool hex)
    {
        var i = 0;
        bool digits = false, point = false;
        for (; i < text.Length; i++)
        {
            if (IsDigit(text[i], hex))
            {
                digits = true;
            }
            else if (text[i] == '.' && !point)
            {
                point = true;
            }
            else if (text[i] != '_')
            {
                break;
            }
        }

        if (!digits)
        {
            return false;
        }

        if (i == text.Length)
        {
            return !hex;
        }

        if ((text[i] | 0x20) != (hex ? 'p' : 'e'))
        {
            return false;
        }

        var exponent = text[(i + 1)..];
        exponent = exponent is [(byte)'+' or (byte)'-', ..] ? exponent[1..] : exponent;
        return exponent is [>= (byte)'0' and <= (byte)'9', ..] && exponent.IndexOfAnyExcept(DecimalAndUnderscore) < 0;
    }

    private static readonly SearchValues<byte> DecimalAndUnderscore = SearchValues.Create("0123456789_"u8);

    private static double ReadDecimal(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'_'))
        {
            return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        var rented = ArrayPool<byte>.Shared.Rent(text.Length);
        var length = 0;
        foreach (var c in text)
        {
            if (c != '_')
            {
                rented[length++] = c;
            }
        }

        var value = double.Parse(rented.AsSpan(0, length), NumberStyles.Float, CultureInfo.InvariantCulture);
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return value;
    }

    private static double ReadHex(ReadOnlySpan<byte> text)
    {
        // Sixty bits and a sticky one are enough to round to 53 once, at the end.
        ulong mantissa = 0;
        long scale = 0;
        var sticky = false;
        var fraction = false;
        var i = 0;
        for (; i < text.Length && (text[i] | 0x20) != 'p'; i++)
        {
            if (text[i] == '_')
            {
                continue;
            }

            if (text[i] == '.')
            {
                fraction = true;
                continue;
            }

            var digit = (ulong)HexDigit(text[i]);
            if (mantissa >> 56 == 0)
            {
                mantissa = (mantissa << 4) | digit;
                scale -= fraction ? 4 : 0;
            }
            else
            {
                sticky |= digit != 0;
                scale += fraction ? 0 : 4;
            }
        }

        scale += ReadExponent(text[(i + 1)..]);
        return Scale(mantissa, sticky, scale);
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == '-';
        long sum = 0;
        foreach (var c in text)
        {
            if (c is >= (byte)'0' and <= (byte)'9')
            {
                sum = Math.Min((sum * 10) + (c - '0'), MaxExponent);
            }
        }

        return negative ? -sum : sum;
    }

    private static double Scale(ulong mantissa, bool sticky, long scale)
    {
        if (mantissa == 0)
        {
            return 0;
        }

        var length = 64 - BitOperations.LeadingZeroCount(mantissa);
        var top = scale + length - 1;
        if (top > 1023)
        {
            return double.PositiveInfinity;
        }

        // The exponent of the last bit that the result keeps: subnormal numbers keep fewer bits.
        var last = Math.Max(top - 52, -1074);
        var drop = last - scale;
        if (drop <= 0)
        {
            return Math.ScaleB(mantissa, (int)scale);
        }

        if (drop > 63)
        {
            return 0;
        }

        var kept = mantissa >> (int)drop;
        var rest = mantissa & ((1UL << (int)drop) - 1);
        var half = 1UL << ((int)drop - 1);
        if (rest > half || (rest == half && (sticky || (kept & 1) == 1)))
        {
            kept++;
        }

        return Math.ScaleB(kept, (int)last);
    }

    private static bool IsDigit(byte c, bool hex) => hex ? char.IsAsciiHexDigit((char)c) : char.IsAsciiDigit((char)c);

    private static int HexDigit(byte c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
