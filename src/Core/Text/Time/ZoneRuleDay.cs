namespace SecretsKit.Core.Text.Time;

/// <summary>The day and hour at which <see cref="ZoneRules"/> change the clock, in one of the three notations of POSIX.</summary>
internal sealed class ZoneRuleDay
{
    private const int LeapDay = 60;
    private const int DefaultTime = 2 * 3600;

    private readonly char _notation;
    private readonly int _month;
    private readonly int _week;
    private readonly int _day;
    private readonly int _time;

    private ZoneRuleDay(char notation, int month, int week, int day, int time) =>
        (_notation, _month, _week, _day, _time) = (notation, month, week, day, time);

    /// <summary>
    /// Reads one: <c>J60</c> is the first of March of every year, <c>59</c> the sixtieth day, <c>M3.5.0</c> the last Sunday of March.
    /// Null where the text is none.
    /// </summary>
    public static ZoneRuleDay? Parse(ReadOnlySpan<char> text)
    {
        var notation = text is ['J' or 'M', ..] ? text[0] : 'N';
        var rest = notation == 'N' ? text : text[1..];
        var (month, week, day) = (0, 0, 0);
        var isRead = notation == 'M'
            ? TryReadPart(ref rest, 12, out month)
            && month >= 1
            && TryReadPart(ref rest, 5, out week)
            && week >= 1
            && ZoneRules.TryReadNumber(ref rest, 6, out day)
            : ZoneRules.TryReadNumber(ref rest, notation == 'J' ? 365 : 364, out day) && (notation == 'N' || day >= 1);
        if (!isRead)
        {
            return null;
        }

        var time = DefaultTime;
        if (rest is ['/', ..])
        {
            rest = rest[1..];
            isRead = ZoneRules.TryReadOffset(ref rest, out time);
        }

        return isRead && rest.IsEmpty ? new(notation, month, week, day, time) : null;
    }

    /// <summary>The second of the year, by the clock that is in use before the change.</summary>
    public long SecondOf(long year) => (DayOf(year) * Timestamp.SecondsPerDay) + _time;

    private long DayOf(long year)
    {
        if (_notation != 'M')
        {
            return _notation == 'N' ? _day : _day - (CivilDate.IsLeapYear(year) && _day >= LeapDay ? 0 : 1);
        }

        var first = new CivilDate(year, _month, 1);
        var day = (_day - (int)first.DayOfWeek + 7) % 7;
        while (day + 7 < CivilDate.DaysInMonth(year, _month) && day / 7 < _week - 1)
        {
            day += 7;
        }

        return first.DayOfYear - 1 + day;
    }

    private static bool TryReadPart(ref ReadOnlySpan<char> rest, int limit, out int number)
    {
        if (!ZoneRules.TryReadNumber(ref rest, limit, out number) || rest is not ['.', ..])
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }
}
