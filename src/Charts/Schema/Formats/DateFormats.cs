using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.Charts.Schema.Formats;

/// <summary><c>date</c>, <c>time</c> and <c>date-time</c> by RFC 3339, leap seconds included, in the words of Helm's validator.</summary>
internal static class DateFormats
{
    private const int MinutesOfDay = 24 * 60;

    public static string? Date(ReadOnlySpan<byte> text) =>
        GoTime.TryParse("2006-01-02"u8, text, GoZone.LocalUtc, out _, out var error) ? null : error;

    public static string? DateTime(ReadOnlySpan<byte> text)
    {
        if (text.Length < "2006-01-02T15:04:05Z".Length)
        {
            return "less than 20 characters long";
        }

        if ((text[10] | 0x20) != 't')
        {
            return "11th character must be t or T";
        }

        return Date(text[..10]) is { } date ? "invalid date element: " + date
            : Time(text[11..]) is { } time ? "invalid time element: " + time
            : null;
    }

    public static string? Time(ReadOnlySpan<byte> text)
    {
        if (text.Length < "15:04:05Z".Length)
        {
            return "less than 9 characters long";
        }

        if (text[2] != ':' || text[5] != ':')
        {
            return "missing colon in correct place";
        }

        if (Numbers(text[..8], "hour/min/sec", out var clock) is { } error)
        {
            return error;
        }

        var (hour, minute, second) = clock;
        if (hour > 23 || minute > 59 || second > 60)
        {
            return "hour/min/sec out of range";
        }

        var rest = text[8..];
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            digits = digits < 0 ? rest.Length - 1 : digits;
            if (digits == 0)
            {
                return "no digits in second fraction";
            }

            rest = rest[(digits + 1)..];
        }

        if (Offset(rest, out var offset) is { } bad)
        {
            return bad;
        }

        // Leap seconds come at the end of a day in UTC. Beyond midnight the reference does not turn the clock back.
        var inUtc = (hour * 60) + minute - offset;
        inUtc += inUtc < 0 ? MinutesOfDay : 0;
        return second < 60 || inUtc == MinutesOfDay - 1 ? null : "invalid leap second";
    }

    private static string? Offset(ReadOnlySpan<byte> text, out long minutes)
    {
        minutes = 0;
        if (text.Length == 1 && (text[0] | 0x20) == 'z')
        {
            return null;
        }

        if (text.Length != "+07:00".Length)
        {
            return "offset must be 6 characters long";
        }

        if (text[0] is not ((byte)'+' or (byte)'-'))
        {
            return "offset must begin with plus/minus";
        }

        if (text[3] != ':')
        {
            return "missing colon in offset in correct place";
        }

        if (Numbers(text[1..], "hour/min in offset", out var clock) is { } error)
        {
            return error;
        }

        minutes = ((clock.Hour * 60) + clock.Minute) * (text[0] == '-' ? -1 : 1);
        return clock.Hour > 23 || clock.Minute > 59 ? "hour/min in offset out of range" : null;
    }

    // Two numbers, or three of what is longer, with colons between; signs are allowed, as in Go's Atoi.
    private static string? Numbers(ReadOnlySpan<byte> text, string what, out (long Hour, long Minute, long Second) clock)
    {
        Span<long> numbers = [0, 0, 0];
        clock = default;
        var last = text.Length > "07:00".Length ? 2 : 1;
        for (var i = 0; i <= last; i++)
        {
            var end = i == last ? text.Length : text.IndexOf((byte)':');
            if (GoNumber.Atoi(text[..end], out numbers[i]) != GoNumberError.None)
            {
                return "invalid " + what;
            }

            if (numbers[i] < 0)
            {
                return "non-positive " + what;
            }

            text = i == last ? default : text[(end + 1)..];
        }

        clock = (numbers[0], numbers[1], numbers[2]);
        return null;
    }
}
