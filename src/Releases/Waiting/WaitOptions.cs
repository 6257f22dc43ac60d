namespace SecretsKit.Releases.Waiting;

/// <summary>How objects are waited for.</summary>
public sealed record WaitOptions
{
    /// <summary>By which rules. Default <see cref="WaitStrategy.Watcher"/>; <see cref="WaitStrategy.HookOnly"/> returns at once.</summary>
    public WaitStrategy Strategy { get; init; } = WaitStrategy.Watcher;

    /// <summary>When Jobs are ready. Default <see cref="JobWait.UntilStarted"/>.</summary>
    public JobWait Jobs { get; init; }

    /// <summary>How long one wait may take. Default five minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Receives what is not ready, whenever that changes. Default: nothing receives it.</summary>
    public IWaitObserver Observer { get; init; } = SilentWaitObserver.Instance;

    /// <summary>
    /// Receives warnings about the objects and what their new containers print; where it is given, kinds without rules of their own are
    /// judged by all of their conditions (<see cref="Rules.ConditionRules"/>), which the reference does not do. Default null: nothing of
    /// that is asked for.
    /// </summary>
    public IWaitTracker? Tracker { get; init; }
}
