using System.Globalization;

namespace SecretsKit.Core.Text;

/// <summary>The decimal digits of a finite double without its sign: 0.d1d2d3… times ten to the power of <see cref="Point"/>.</summary>
internal ref struct FloatDigits
{
    /// <summary>Room for all digits of any double (767), with its point and exponent.</summary>
    public const int BufferSize = 800;

    private readonly Span<byte> _digits;

    private FloatDigits(Span<byte> digits, int count, int point)
    {
        _digits = digits;
        (Count, Point) = (count, point);
    }

    public int Count { get; private set; }

    public int Point { get; private set; }

    public readonly ReadOnlySpan<byte> Span => _digits[..Count];

    /// <summary>The fewest digits that read back as the same double, the closest of them if there are several.</summary>
    public static FloatDigits Shortest(double magnitude, Span<byte> buffer) => Format(magnitude, "R", buffer);

    /// <summary>Every digit: a double's decimal expansion is finite.</summary>
    public static FloatDigits Exact(double magnitude, Span<byte> buffer) => Format(magnitude, "E766", buffer);

    /// <summary>Keeps the first digits, rounding half to even as IEEE 754 and Go do (the platform rounds half away from zero).</summary>
    public void Round(int keep)
    {
        if (keep >= Count)
        {
            return;
        }

        if (keep < 0)
        {
            (Count, Point) = (0, 0);
            return;
        }

        var half = _digits[keep] == '5' && keep + 1 == Count;
        var up = half ? keep > 0 && (_digits[keep - 1] & 1) == 1 : _digits[keep] >= '5';
        Count = keep;
        if (up)
        {
            Increment();
        }

        Trim();
    }

    private void Increment()
    {
        while (Count > 0 && _digits[Count - 1] == '9')
        {
            Count--;
        }

        if (Count > 0)
        {
            _digits[Count - 1]++;
            return;
        }

        _digits[0] = (byte)'1';
        Count = 1;
        Point++;
    }

    private void Trim()
    {
        while (Count > 0 && _digits[Count - 1] == '0')
        {
            Count--;
        }

        if (Count == 0)
        {
            Point = 0;
        }
    }

    private static FloatDigits Format(double magnitude, string format, Span<byte> buffer)
    {
        _ = magnitude.TryFormat(buffer, out var length, format, CultureInfo.InvariantCulture);
        int count = 0, point = 0, exponent = 0;
        var fraction = false;
        for (var i = 0; i < length; i++)
        {
            var c = buffer[i];
            if (c == '.')
            {
                fraction = true;
            }
            else if (c == 'E')
            {
                exponent = int.Parse(buffer[(i + 1)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
                break;
            }
            else
            {
                if (count > 0 || c != '0')
                {
                    buffer[count++] = c;
                    point += fraction ? 0 : 1;
                }
                else if (fraction)
                {
                    point--;
                }
            }
        }

        var digits = new FloatDigits(buffer, count, point + exponent);
        digits.Trim();
        return digits;
    }
}
