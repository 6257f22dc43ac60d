using System.Buffers;
using System.Globalization;

namespace SecretsKit.Core.Text.Time;

/// <summary>
/// A clock without end, as POSIX writes it in the variable <c>TZ</c>: <c>CET-1CEST,M3.5.0,M10.5.0/3</c>. With one name it never changes,
/// with two it changes twice a year, by default as in the United States. Offsets west of UTC are positive there.
/// </summary>
internal sealed class ZoneRules
{
    private const int Hour = 3600;
    private const string DefaultDays = "M3.2.0,M11.1.0";

    private static readonly SearchValues<char> NameEnds = SearchValues.Create("0123456789,-+");

    private readonly (int Offset, string Name) _standard;
    private readonly (int Offset, string Name) _daylight;
    private readonly ZoneRuleDay? _start;
    private readonly ZoneRuleDay? _end;

    private ZoneRules((int Offset, string Name) standard, (int Offset, string Name) daylight, ZoneRuleDay? start, ZoneRuleDay? end) =>
        (_standard, _daylight, _start, _end) = (standard, daylight, start, end);

    /// <summary>Reads them; null where the text is none, as the empty one.</summary>
    public static ZoneRules? Parse(string text)
    {
        var rest = text.AsSpan();
        if (!TryReadName(ref rest, out var standardName) || !TryReadOffset(ref rest, out var standardOffset))
        {
            return null;
        }

        var standard = (-standardOffset, standardName);
        if (rest.IsEmpty || rest[0] == ',')
        {
            return new(standard, standard, null, null);
        }

        if (!TryReadName(ref rest, out var daylightName))
        {
            return null;
        }

        var daylight = (standard.Item1 + Hour, daylightName);
        if (!rest.IsEmpty && rest[0] != ',')
        {
            if (!TryReadOffset(ref rest, out var daylightOffset))
            {
                return null;
            }

            daylight.Item1 = -daylightOffset;
        }

        var days = (rest.IsEmpty ? DefaultDays : rest[1..].ToString()).Split(',');
        return days.Length == 2 && ZoneRuleDay.Parse(days[0]) is { } start && ZoneRuleDay.Parse(days[1]) is { } end
            ? new(standard, daylight, start, end)
            : null;
    }

    /// <summary>Seconds east of UTC, and the abbreviation, at a moment.</summary>
    public (int OffsetSeconds, string Abbreviation) At(long unixSeconds)
    {
        if (_start is null || _end is null)
        {
            return _standard;
        }

        var year = CivilDate.FromDays(Timestamp.FloorDivide(unixSeconds, Timestamp.SecondsPerDay)).Year;
        var second = unixSeconds - (new CivilDate(year, 1, 1).DaysSinceEpoch * Timestamp.SecondsPerDay);
        var (start, end) = (_start.SecondOf(year) - _standard.Offset, _end.SecondOf(year) - _daylight.Offset);

        // South of the equator the year begins and ends with daylight saving time.
        return end < start
            ? second < end || second >= start ? _daylight : _standard
            : second < start || second >= end ? _standard : _daylight;
    }

    /// <summary>Reads an offset or a time of day: hours, and minutes and seconds if they are there.</summary>
    internal static bool TryReadOffset(ref ReadOnlySpan<char> rest, out int seconds)
    {
        seconds = 0;
        var sign = 1;
        if (rest is ['+' or '-', ..])
        {
            sign = rest[0] == '-' ? -1 : 1;
            rest = rest[1..];
        }

        var unit = Hour;
        foreach (var limit in new[] { 24 * 7, 59, 59 })
        {
            if (unit < Hour)
            {
                if (rest is not [':', ..])
                {
                    break;
                }

                rest = rest[1..];
            }

            if (!TryReadNumber(ref rest, limit, out var number))
            {
                return false;
            }

            seconds += number * unit;
            unit /= 60;
        }

        seconds *= sign;
        return true;
    }

    internal static bool TryReadNumber(ref ReadOnlySpan<char> rest, int limit, out int number)
    {
        var length = rest.IndexOfAnyExceptInRange('0', '9');
        length = length < 0 ? rest.Length : length;
        var isNumber = int.TryParse(rest[..length], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= limit;
        rest = rest[length..];
        return isNumber;
    }

    // Three letters or more, or anything between angle brackets.
    private static bool TryReadName(ref ReadOnlySpan<char> rest, out string name)
    {
        name = "";
        if (rest is ['<', ..])
        {
            var close = rest.IndexOf('>');
            if (close < 0)
            {
                return false;
            }

            name = rest[1..close].ToString();
            rest = rest[(close + 1)..];
            return true;
        }

        var length = rest.IndexOfAny(NameEnds);
        length = length < 0 ? rest.Length : length;
        name = rest[..length].ToString();
        rest = rest[length..];
        return length >= 3;
    }
}
