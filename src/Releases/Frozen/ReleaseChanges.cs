using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Frozen;

/// <summary>Says how the records of a release differ from those that a plan starts from.</summary>
internal static class ReleaseChanges
{
    /// <summary>What has changed; null if nothing has.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="history">The records as they are now.</param>
    public static StateChangeCause? Of(FrozenPlan plan, ReleaseHistory history)
    {
        var isOwn = IsOwn(plan, history);
        var detail = isOwn ? Applied(history.Last!.Summary!) : Detail(plan, history);
        if (detail is null)
        {
            return null;
        }

        var isUnfinished = history.Last?.Summary is { } last
            && (last.Status.IsPending() || last.Status == ReleaseStatus.Uninstalling);
        return new([new($"release {plan.Release.Name}", detail)])
        {
            IsOwn = isOwn,
            Unfinished = isUnfinished ? $"{plan.Release.Name} -n {plan.Namespace}" : "",
        };
    }

    private static string? Detail(FrozenPlan plan, ReleaseHistory history)
    {
        var (start, last) = (plan.Start, history.Last);
        if (last?.Summary is not { } summary)
        {
            return start is null ? null : string.Create(
                CultureInfo.InvariantCulture, $"it is gone, and the plan starts from revision {start.Revision}");
        }

        var status = ReleaseStatusText.Of(summary.Status);
        if (summary.Revision != (start?.Revision ?? 0))
        {
            return start is null
                ? string.Create(CultureInfo.InvariantCulture, $"it exists, revision {summary.Revision} is {status}, and did not")
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"revision {summary.Revision} ({status}) is the last one, and the plan starts from revision {start.Revision}");
        }

        return summary.Status != start!.Status
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"revision {summary.Revision} is {status}, and was {ReleaseStatusText.Of(start.Status)}")
            : RecordDigest.Of(last) != start.Digest ? Rewritten(summary.Revision)
            : history.Find(start.Base.Revision) is not { } found || RecordDigest.Of(found) != start.BaseDigest
                ? Rewritten(start.Base.Revision)
            : null;
    }

    private static string Applied(ReleaseSummary summary)
    {
        var end = summary.Status.IsPending() ? "begun and did not end" : "applied already";
        return string.Create(
            CultureInfo.InvariantCulture, $"the plan was {end}: revision {summary.Revision} is {ReleaseStatusText.Of(summary.Status)}");
    }

    private static string Rewritten(int revision) =>
        string.Create(CultureInfo.InvariantCulture, $"the record of revision {revision} was changed or deleted");

    // Whoever deployed the same, it is what the plan makes.
    private static bool IsOwn(FrozenPlan plan, ReleaseHistory history) => plan.Operation != FrozenOperation.Uninstall
        && history.Last is { } last
        && last.Summary!.Revision == plan.Release.Revision
        && last.TryRead(out var release, out _)
        && release.Manifest.Span.SequenceEqual(plan.Release.Manifest.Span)
        && Text(release.Config).AsSpan().SequenceEqual(Text(plan.Release.Config));

    private static byte[] Text(MapValue? values) => values is null ? [] : GoJson.Format(Value.Of(values), GoJsonOptions.Compact);
}
