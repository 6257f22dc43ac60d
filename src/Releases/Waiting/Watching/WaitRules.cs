using SecretsKit.Charts.Model;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting.Live;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Releases.Waiting.Watching;

/// <summary>What one wait asks of objects: which have to be read, and when they are done.</summary>
/// <param name="Goal">What is waited for.</param>
internal sealed record WaitRules(WaitGoal Goal)
{
    /// <summary>Whether an object has to be read; others are ready.</summary>
    public required Func<ResourceRef, bool> IsRead { get; init; }

    /// <summary>Judges an object that is there.</summary>
    public required Func<LiveObject, RelatedObjects, DateTimeOffset, Readiness> Judge { get; init; }

    /// <summary>Whether all that controllers made has to be known before anything is judged.</summary>
    public bool NeedsRelatedFirst { get; init; }

    /// <summary>What objects count as that may not be read. Default null: the wait fails.</summary>
    public Readiness? Forbidden { get; init; }

    /// <summary>What an object that was there and is gone counts as. Default <see cref="Readiness.NotFound"/>.</summary>
    public Readiness Removed { get; init; } = Readiness.NotFound;

    /// <summary>
    /// How long the first object that is not done may have failed until the wait fails, whatever the others are. Default null: the wait
    /// fails once all others are done.
    /// </summary>
    public TimeSpan? FailureGrace { get; init; }

    /// <summary>Those of a goal.</summary>
    public static WaitRules For(WaitGoal goal, HelmGeneration generation, WaitOptions options) => goal switch
    {
        WaitGoal.Completed => ForHook(generation, options.Strategy),
        WaitGoal.Deleted => ForDeletion(generation, options.Strategy),
        _ => ForRelease(options.Strategy, options.Jobs, options.Tracker is null ? null : ConditionRules.Judge),
    };

    /// <summary>The kinds of what controllers make for an object that its rules look at; empty for others.</summary>
    public string[] Related(ResourceRef item) => (Goal, item.Group, item.Kind) switch
    {
        (WaitGoal.Ready, "apps" or "extensions", "Deployment") => ["ReplicaSet"],
        (WaitGoal.Ready, "apps" or "extensions", "ReplicaSet") or (WaitGoal.Ready, "", "ReplicationController") => ["Pod"],
        (WaitGoal.Ready, "apps", "StatefulSet") when !NeedsRelatedFirst => ["Pod"],
        _ => [],
    };

    /// <summary>Whether the wait is over for an object.</summary>
    public bool IsDone(Readiness readiness) =>
        readiness.State == (Goal == WaitGoal.Deleted ? ReadinessState.NotFound : ReadinessState.Ready);

    private static WaitRules ForRelease(WaitStrategy strategy, JobWait jobs, Func<LiveObject, Readiness>? others) => strategy switch
    {
        WaitStrategy.HookOnly => new(WaitGoal.Ready) { IsRead = _ => false, Judge = (_, _, _) => Readiness.Ready },
        WaitStrategy.Legacy => new(WaitGoal.Ready)
        {
            IsRead = item => LegacyRules.IsWaitedFor(item.Group, item.Kind, jobs),
            Judge = (item, related, _) => LegacyRules.Judge(item, related),
            NeedsRelatedFirst = true,

            // Helm tolerates a Job that failed for 30 polls, one each two seconds.
            FailureGrace = TimeSpan.FromSeconds(60),
        },
        _ => new(WaitGoal.Ready)
        {
            IsRead = item => !StatusRules.IsReadyOnceWritten(item.Group, item.Kind),
            Judge = (item, related, now) => IsPaused(item) ? Readiness.Ready : StatusRules.Judge(item, related, jobs, now, others),
            Forbidden = Readiness.NotReadable,
        },
    };

    private static WaitRules ForHook(HelmGeneration generation, WaitStrategy strategy)
    {
        var isWatcher = generation == HelmGeneration.V4 && strategy != WaitStrategy.Legacy;
        return new(WaitGoal.Completed)
        {
            IsRead = item => HookRules.IsWaitedFor(item.Group, item.Kind),
            Judge = (item, _, _) => HookRules.Judge(item),
            Forbidden = isWatcher ? Readiness.NotReadable : null,

            // To Helm 3 a hook that was deleted meanwhile is complete.
            Removed = isWatcher ? Readiness.NotFound : Readiness.Ready,
        };
    }

    private static WaitRules ForDeletion(HelmGeneration generation, WaitStrategy strategy) => new(WaitGoal.Deleted)
    {
        IsRead = _ => true,
        Judge = (item, related, now) => StatusRules.Judge(item, related, JobWait.UntilStarted, now),
        Forbidden = generation == HelmGeneration.V4 && strategy != WaitStrategy.Legacy ? Readiness.NotFound : null,
    };

    // Read from the live object: a rollout may have been paused by hand.
    private static bool IsPaused(LiveObject item) =>
        item is { Group: "apps" or "extensions", Kind: "Deployment" }
        && item.At("spec", "paused") is { Kind: Core.Data.GoKind.Bool, Boolean: true };
}
