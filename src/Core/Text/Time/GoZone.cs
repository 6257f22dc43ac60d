namespace SecretsKit.Core.Text.Time;

/// <summary>A place's clock: its offset from UTC and the abbreviation for it at any moment. Immutable.</summary>
public abstract class GoZone
{
    /// <summary>Coordinated universal time.</summary>
    public static GoZone Utc { get; } = Fixed("UTC", 0);

    /// <summary>The local zone where that shows UTC; Go tells the two apart.</summary>
    public static GoZone LocalUtc { get; } = Fixed("UTC", 0);

    /// <summary>The name that Go's <c>Location</c> prints.</summary>
    public abstract string Name { get; }

    /// <summary>A clock that never changes.</summary>
    /// <param name="name">Its name and abbreviation; empty for an offset alone, which then stands for the abbreviation.</param>
    /// <param name="offsetSeconds">Seconds east of UTC.</param>
    public static GoZone Fixed(string name, int offsetSeconds) => new FixedZone(name, offsetSeconds);

    /// <summary>The clock of a time zone. Its abbreviations are those in use today, which the platform keeps no history of.</summary>
    /// <param name="zone">From the platform's database.</param>
    /// <param name="name">The name that Go's <c>Location</c> prints; the zone's own if null.</param>
    public static GoZone Of(TimeZoneInfo zone, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.Id is "UTC" or "Etc/UTC" && name is null or "UTC" ? LocalUtc : new DatabaseZone(zone, name ?? zone.Id);
    }

    /// <summary>Seconds east of UTC, and the abbreviation, at a moment.</summary>
    public abstract (int OffsetSeconds, string Abbreviation) At(long unixSeconds);

    /// <summary>The offset that an abbreviation stands for in this zone, if it does.</summary>
    /// <param name="abbreviation">As written, such as <c>CEST</c>.</param>
    /// <param name="clockSeconds">The moment, as if the clock showed UTC.</param>
    /// <param name="offsetSeconds">Seconds east of UTC.</param>
    public abstract bool TryFind(string abbreviation, long clockSeconds, out int offsetSeconds);

    /// <summary>The moment at which the clock shows this, taken as seconds since 1970; in a gap or an overlap as Go decides.</summary>
    public long ToUnix(long clockSeconds)
    {
        var offset = At(clockSeconds).OffsetSeconds;
        return clockSeconds - At(clockSeconds - offset).OffsetSeconds;
    }

    private sealed class FixedZone(string name, int offsetSeconds) : GoZone
    {
        public override string Name => name;

        public override (int OffsetSeconds, string Abbreviation) At(long unixSeconds) => (offsetSeconds, name);

        public override bool TryFind(string abbreviation, long clockSeconds, out int offset)
        {
            offset = offsetSeconds;
            return name.Length > 0 && name == abbreviation;
        }
    }

    private sealed class DatabaseZone(TimeZoneInfo zone, string name) : GoZone
    {
        // The platform's calendar ends here; beyond it the rules of its ends are taken.
        private const long Earliest = -62_000_000_000;
        private const long Latest = 253_000_000_000;

        public override string Name => name;

        public override (int OffsetSeconds, string Abbreviation) At(long unixSeconds)
        {
            var moment = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(unixSeconds, Earliest, Latest));
            return ((int)zone.GetUtcOffset(moment).TotalSeconds, zone.IsDaylightSavingTime(moment) ? zone.DaylightName : zone.StandardName);
        }

        // First the offset that is in use then, and otherwise the one of the other half of the year.
        public override bool TryFind(string abbreviation, long clockSeconds, out int offsetSeconds)
        {
            const long HalfYear = 182 * 86_400L;
            foreach (var shift in new[] { 0, HalfYear, -HalfYear })
            {
                var (offset, text) = At(clockSeconds + shift);
                if (text == abbreviation)
                {
                    offsetSeconds = offset;
                    return true;
                }
            }

            offsetSeconds = 0;
            return false;
        }
    }
}
