using SecretsKit.Core.Data;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Planning;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Comparing;

/// <summary>
/// Computes what this program would make of a mapping that another operator serves, and says where that is otherwise than what is there.
/// Reads stores, writes nothing. Safe on all threads.
/// </summary>
/// <param name="planner">Computes.</param>
/// <param name="clock">When.</param>
internal sealed class MappingComparer(SyncPlanner planner, TimeProvider clock)
{
    /// <summary>Compares.</summary>
    /// <param name="mapping">The mapping with its status.</param>
    /// <param name="existing">Its target as it is, or null. Lent.</param>
    /// <param name="asked">Values that were read then or later for other mappings are not read again.</param>
    /// <param name="ct">Ends it.</param>
    public async ValueTask<MappingComparison> CompareAsync(
        ExternalSecret mapping, MapValue? existing, DateTimeOffset asked, CancellationToken ct)
    {
        if (ReasonToSkip(mapping) is { } reason)
        {
            return new() { Skipped = reason };
        }

        var now = clock.GetUtcNow();
        if (IsDone(mapping, now))
        {
            // Values of another time are no difference: nothing reads the stores again.
            return new() { Differences = TargetValidity.IsValid(mapping, existing) ? [] : [Invalid(existing)] };
        }

        var fresh = new ExternalSecret(mapping.Tree) { Status = mapping.Status with { Refreshed = null, SyncedVersion = "" } };
        var plan = await planner.PlanAsync(new(fresh, Marked(existing), now, asked), ct);
        if (plan.IsPutOff)
        {
            return new() { PutOff = plan.Done.Requeue.Delay };
        }

        if (plan.Done is { Status: null, Failure: null })
        {
            return new() { Skipped = "its store is of another controller class" };
        }

        // The operator's server refuses what ours would.
        var refusal = plan is { Wanted: { } wanted, Done.Failure: null } ? TargetLimits.Refusal(wanted) : null;
        var done = refusal is null ? plan.Done : plan.Failed(new(SyncFault.Target, refusal.Message, refusal));
        return new()
        {
            Differences =
            [
                .. refusal is null ? TargetComparison.Between(mapping, plan, existing) : [],
                .. StatusComparison.Between(mapping, done),
                .. StatusComparison.OfTime(mapping, now),
            ],
        };
    }

    private static string? ReasonToSkip(ExternalSecret mapping) => mapping.Head.IsDeleting ? "it is being deleted"
        : mapping.DataFrom.Any(row => row.IsGenerated) ? "its generators make other values each time"
        : !mapping.Target.IsSecret ? "targets of other kinds than Secret are not compared"
        : null;

    // Synced, and not to be synced again whatever the stores hold.
    private static bool IsDone(ExternalSecret mapping, DateTimeOffset now) => mapping.Status is { IsReady: true, Refreshed: not null }
        && (mapping.Refresh != RefreshPolicy.Periodic || mapping.Interval <= TimeSpan.Zero)
        && mapping.Target.Creation is not (CreationPolicy.None or CreationPolicy.Merge)
        && RefreshDecision.Decide(mapping, now) == RefreshReason.None;

    private static MappingDifference Invalid(MapValue? existing) => new(
        DifferencePart.Secret, "", existing is null ? "is missing: it would be made" : "was changed by others: it would be put right");

    // An operator marks a target that it finds, and comes back; here both are one step.
    private static MapValue? Marked(MapValue? existing)
    {
        if (existing is null)
        {
            return null;
        }

        var copy = existing.Copy();
        copy.ChildOrNew("metadata").ChildOrNew("labels").With(TargetNames.ManagedLabel, "true");
        return copy;
    }
}
