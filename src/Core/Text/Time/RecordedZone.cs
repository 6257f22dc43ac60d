namespace SecretsKit.Core.Text.Time;

/// <summary>A zone by its history.</summary>
/// <param name="name">The name that Go's <c>Location</c> prints.</param>
/// <param name="clocks">The clocks that were in use, at least one.</param>
/// <param name="changes">When which of them began, ascending.</param>
/// <param name="rules">What holds after the last change; null if that never ends.</param>
internal sealed class RecordedZone(string name, RecordedZone.Clock[] clocks, RecordedZone.Change[] changes, ZoneRules? rules) : GoZone
{
    public override string Name => name;

    public override (int OffsetSeconds, string Abbreviation) At(long unixSeconds)
    {
        var (low, high) = (0, changes.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = changes[middle].UnixSeconds <= unixSeconds ? (middle + 1, high) : (low, middle);
        }

        if (low == changes.Length && rules is not null)
        {
            return rules.At(unixSeconds);
        }

        var clock = clocks[low == 0 ? First() : changes[low - 1].Clock];
        return (clock.OffsetSeconds, clock.Abbreviation);
    }

    // The offset at the moment that a clock of this name gives, if that has the name too; otherwise that of any clock of the name.
    public override bool TryFind(string abbreviation, long clockSeconds, out int offsetSeconds)
    {
        foreach (var clock in clocks.Where(clock => clock.Abbreviation == abbreviation))
        {
            var (offset, shown) = At(clockSeconds - clock.OffsetSeconds);
            if (shown == abbreviation)
            {
                offsetSeconds = offset;
                return true;
            }
        }

        var index = Array.FindIndex(clocks, clock => clock.Abbreviation == abbreviation);
        offsetSeconds = index < 0 ? 0 : clocks[index].OffsetSeconds;
        return index >= 0;
    }

    // The clock before the first change: the first one if no change begins it, else the nearest one
    // of standard time (Go's lookupFirstZone).
    private int First()
    {
        if (!changes.Any(change => change.Clock == 0))
        {
            return 0;
        }

        if (clocks[changes[0].Clock].IsDaylight)
        {
            for (var i = changes[0].Clock - 1; i >= 0; i--)
            {
                if (!clocks[i].IsDaylight)
                {
                    return i;
                }
            }
        }

        return Math.Max(0, Array.FindIndex(clocks, clock => !clock.IsDaylight));
    }

    /// <summary>What a clock showed.</summary>
    /// <param name="OffsetSeconds">East of UTC.</param>
    /// <param name="IsDaylight">Whether it was daylight saving time.</param>
    /// <param name="Abbreviation">Such as <c>CEST</c>.</param>
    internal readonly record struct Clock(int OffsetSeconds, bool IsDaylight, string Abbreviation);

    /// <summary>The moment from which on a clock was in use.</summary>
    /// <param name="UnixSeconds">Seconds since 1970.</param>
    /// <param name="Clock">Its index.</param>
    internal readonly record struct Change(long UnixSeconds, int Clock);
}
