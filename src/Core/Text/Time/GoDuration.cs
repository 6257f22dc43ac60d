using System.Globalization;
using System.Text;

namespace SecretsKit.Core.Text.Time;

/// <summary>Go's <c>time.Duration</c>: a number of nanoseconds, its text and its reading.</summary>
public static class GoDuration
{
    /// <summary>Nanoseconds of a second.</summary>
    public const long Second = 1_000_000_000;

    /// <summary>Nanoseconds of a minute.</summary>
    public const long Minute = 60 * Second;

    /// <summary>Nanoseconds of an hour.</summary>
    public const long Hour = 60 * Minute;

    private const ulong Limit = 1UL << 63;

    /// <summary>
    /// <c>time.ParseDuration</c>: a sign and a sequence of decimal numbers with units, such as <c>-1.5h</c> or <c>2h45m</c>.
    /// </summary>
    /// <param name="text">The whole text.</param>
    /// <param name="nanoseconds">The duration, 0 on failure.</param>
    /// <param name="error">Go's message, which quotes the text, or null.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> text, out long nanoseconds, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? error)
    {
        nanoseconds = 0;
        var rest = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        if (rest is [(byte)'0'])
        {
            error = null;
            return true;
        }

        var sum = 0UL;
        error = rest.IsEmpty ? Invalid(text) : null;
        while (error is null && !rest.IsEmpty)
        {
            error = ReadPart(text, ref rest, ref sum);
        }

        var negative = text is [(byte)'-', ..];
        if (error is null && !negative && sum == Limit)
        {
            error = Invalid(text);
        }

        nanoseconds = error is not null ? 0 : negative ? unchecked(-(long)sum) : (long)sum;
        return error is null;
    }

    /// <summary>The same for texts of command lines and files, as a time of .NET, which counts in steps of 100 ns.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="duration">The duration, rounded towards zero; zero on failure.</param>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        var isDuration = TryParse(Encoding.UTF8.GetBytes(text), out var nanoseconds, out _);
        duration = TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        return isDuration;
    }

    /// <summary>Go's text: <c>1h30m0s</c>, <c>1.5s</c>, <c>250ns</c>, <c>0s</c>.</summary>
    public static string Format(long nanoseconds)
    {
        var magnitude = nanoseconds < 0 ? unchecked((ulong)-nanoseconds) : (ulong)nanoseconds;
        var sign = nanoseconds < 0 ? "-" : "";
        if (magnitude < Second)
        {
            return sign + magnitude switch
            {
                0 => "0s",
                < 1_000 => Decimal(magnitude, 1, "ns"),
                < 1_000_000 => Decimal(magnitude, 1_000, "µs"),
                _ => Decimal(magnitude, 1_000_000, "ms"),
            };
        }

        var text = new StringBuilder(sign);
        if (magnitude >= Hour)
        {
            text.Append(CultureInfo.InvariantCulture, $"{magnitude / Hour}h");
        }

        if (magnitude >= Minute)
        {
            text.Append(CultureInfo.InvariantCulture, $"{magnitude % Hour / Minute}m");
        }

        return text.Append(Decimal(magnitude % Minute, Second, "s")).ToString();
    }

    /// <summary>The same for a time of .NET.</summary>
    public static string Format(TimeSpan duration) => Format(duration.Ticks * TimeSpan.NanosecondsPerTick);

    /// <summary>
    /// To the nearest multiple, halves away from zero; a unit of 0 or less changes nothing; what
    /// does not fit becomes the nearest that does.
    /// </summary>
    public static long Round(long nanoseconds, long unit)
    {
        if (unit <= 0)
        {
            return nanoseconds;
        }

        var quotient = (Int128)nanoseconds / unit;
        if (Int128.Abs(nanoseconds % unit) * 2 >= unit)
        {
            quotient += nanoseconds < 0 ? -1 : 1;
        }

        return (long)Int128.Clamp(quotient * unit, long.MinValue, long.MaxValue);
    }

    /// <summary>Towards zero to a multiple; a unit of 0 or less changes nothing.</summary>
    public static long Truncate(long nanoseconds, long unit) => unit <= 0 ? nanoseconds : nanoseconds - (nanoseconds % unit);

    private static string Decimal(ulong value, ulong unit, string name)
    {
        var whole = value / unit;
        var rest = value % unit;
        if (rest == 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{whole}{name}");
        }

        var digits = (unit + rest).ToString(CultureInfo.InvariantCulture)[1..].TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{whole}.{digits}{name}");
    }

    private static string? ReadPart(ReadOnlySpan<byte> text, ref ReadOnlySpan<byte> rest, ref ulong sum)
    {
        var length = Digits(rest);
        if (!TryReadWhole(rest[..length], out var whole))
        {
            return Invalid(text);
        }

        rest = rest[length..];
        ulong fraction = 0;
        double scale = 1;
        var fractionLength = 0;
        if (rest is [(byte)'.', ..])
        {
            rest = rest[1..];
            fractionLength = Digits(rest);
            (fraction, scale) = ReadFraction(rest[..fractionLength]);
            rest = rest[fractionLength..];
        }

        if (length + fractionLength == 0)
        {
            return Invalid(text);
        }

        var unitLength = rest.IndexOfAnyInRange((byte)'0', (byte)'9');
        var point = rest.IndexOf((byte)'.');
        unitLength = unitLength < 0 || (point >= 0 && point < unitLength) ? point : unitLength;
        unitLength = unitLength < 0 ? rest.Length : unitLength;
        if (unitLength == 0)
        {
            return $"time: missing unit in duration {TimestampError.Quote(text)}";
        }

        var unit = UnitOf(rest[..unitLength]);
        if (unit == 0)
        {
            return $"time: unknown unit {TimestampError.Quote(rest[..unitLength])} in duration {TimestampError.Quote(text)}";
        }

        rest = rest[unitLength..];
        if (whole > Limit / unit)
        {
            return Invalid(text);
        }

        whole = (whole * unit) + (ulong)(fraction * (unit / scale));
        sum += whole;
        return whole > Limit || sum > Limit ? Invalid(text) : null;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    private static bool TryReadWhole(ReadOnlySpan<byte> digits, out ulong value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (value > Limit / 10)
            {
                return false;
            }

            value = (value * 10) + (ulong)(digit - '0');
            if (value > Limit)
            {
                return false;
            }
        }

        return true;
    }

    // Digits beyond what fits are dropped.
    private static (ulong Value, double Scale) ReadFraction(ReadOnlySpan<byte> digits)
    {
        var (value, scale) = (0UL, 1.0);
        foreach (var digit in digits)
        {
            if (value > (Limit - 1) / 10 || (value * 10) + (ulong)(digit - '0') > Limit)
            {
                break;
            }

            value = (value * 10) + (ulong)(digit - '0');
            scale *= 10;
        }

        return (value, scale);
    }

    private static ulong UnitOf(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name) switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => Second,
        "m" => Minute,
        "h" => Hour,
        _ => 0,
    };

    private static string Invalid(ReadOnlySpan<byte> text) => $"time: invalid duration {TimestampError.Quote(text)}";
}
