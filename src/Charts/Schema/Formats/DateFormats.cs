using System.Globalization;

namespace SecretsKit.Charts.Schema.Formats;

/// <summary><c>date</c>, <c>time</c>, <c>date-time</c> by RFC 3339, leap seconds included, and <c>duration</c> by its appendix A.</summary>
internal static class DateFormats
{
    public static string? Date(ReadOnlySpan<byte> text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-' || !TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) || !TryNumber(text[8..], out var day))
        {
            return "must look like 2006-01-02";
        }

        // The calendar repeats every 400 years, and there is a year 0 here.
        return month is >= 1 and <= 12 && day >= 1 && day <= System.DateTime.DaysInMonth(year == 0 ? 400 : year, month) ? null : "no such day";
    }

    public static string? DateTime(ReadOnlySpan<byte> text)
    {
        if (text.Length < 11 || (text[10] | 0x20) != 't')
        {
            return "must look like 2006-01-02T15:04:05Z";
        }

        return Date(text[..10]) ?? Time(text[11..]);
    }

    public static string? Time(ReadOnlySpan<byte> text)
    {
        const string Failure = "must look like 15:04:05Z or 15:04:05+07:00";
        if (text.Length < 9 || text[2] != ':' || text[5] != ':' || !TryNumber(text[..2], out var hour) || !TryNumber(text[3..5], out var minute) || !TryNumber(text[6..8], out var second))
        {
            return Failure;
        }

        var rest = text[8..];
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits <= 0)
            {
                return Failure;
            }

            rest = rest[(digits + 1)..];
        }

        if (!TryOffset(rest, out var offset))
        {
            return Failure;
        }

        if (hour > 23 || minute > 59 || second > 60)
        {
            return "no such time";
        }

        // Leap seconds come at the end of a day in UTC.
        var ofDay = ((hour * 60) + minute - offset + 2880) % 1440;
        return second < 60 || ofDay == 1439 ? null : "no leap second at this time";
    }

    public static string? Duration(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != 'P')
        {
            return "must start with P";
        }

        text = text[1..];
        if (!text.IsEmpty && text[^1] == 'W')
        {
            return text.Length > 1 && text[..^1].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? null : "must be a number of weeks";
        }

        var t = text.IndexOf((byte)'T');
        var date = t < 0 ? text : text[..t];
        var time = t < 0 ? default : text[(t + 1)..];
        if (text.IsEmpty || (t >= 0 && time.IsEmpty))
        {
            return "has no elements";
        }

        return Elements(date, "YMD") ?? Elements(time, "HMS");
    }

    // Units follow each other without a gap: years and days need months between them.
    private static string? Elements(ReadOnlySpan<byte> text, string units)
    {
        var previous = -1;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits <= 0)
            {
                return "needs a number and a unit";
            }

            var unit = units.IndexOf((char)text[digits], StringComparison.Ordinal);
            if (unit < 0 || (previous >= 0 ? unit != previous + 1 : unit <= previous))
            {
                return "has a unit that is unknown or out of order";
            }

            previous = unit;
            text = text[(digits + 1)..];
        }

        return null;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return (text[0] | 0x20) == 'z';
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':' || !TryNumber(text[1..3], out var hour) || !TryNumber(text[4..], out var minute))
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return hour <= 23 && minute <= 59;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
