using System.Globalization;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.Sync.Scheduling;

/// <summary>A schedule of five fields of cron, or one of its words; in UTC.</summary>
internal sealed class CronSchedule
{
    // A schedule that never fires, such as 30 February, is given up after this.
    private const int MaxDays = 366 * 5;

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["@yearly"] = "0 0 1 1 *", ["@annually"] = "0 0 1 1 *", ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0", ["@daily"] = "0 0 * * *", ["@midnight"] = "0 0 * * *", ["@hourly"] = "0 * * * *",
    };

    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly TimeSpan _period;
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _days;
    private readonly ulong _months;
    private readonly ulong _weekdays;
    private readonly bool _anyDay;
    private readonly bool _anyWeekday;

    private CronSchedule(TimeSpan period) => _period = period;

    private CronSchedule(ulong[] fields, bool anyDay, bool anyWeekday) =>
        (_minutes, _hours, _days, _months, _weekdays, _anyDay, _anyWeekday) =
        (fields[0], fields[1], fields[2], fields[3], fields[4] | (fields[4] >> 7), anyDay, anyWeekday);

    /// <summary>Reads a schedule; null if it is none.</summary>
    public static CronSchedule? Parse(string text)
    {
        const string every = "@every ";
        if (text.StartsWith(every, StringComparison.Ordinal))
        {
            return GoDuration.TryParse(text[every.Length..], out var period) && period > TimeSpan.Zero
                ? new(period < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(Math.Floor(period.TotalSeconds)))
                : null;
        }

        var parts = Words.GetValueOrDefault(text, text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 5)
        {
            return null;
        }

        var fields = new ulong[5];
        (int Least, int Most, string[] Names)[] ranges = [(0, 59, []), (0, 23, []), (1, 31, []), (1, 12, Months), (0, 7, Days)];
        for (var at = 0; at < fields.Length; at++)
        {
            if (!TryField(parts[at], ranges[at].Least, ranges[at].Most, ranges[at].Names, out fields[at]))
            {
                return null;
            }
        }

        return new(fields, IsAny(parts[2]), IsAny(parts[4]));
    }

    /// <summary>When it fires next, strictly after a moment; null if never.</summary>
    public DateTimeOffset? After(DateTimeOffset moment)
    {
        if (_period > TimeSpan.Zero)
        {
            return moment + _period - TimeSpan.FromTicks(moment.Ticks % TimeSpan.TicksPerSecond);
        }

        var next = new DateTimeOffset(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero).AddMinutes(1);
        for (var day = 0; day < MaxDays; day++)
        {
            if (IsDay(next))
            {
                for (var date = next.Date; next.Date == date; next = next.AddMinutes(1))
                {
                    if (Has(_hours, next.Hour) && Has(_minutes, next.Minute))
                    {
                        return next;
                    }
                }
            }
            else
            {
                next = new DateTimeOffset(next.Date, TimeSpan.Zero).AddDays(1);
            }
        }

        return null;
    }

    // As cron has it: if both days are limited, one of them is enough.
    private bool IsDay(DateTimeOffset time)
    {
        var (day, weekday) = (Has(_days, time.Day), Has(_weekdays, (int)time.DayOfWeek));
        return Has(_months, time.Month) && (_anyDay || _anyWeekday ? day && weekday : day || weekday);
    }

    // A step limits a day: the other field is then an alternative.
    private static bool IsAny(string field) => field.Split(',').Any(part => part is "*" or "?" or "*/1" or "?/1");

    private static bool Has(ulong field, int value) => (field >> value & 1) != 0;

    private static bool TryField(string text, int least, int most, string[] names, out ulong field)
    {
        field = 0;
        foreach (var part in text.Split(','))
        {
            if (!TryRange(part, least, most, names, out var bits))
            {
                return false;
            }

            field |= bits;
        }

        return true;
    }

    private static bool TryRange(string text, int least, int most, string[] names, out ulong bits)
    {
        bits = 0;
        var steps = text.Split('/');
        var step = 1;
        if (steps.Length > 2 || (steps.Length == 2
            && (!int.TryParse(steps[1], NumberStyles.None, CultureInfo.InvariantCulture, out step) || step == 0)))
        {
            return false;
        }

        var (first, last) = (least, most);
        if (steps[0] is not ("*" or "?"))
        {
            var ends = steps[0].Split('-');
            if (ends.Length > 2 || !TryNumber(ends[0], names, least, out first)
                || !TryNumber(ends[^1], names, least, out last))
            {
                return false;
            }

            last = ends.Length == 1 && steps.Length == 2 ? most : last;
        }

        if (first < least || last > most || first > last)
        {
            return false;
        }

        for (var value = first; value <= last; value += step)
        {
            bits |= 1UL << value;
        }

        return true;
    }

    private static bool TryNumber(string text, string[] names, int least, out int number)
    {
        var at = Array.IndexOf(names, text.ToLowerInvariant());
        number = at + least;
        return at >= 0 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
