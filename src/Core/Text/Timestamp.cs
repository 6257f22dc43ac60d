namespace SecretsKit.Core.Text;

/// <summary>
/// A moment with the offset it was written in, as Go's <c>time.Time</c> carries it: nanoseconds, years 0 to 9999.
/// <see cref="DateTimeOffset"/> has neither nanoseconds nor the year 0.
/// </summary>
/// <param name="UnixSeconds">Seconds since 1970-01-01T00:00:00Z; may be negative.</param>
/// <param name="Nanoseconds">0 to 999,999,999, always counted forward.</param>
/// <param name="OffsetSeconds">Seconds east of UTC of the clock it was written with; 0 is <c>Z</c>.</param>
public readonly partial record struct Timestamp(long UnixSeconds, int Nanoseconds, int OffsetSeconds);
