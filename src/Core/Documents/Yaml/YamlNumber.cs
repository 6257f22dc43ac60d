using System.Buffers;
using System.Globalization;

namespace SecretsKit.Core.Documents.Yaml;

/// <summary>
/// Integers and floats of plain scalars: Go's base prefixes, the octal of YAML 1.1 (a leading zero) and 1.2 (<c>0o</c>), and underscores
/// anywhere, which are dropped before anything else looks at the text.
/// </summary>
internal static class YamlNumber
{
    private const int StackLength = 128;
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("+-.0123456789_abcdefABCDEFoOxX"u8);

    /// <summary>Reads text that starts with a digit or a sign.</summary>
    public static YamlScalar Read(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAnyExcept(NumberBytes))
        {
            return YamlScalar.String;
        }

        if (!text.Contains((byte)'_'))
        {
            return ReadPlain(text);
        }

        var rented = text.Length > StackLength ? ArrayPool<byte>.Shared.Rent(text.Length) : null;
        try
        {
            var buffer = rented is null ? stackalloc byte[StackLength] : rented;
            var length = 0;
            foreach (var c in text)
            {
                if (c != '_')
                {
                    buffer[length++] = c;
                }
            }

            return ReadPlain(buffer[..length]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }
    }

    /// <summary>Reads text that starts with a dot. Here Go's own float grammar holds: underscores stand between two digits only.</summary>
    public static bool TryReadFraction(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (text.Length < 2 || !char.IsAsciiDigit((char)text[1]) || text.ContainsAnyExcept(NumberBytes))
        {
            return false;
        }

        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '_' && (!char.IsAsciiDigit((char)text[i - 1]) || i + 1 == text.Length || !char.IsAsciiDigit((char)text[i + 1])))
            {
                return false;
            }
        }

        var scalar = Read(text);
        value = scalar.Type == YamlScalarType.Float ? scalar.Float : 0;
        return scalar.Type == YamlScalarType.Float;
    }

    private static YamlScalar ReadPlain(ReadOnlySpan<byte> text)
    {
        var negative = text is [(byte)'-', ..];
        var signed = negative || text is [(byte)'+', ..];
        var digits = signed ? text[1..] : text;
        if (TryReadInteger(digits, out var magnitude))
        {
            if (negative && magnitude <= (ulong)long.MaxValue + 1)
            {
                return YamlScalar.Of(unchecked(-(long)magnitude));
            }

            // Beyond the signed range only unsigned text without a sign is an integer.
            if (!negative && (magnitude <= long.MaxValue || !signed))
            {
                return YamlScalar.Of(magnitude);
            }
        }

        if (IsFloat(text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value))
        {
            return YamlScalar.Of(value);
        }

        // 0b and 0o hand the rest to the integer parser, which takes a sign there.
        return !signed && digits is [(byte)'0', (byte)'b' or (byte)'o', (byte)'+' or (byte)'-', ..]
            ? ReadSignAfterPrefix(digits)
            : YamlScalar.String;
    }

    private static YamlScalar ReadSignAfterPrefix(ReadOnlySpan<byte> text)
    {
        var limit = text[2] == '-' ? (ulong)long.MaxValue + 1 : long.MaxValue;
        if (!TryReadDigits(text[3..], text[1] == 'b' ? 2u : 8u, out var magnitude) || magnitude > limit)
        {
            return YamlScalar.String;
        }

        return YamlScalar.Of(text[2] == '-' ? unchecked(-(long)magnitude) : (long)magnitude);
    }

    private static bool TryReadInteger(ReadOnlySpan<byte> digits, out ulong value)
    {
        if (digits is not [(byte)'0', _, ..])
        {
            return TryReadDigits(digits, 10, out value);
        }

        return (digits.Length > 2 ? digits[1] | 0x20 : 0) switch
        {
            'x' => TryReadDigits(digits[2..], 16, out value),
            'o' => TryReadDigits(digits[2..], 8, out value),
            'b' => TryReadDigits(digits[2..], 2, out value),
            _ => TryReadDigits(digits[1..], 8, out value),
        };
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> digits, uint radix, out ulong value)
    {
        value = 0;
        foreach (var c in digits)
        {
            var digit = (uint)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
            if (digit >= radix)
            {
                return false;
            }

            var high = Math.BigMul(value, radix, out var low);
            if (high != 0 || low > ulong.MaxValue - digit)
            {
                return false;
            }

            value = low + digit;
        }

        return !digits.IsEmpty;
    }

    private static bool IsFloat(ReadOnlySpan<byte> text)
    {
        var rest = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        var whole = CountDigits(rest);
        rest = rest[whole..];
        if (rest is [(byte)'.', ..])
        {
            var fraction = CountDigits(rest[1..]);
            rest = rest[(1 + fraction)..];
            whole += fraction;
        }

        if (whole == 0)
        {
            return false;
        }

        if (rest is [(byte)'e' or (byte)'E', ..])
        {
            rest = rest is [_, (byte)'+' or (byte)'-', ..] ? rest[2..] : rest[1..];
            var exponent = CountDigits(rest);
            return exponent > 0 && exponent == rest.Length;
        }

        return rest.IsEmpty;
    }

    private static int CountDigits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }
}
