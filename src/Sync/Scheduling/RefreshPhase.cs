using SecretsKit.Sync.Hashing;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Scheduling;

/// <summary>
/// Spreads the refreshes of mappings that were made together: each has a place of its own in the last tenth of the interval. Once it is
/// there, refreshes are exactly an interval apart, whatever happens between them; none is ever later than the reference's.
/// </summary>
internal static class RefreshPhase
{
    private const int Parts = 10;

    /// <summary>When a mapping is due that was refreshed at a time.</summary>
    public static DateTimeOffset Next(ExternalSecret mapping, DateTimeOffset refreshed)
    {
        var latest = refreshed + mapping.Interval;
        var step = StepOf(mapping.Interval);
        return step <= 1 ? latest : latest - Behind(latest, step, mapping.Head.Uid);
    }

    // Whole seconds that divide the interval, a tenth of it at most: times in statuses are whole seconds.
    private static long StepOf(TimeSpan interval)
    {
        if (interval.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            return 1;
        }

        var seconds = interval.Ticks / TimeSpan.TicksPerSecond;
        var step = seconds / Parts;
        while (step > 1 && seconds % step != 0)
        {
            step--;
        }

        return step;
    }

    private static TimeSpan Behind(DateTimeOffset latest, long step, string uid)
    {
        // A status has whole seconds, so a time may be up to one early: that is still the same place.
        var width = step * TimeSpan.TicksPerSecond;
        var behind = (latest.Ticks - (Fnv1a.Of(uid) % step * TimeSpan.TicksPerSecond)) % width;
        return TimeSpan.FromTicks(behind > width - TimeSpan.TicksPerSecond ? behind - width : behind);
    }
}
