namespace SecretsKit.Releases.Waiting;

/// <summary>The state of a wait at one moment.</summary>
/// <param name="Goal">What is waited for.</param>
/// <param name="Objects">All objects, in the order in which they were given.</param>
/// <param name="Elapsed">Since the wait began.</param>
/// <param name="Timeout">How long it may take.</param>
public sealed record WaitSnapshot(WaitGoal Goal, IReadOnlyList<ObjectReadiness> Objects, TimeSpan Elapsed, TimeSpan Timeout)
{
    /// <summary>Whether the wait has ended, for whatever reason: it reports no other snapshot. Default no.</summary>
    public bool IsLast { get; init; }

    /// <summary>Those that are still waited for, or have failed.</summary>
    public IEnumerable<ObjectReadiness> Pending => Objects.Where(item => !item.IsDone);
}
