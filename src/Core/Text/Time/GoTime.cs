using System.Buffers;

namespace SecretsKit.Core.Text.Time;

/// <summary>Go's <c>time.Time</c>: a moment and the clock that shows it.</summary>
/// <param name="UnixSeconds">Seconds since 1970-01-01T00:00:00Z, negative before it.</param>
/// <param name="Nanoseconds">0 to 999,999,999.</param>
/// <param name="Zone">The clock.</param>
public readonly partial record struct GoTime(long UnixSeconds, int Nanoseconds, GoZone Zone)
{
    /// <summary>The layout of <c>%v</c> and of Go's <c>String</c> method.</summary>
    public const string DefaultLayout = "2006-01-02 15:04:05.999999999 -0700 MST";

    private const long ZeroSeconds = -62_135_596_800;
    private const int NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Go's zero time: the first of January of the year 1.</summary>
    public static GoTime Zero { get; } = new(ZeroSeconds, 0, GoZone.Utc);

    /// <summary>Whether this is the zero time's moment.</summary>
    public bool IsZero => UnixSeconds == ZeroSeconds && Nanoseconds == 0;

    /// <summary>The moment with the offset of its clock.</summary>
    public Timestamp Timestamp => new(UnixSeconds, Nanoseconds, Zone.At(UnixSeconds).OffsetSeconds);

    /// <summary>The day that the clock shows.</summary>
    public CivilDate Date => Timestamp.Clock().Date;

    /// <summary>The second of the day that the clock shows.</summary>
    public int SecondOfDay => Timestamp.Clock().SecondOfDay;

    /// <summary>Takes a moment of the platform, to 100 nanoseconds.</summary>
    public static GoTime From(DateTimeOffset moment, GoZone zone)
    {
        var stamp = Timestamp.FromDateTimeOffset(moment);
        return new(stamp.UnixSeconds, stamp.Nanoseconds, zone);
    }

    /// <summary>Go's <c>time.Date</c>: parts out of their range carry over.</summary>
    public static GoTime FromParts(long year, long month, long day, long secondOfDay, long nanoseconds, GoZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var months = month - 1;
        year += Timestamp.FloorDivide(months, 12);
        months -= Timestamp.FloorDivide(months, 12) * 12;
        var carried = Timestamp.FloorDivide(nanoseconds, NanosecondsPerSecond);
        var days = unchecked(new CivilDate(year, (int)months + 1, 1).DaysSinceEpoch + day - 1);
        var clock = unchecked((days * Timestamp.SecondsPerDay) + secondOfDay + carried);
        return new(zone.ToUnix(clock), (int)(nanoseconds - (carried * NanosecondsPerSecond)), zone);
    }

    /// <summary>Later, or earlier, by nanoseconds.</summary>
    public GoTime Add(long nanoseconds)
    {
        var sum = Nanoseconds + (nanoseconds % NanosecondsPerSecond);
        var carried = Timestamp.FloorDivide(sum, NanosecondsPerSecond);
        return this with
        {
            UnixSeconds = unchecked(UnixSeconds + (nanoseconds / NanosecondsPerSecond) + carried),
            Nanoseconds = (int)(sum - (carried * NanosecondsPerSecond)),
        };
    }

    /// <summary>Nanoseconds from another moment to this one; what does not fit becomes the nearest that does.</summary>
    public long Since(GoTime other) =>
        (long)Int128.Clamp(Total(UnixSeconds, Nanoseconds) - Total(other.UnixSeconds, other.Nanoseconds), long.MinValue, long.MaxValue);

    /// <summary>Order of moments, whatever the clocks.</summary>
    public int CompareMoment(GoTime other) => Timestamp.CompareInstant(other.Timestamp);

    /// <summary>Down, or to the nearest, multiple of nanoseconds since the zero time; a unit of 0 or less changes nothing.</summary>
    public GoTime ToMultiple(long unit, bool nearest)
    {
        if (unit <= 0)
        {
            return this;
        }

        var rest = (long)(Total(UnixSeconds - ZeroSeconds, Nanoseconds) % unit);
        rest = rest < 0 ? rest + unit : rest;
        return nearest && (Int128)rest * 2 >= unit ? Add(unit - rest) : Add(-rest);
    }

    /// <summary>Appends the time in a layout.</summary>
    public void Format(IBufferWriter<byte> output, ReadOnlySpan<byte> layout)
    {
        var (offset, abbreviation) = Zone.At(UnixSeconds);
        new LayoutWriter(output, new(UnixSeconds, Nanoseconds, offset), abbreviation).Write(layout);
    }

    /// <summary>In a layout.</summary>
    public byte[] Format(ReadOnlySpan<byte> layout)
    {
        var output = new ArrayBufferWriter<byte>(64);
        Format(output, layout);
        return output.WrittenSpan.ToArray();
    }

    private static Int128 Total(long seconds, int nanoseconds) => ((Int128)seconds * NanosecondsPerSecond) + nanoseconds;
}
