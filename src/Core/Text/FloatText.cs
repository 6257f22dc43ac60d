using System.Diagnostics;

namespace SecretsKit.Core.Text;

/// <summary>Digits laid out: how many characters the text has, and the text.</summary>
internal readonly ref struct FloatText
{
    private readonly ReadOnlySpan<byte> _digits;
    private readonly ReadOnlySpan<byte> _fixed;
    private readonly int _point;
    private readonly int _fraction;
    private readonly int _padded;
    private readonly char _exponentLetter;
    private readonly bool _negative;
    private readonly bool _bareExponent;
    private readonly bool _markFloat;

    /// <summary>A text that has no digits to lay out.</summary>
    public FloatText(ReadOnlySpan<byte> text) => _fixed = text;

    public FloatText(double value, GoFloatFormat format, Span<byte> buffer)
    {
        var magnitude = Math.Abs(value);
        var rule = format.Rule;
        var letter = format.Letter;
        var precision = format.Precision;
        var shortest = precision < 0;
        var digits = shortest ? FloatDigits.Shortest(magnitude, buffer) : FloatDigits.Exact(magnitude, buffer);
        if (rule == FloatRule.Json && magnitude != 0 && (magnitude < 1e-6 || magnitude >= 1e21))
        {
            letter = 'e';
            _bareExponent = true;
        }
        else if (rule == FloatRule.KubernetesYaml && IsWholeNumber(value))
        {
            letter = 'f';
        }

        var general = letter is 'g' or 'G';
        if (general && !shortest)
        {
            precision = Math.Max(precision, 1);
        }

        if (!shortest)
        {
            digits.Round(letter switch
            {
                'e' or 'E' => precision + 1,
                'f' or 'F' => digits.Point + precision,
                _ => precision,
            });
        }

        var scientific = letter is 'e' or 'E' || (general && NeedsExponent(digits, precision, shortest));
        _negative = double.IsNegative(value) && !(rule == FloatRule.KubernetesYaml && value == 0);
        _digits = digits.Span;
        _point = digits.Point;
        if (scientific)
        {
            _exponentLetter = letter is 'E' or 'G' ? 'E' : 'e';
            _fraction = general || shortest ? Math.Max(digits.Count - 1, 0) : precision;
        }
        else
        {
            _fraction = general || shortest ? Math.Max(digits.Count - digits.Point, 0) : precision;
            _markFloat = rule == FloatRule.Dotenv && _fraction == 0;
        }

        _padded = Math.Max(_point, 1);
    }

    public int Length
    {
        get
        {
            if (!_fixed.IsEmpty)
            {
                return _fixed.Length;
            }

            var length = (_negative ? 1 : 0) + (_fraction > 0 ? 1 + _fraction : 0);
            return _exponentLetter == 0 ? length + _padded + (_markFloat ? 2 : 0) : length + 3 + ExponentDigits;
        }
    }

    private int Exponent => _digits.IsEmpty ? 0 : _point - 1;

    private int ExponentDigits => Math.Abs(Exponent) switch
    {
        >= 100 => 3,
        < 10 when _bareExponent => 1,
        _ => 2,
    };

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        if (!_fixed.IsEmpty)
        {
            _fixed.CopyTo(destination);
            return;
        }

        var at = 0;
        if (_negative)
        {
            destination[at++] = (byte)'-';
        }

        if (_exponentLetter == 0)
        {
            WriteDigits(destination, ref at, _point - _padded, _padded);
            WriteFraction(destination, ref at, _point);
            if (_markFloat)
            {
                ".0"u8.CopyTo(destination[at..]);
                at += 2;
            }
        }
        else
        {
            WriteDigits(destination, ref at, 0, 1);
            WriteFraction(destination, ref at, 1);
            WriteExponent(destination, ref at);
        }

        Debug.Assert(at == Length, "the length was computed wrongly");
    }

    // A whole number asks for no more digits than it has; the shortest form decides with six, whatever it has.
    private static bool NeedsExponent(in FloatDigits digits, int precision, bool shortest)
    {
        if (digits.Count == 0)
        {
            return false;
        }

        var whole = precision > digits.Count && digits.Count >= digits.Point;
        var limit = shortest ? 6 : whole ? digits.Count : precision;
        return digits.Point - 1 < -4 || digits.Point - 1 >= limit;
    }

    private static bool IsWholeNumber(double value) =>
        value == Math.Truncate(value) && value is > long.MinValue and < 18446744073709551616.0;

    private void WriteFraction(Span<byte> destination, ref int at, int start)
    {
        if (_fraction == 0)
        {
            return;
        }

        destination[at++] = (byte)'.';
        WriteDigits(destination, ref at, start, _fraction);
    }

    private void WriteDigits(Span<byte> destination, ref int at, int start, int count)
    {
        for (var i = start; i < start + count; i++)
        {
            destination[at++] = (uint)i < (uint)_digits.Length ? _digits[i] : (byte)'0';
        }
    }

    private void WriteExponent(Span<byte> destination, ref int at)
    {
        var magnitude = Math.Abs(Exponent);
        destination[at++] = (byte)_exponentLetter;
        destination[at++] = (byte)(Exponent < 0 ? '-' : '+');
        var digits = ExponentDigits;
        for (var i = digits - 1; i >= 0; i--, magnitude /= 10)
        {
            destination[at + i] = (byte)('0' + (magnitude % 10));
        }

        at += digits;
    }
}
