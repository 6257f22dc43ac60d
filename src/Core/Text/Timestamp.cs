using System.Text;

namespace SecretsKit.Core.Text;

/// <summary>
/// A moment with the offset it was written in, as Go's <c>time.Time</c> carries it: nanoseconds, years 0 to 9999.
/// <see cref="DateTimeOffset"/> has neither nanoseconds nor the year 0.
/// Equality includes the offset; <see cref="SameInstant"/> compares moments.
/// </summary>
/// <param name="UnixSeconds">Seconds since 1970-01-01T00:00:00Z; may be negative.</param>
/// <param name="Nanoseconds">0 to 999,999,999, always counted forward.</param>
/// <param name="OffsetSeconds">Seconds east of UTC of the clock it was written with; 0 is <c>Z</c>.</param>
public readonly partial record struct Timestamp(long UnixSeconds, int Nanoseconds, int OffsetSeconds)
{
    internal const int SecondsPerDay = 86_400;
    private const int NanosecondsPerTick = 100;

    /// <summary>A buffer of this many bytes holds any timestamp of the years 0 to 9999 with nanoseconds.</summary>
    public const int MaxLength = 64;

    /// <summary>The moment of the platform's type, whose steps are 100 ns, with its offset.</summary>
    public static Timestamp FromDateTimeOffset(DateTimeOffset moment)
    {
        var ticks = moment.UtcTicks - DateTime.UnixEpoch.Ticks;
        var seconds = FloorDivide(ticks, TimeSpan.TicksPerSecond);
        var rest = (int)(ticks - (seconds * TimeSpan.TicksPerSecond));
        return new(seconds, rest * NanosecondsPerTick, (int)moment.Offset.TotalSeconds);
    }

    /// <summary>Whether both are the same moment, whatever their offsets.</summary>
    public bool SameInstant(Timestamp other) => UnixSeconds == other.UnixSeconds && Nanoseconds == other.Nanoseconds;

    /// <summary>Earlier, same or later moment: negative, 0 or positive.</summary>
    public int CompareInstant(Timestamp other)
    {
        var order = UnixSeconds.CompareTo(other.UnixSeconds);
        return order != 0 ? order : Nanoseconds.CompareTo(other.Nanoseconds);
    }

    /// <summary>
    /// Go's <c>RFC3339</c>: whole seconds, <c>2006-01-02T15:04:05+07:00</c>, <c>Z</c> for an offset of 0. A fraction is cut.
    /// </summary>
    public string ToRfc3339()
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Format(text, withFraction: false)]);
    }

    /// <summary>Go's <c>RFC3339Nano</c>: the fraction is written without trailing zeros, and not at all if it is 0.</summary>
    public string ToRfc3339Nano()
    {
        Span<byte> text = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(text[..Format(text, withFraction: true)]);
    }

    /// <summary>Writes <see cref="ToRfc3339Nano"/> in ASCII.</summary>
    /// <param name="destination">At least <see cref="MaxLength"/> bytes are always enough.</param>
    /// <param name="bytesWritten">How many bytes were written.</param>
    /// <returns>False when it does not fit; then nothing is written.</returns>
    public bool TryFormatRfc3339Nano(Span<byte> destination, out int bytesWritten)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        bytesWritten = Format(text, withFraction: true);
        if (text[..bytesWritten].TryCopyTo(destination))
        {
            return true;
        }

        bytesWritten = 0;
        return false;
    }

    /// <summary>As <see cref="ToRfc3339Nano"/>.</summary>
    public override string ToString() => ToRfc3339Nano();

    internal static long FloorDivide(long value, long divisor)
    {
        var quotient = Math.DivRem(value, divisor, out var rest);
        return rest < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The calendar day and the second of the day that the clock with this offset shows.</summary>
    internal (CivilDate Date, int SecondOfDay) Clock()
    {
        // Days and seconds are split before the offset is added: near the ends of long the sum would wrap.
        var days = FloorDivide(UnixSeconds, SecondsPerDay);
        var second = UnixSeconds - (days * SecondsPerDay) + OffsetSeconds;
        var shift = FloorDivide(second, SecondsPerDay);
        return (CivilDate.FromDays(days + shift), (int)(second - (shift * SecondsPerDay)));
    }

    internal static Timestamp FromClock(CivilDate date, long secondOfDay, int nanoseconds, int offsetSeconds) =>
        new((date.DaysSinceEpoch * SecondsPerDay) + secondOfDay - offsetSeconds, nanoseconds, offsetSeconds);
}
