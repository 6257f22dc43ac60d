namespace SecretsKit.Core.Text;

/// <summary>A day of the proleptic Gregorian calendar, without the platform's limit to the years 1 to 9999. Year 0 is 1 BC.</summary>
/// <param name="Year">Any year.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to <see cref="DaysInMonth"/>.</param>
public readonly record struct CivilDate(long Year, int Month, int Day)
{
    private const int DaysPerEra = 146_097;
    private const int YearsPerEra = 400;

    // From 0000-03-01, where the eras are counted from, to 1970-01-01.
    private const int EpochShift = 719_468;

    /// <summary>Days since 1970-01-01; negative before it.</summary>
    public long DaysSinceEpoch
    {
        get
        {
            // Years begin in March here, so that the leap day is the last one.
            var year = Month <= 2 ? Year - 1 : Year;
            var era = Math.DivRem(year, YearsPerEra).Quotient - (year % YearsPerEra < 0 ? 1 : 0);
            var yearOfEra = year - (era * YearsPerEra);
            var dayOfYear = (((153 * (Month > 2 ? Month - 3 : Month + 9)) + 2) / 5) + Day - 1;
            return (era * DaysPerEra) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - EpochShift;
        }
    }

    /// <summary>1 on the first of January.</summary>
    public int DayOfYear => (int)(DaysSinceEpoch - new CivilDate(Year, 1, 1).DaysSinceEpoch) + 1;

    /// <summary>The day of the week.</summary>
    public DayOfWeek DayOfWeek => (DayOfWeek)((((DaysSinceEpoch + 4) % 7) + 7) % 7);

    /// <summary>The day that lies this many days after 1970-01-01.</summary>
    public static CivilDate FromDays(long days)
    {
        days += EpochShift;
        var era = (days >= 0 ? days : days - (DaysPerEra - 1)) / DaysPerEra;
        var dayOfEra = (int)(days - (era * DaysPerEra));
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / (DaysPerEra - 1))) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shifted = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * shifted) + 2) / 5) + 1;
        var month = shifted < 10 ? shifted + 3 : shifted - 9;
        return new((era * YearsPerEra) + yearOfEra + (month <= 2 ? 1 : 0), month, day);
    }

    /// <summary>Whether February has 29 days.</summary>
    public static bool IsLeapYear(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    /// <summary>28 to 31.</summary>
    /// <param name="year">Any year.</param>
    /// <param name="month">1 to 12.</param>
    public static int DaysInMonth(long year, int month) => month switch
    {
        2 => IsLeapYear(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };
}
