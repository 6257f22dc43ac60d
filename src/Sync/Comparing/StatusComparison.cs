using System.Globalization;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Reporting;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Sync.Comparing;

/// <summary>Where the status of a mapping is not as it would be written.</summary>
internal static class StatusComparison
{
    private static readonly TimeSpan LeastDelay = TimeSpan.FromMinutes(1);

    /// <summary>Condition and target.</summary>
    /// <param name="mapping">The mapping with its status.</param>
    /// <param name="result">How a sync would end.</param>
    public static IEnumerable<MappingDifference> Between(ExternalSecret mapping, SyncResult result)
    {
        if (result.Status is not { Ready: { } would } status)
        {
            yield break;
        }

        const string field = "conditions.Ready";
        if (mapping.Status.Ready is not { } now)
        {
            yield return new(DifferencePart.Status, field, $"is missing: it would be {Words(would)}{Cause(result)}");
        }
        else if ((now.Status, now.Reason, now.Message) != (would.Status, would.Reason, would.Message))
        {
            yield return new(DifferencePart.Status, field, $"is {Words(now)}: it would be {Words(would)}{Cause(result)}");
        }
        else if (mapping.Status.BoundSecret != status.BoundSecret)
        {
            yield return new(
                DifferencePart.Status, "binding.name", $"is \"{mapping.Status.BoundSecret}\": it would be \"{status.BoundSecret}\"");
        }
    }

    /// <summary>Whether the last refresh is longer ago than it should be, or of an earlier state of the mapping.</summary>
    public static IEnumerable<MappingDifference> OfTime(ExternalSecret mapping, DateTimeOffset now)
    {
        // A sync that fails does not move the time.
        if (mapping.Status is not { IsReady: true, Refreshed: { } refreshed })
        {
            yield break;
        }

        if (RefreshDecision.VersionOf(mapping.Head) != mapping.Status.SyncedVersion
            && mapping.Refresh != RefreshPolicy.CreatedOnce && mapping.Interval > TimeSpan.Zero)
        {
            yield return new(DifferencePart.Timing, "syncedResourceVersion", "is that of an earlier state of the mapping");
        }

        var late = now - refreshed - mapping.Interval - (IsOurs(mapping) ? AgentDefaults.StatusHeartbeat : TimeSpan.Zero);
        if (mapping.Refresh == RefreshPolicy.Periodic && mapping.Interval > TimeSpan.Zero && late > LeastDelay
            && late > mapping.Interval / 10 && SyncWindowGate.IsOpen(mapping.Windows, now))
        {
            yield return new(
                DifferencePart.Timing, "refreshTime",
                string.Create(CultureInfo.InvariantCulture, $"is overdue by {(long)late.TotalMinutes} minutes"));
        }
    }

    // An agent of this program moves the time so seldom while nothing changes, unless it is set otherwise.
    private static bool IsOurs(ExternalSecret mapping) => mapping.Tree.Child("metadata")!.Children("managedFields").Any(
        entry => entry.Text("manager") == AgentDefaults.AgentName
            && entry.Child("fieldsV1")?.Child("f:status")?.Has("f:refreshTime") == true);

    // The condition does not say why, the event does.
    private static string Cause(SyncResult result) =>
        result.Failure is not null && result.Events.LastOrDefault(what => what.IsWarning) is { } why ? $": {why.Message}" : "";

    private static string Words(Condition condition) => $"{condition.Status} {condition.Reason} (\"{condition.Message}\")";
}
