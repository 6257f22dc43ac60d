using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Tests.Sync;

/// <summary>When mappings are due (spec external-secrets.md 1.7, 2.4).</summary>
public sealed class ScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("* * * * *", "2026-03-01T12:00:30Z", "2026-03-01T12:01:00Z")]
    [InlineData("*/15 * * * *", "2026-03-01T12:15:00Z", "2026-03-01T12:30:00Z")]
    [InlineData("0 4 * * 1-5", "2026-03-01T00:00:00Z", "2026-03-02T04:00:00Z")]
    [InlineData("0 0 1 jan *", "2026-03-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("0 0 13 * 5", "2026-03-01T00:00:00Z", "2026-03-06T00:00:00Z")]
    [InlineData("5/20 1,3 * * *", "2026-03-01T01:25:00Z", "2026-03-01T01:45:00Z")]
    [InlineData("0 0 * * 7", "2026-03-02T00:00:00Z", "2026-03-08T00:00:00Z")]
    [InlineData("0 0 */2 * 1", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z")]
    [InlineData("0 0 */1 * 1", "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z")]
    [InlineData("@daily", "2026-03-01T12:00:00Z", "2026-03-02T00:00:00Z")]
    [InlineData("@every 90s", "2026-03-01T12:00:00Z", "2026-03-01T12:01:30Z")]
    public void A_schedule_fires_next(string text, string after, string expected) =>
        Assert.Equal(Time(expected), CronSchedule.Parse(text)!.After(Time(after)));

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("@often")]
    [InlineData("@every x")]
    public void Other_texts_are_no_schedules(string text) => Assert.Null(CronSchedule.Parse(text));

    [Fact]
    public void A_day_that_never_comes_ends_the_search() => Assert.Null(CronSchedule.Parse("0 0 30 2 *")!.After(Now));

    [Theory]
    [InlineData("allow", "0 12 * * *", "1h", true)]
    [InlineData("allow", "0 11 * * *", "1h", true)]
    [InlineData("allow", "0 11 * * *", "59m", false)]
    [InlineData("deny", "0 12 * * *", "1h", false)]
    [InlineData("deny", "0 13 * * *", "1h", true)]
    [InlineData("allow", "nonsense", "1h", false)]
    [InlineData("deny", "nonsense", "1h", true)]
    [InlineData("other", "0 13 * * *", "1h", true)]
    public void A_window_opens_and_closes(string kind, string schedule, string duration, bool isOpen) =>
        Assert.Equal(isOpen, SyncWindowGate.IsOpen(new(kind, [new(schedule, duration)]), Now));

    [Theory]
    [InlineData("refreshInterval: 1h", 53, RefreshReason.None)]
    [InlineData("refreshInterval: 1h", 61, RefreshReason.Due)]
    [InlineData("refreshInterval: 1h", -5, RefreshReason.Due)]
    [InlineData("refreshInterval: 0s", 100_000, RefreshReason.None)]
    [InlineData("refreshInterval: -1h", 100_000, RefreshReason.None)]
    [InlineData("refreshPolicy: CreatedOnce", 100_000, RefreshReason.None)]
    [InlineData("refreshPolicy: OnChange", 100_000, RefreshReason.None)]
    [InlineData("refreshInterval: 1h\nsyncWindows: {kind: deny, windows: [{schedule: '@every 1m', duration: 1h}]}", 61, RefreshReason.None)]
    public void The_interval_decides(string spec, int minutesAgo, object reason) =>
        Assert.Equal(reason, RefreshDecision.Decide(Synced(spec, minutesAgo), Now));

    [Theory]
    [InlineData("refreshInterval: 1h", RefreshReason.Changed)]
    [InlineData("refreshPolicy: OnChange", RefreshReason.Changed)]
    [InlineData("refreshPolicy: CreatedOnce", RefreshReason.None)]
    [InlineData("refreshInterval: 0s", RefreshReason.None)]
    public void A_change_decides_for_some(string spec, object reason)
    {
        var mapping = Synced(spec, 1);
        mapping.Tree.Child("metadata")!.With("generation", Value.Int64(2));
        Assert.Equal(reason, RefreshDecision.Decide(new(mapping.Tree), Now));
    }

    [Theory]
    [InlineData("refreshInterval: 1h", 20, 34, 40)]
    [InlineData("refreshInterval: 1h", 90, 0, 0)]
    public void The_next_look_is_in_the_last_tenth_of_the_interval(string spec, int minutesAgo, int from, int to)
    {
        var mapping = Synced(spec, minutesAgo);
        var next = RefreshDecision.NextLook(mapping, mapping.Status.Refreshed, Now)!.Value;
        Assert.InRange(next, TimeSpan.FromMinutes(from), TimeSpan.FromMinutes(to));
    }

    [Theory]
    [InlineData("refreshInterval: 0s")]
    [InlineData("refreshPolicy: OnChange")]
    public void What_no_interval_refreshes_is_not_looked_at_again(string spec)
    {
        var mapping = Synced(spec, 20);
        Assert.Null(RefreshDecision.NextLook(mapping, mapping.Status.Refreshed, Now));
    }

    private static ExternalSecret Synced(string spec, int minutesAgo)
    {
        var mapping = SyncBench.Mapping(spec);
        var status = new SyncStatus
        {
            Refreshed = Now.AddMinutes(-minutesAgo),
            SyncedVersion = RefreshDecision.VersionOf(mapping.Head),
        };
        return new(mapping.Tree.With("status", status.ToMap()));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
