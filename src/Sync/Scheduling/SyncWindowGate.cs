using SecretsKit.Core.Text.Time;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Scheduling;

/// <summary>Whether the interval counts at a moment (spec external-secrets.md 1.7, <c>syncWindows</c>).</summary>
internal static class SyncWindowGate
{
    /// <summary>Whether reading is allowed now.</summary>
    public static bool IsOpen(SyncWindows? windows, DateTimeOffset now) => windows is not { Windows.Count: > 0 } || windows.Kind switch
    {
        "allow" => windows.Windows.Any(window => IsActive(window, now)),
        "deny" => !windows.Windows.Any(window => IsActive(window, now)),
        _ => true,
    };

    private static bool IsActive(SyncWindow window, DateTimeOffset now)
    {
        if (!GoDuration.TryParse(window.Duration, out var duration) || CronSchedule.Parse(window.Schedule) is not { } schedule)
        {
            return false;
        }

        return schedule.After(now - duration - TimeSpan.FromSeconds(1)) is { } fired && fired <= now;
    }
}
