using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Recovery;

/// <summary>What is wrong with a release, if anything.</summary>
/// <param name="Release">Its name.</param>
/// <param name="Condition">What its records say.</param>
/// <param name="Last">The latest revision; null if there is none.</param>
/// <param name="Good">The latest revision that went well, the last one not counted; null if none did.</param>
public sealed record ReleaseDiagnosis(string Release, ReleaseCondition Condition, ReleaseSummary? Last, ReleaseSummary? Good)
{
    /// <summary>Whether the next deploy fails unless this is repaired.</summary>
    public bool IsStuck => Condition is ReleaseCondition.Unfinished or ReleaseCondition.Unrecorded or ReleaseCondition.HalfDeleted;

    /// <summary>Judges the revisions of a release.</summary>
    public static ReleaseDiagnosis Of(ReleaseHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var last = history.Last?.Summary;
        var good = history.Revisions
            .Where(record => record != history.Last && record.Status is ReleaseStatus.Deployed or ReleaseStatus.Superseded)
            .Select(record => record.Summary)
            .LastOrDefault();
        return new(history.Name, Judge(history, last), last, good);
    }

    private static ReleaseCondition Judge(ReleaseHistory history, ReleaseSummary? last) => last?.Status switch
    {
        null => ReleaseCondition.Missing,
        ReleaseStatus.PendingInstall => ReleaseCondition.Unfinished,

        // The revision before is superseded when all is done, just before this one is recorded as deployed.
        { } status when status.IsPending() => history.Deployed.Count == 0 && Before(history)?.Status == ReleaseStatus.Superseded
            ? ReleaseCondition.Unrecorded
            : ReleaseCondition.Unfinished,
        ReleaseStatus.Uninstalling => ReleaseCondition.HalfDeleted,
        ReleaseStatus.Failed when !history.Revisions.Any(
            record => record.Status is ReleaseStatus.Deployed or ReleaseStatus.Superseded) => ReleaseCondition.NeverDeployed,
        _ => ReleaseCondition.Settled,
    };

    private static StoredRecord? Before(ReleaseHistory history) => history.Revisions.Count < 2 ? null : history.Revisions[^2];
}
