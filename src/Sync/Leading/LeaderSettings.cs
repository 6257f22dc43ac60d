namespace SecretsKit.Sync.Leading;

/// <summary>How agents agree on the one that writes (spec external-secrets.md 5.2).</summary>
/// <param name="Namespace">The namespace of the lease.</param>
/// <param name="Name">Its name.</param>
/// <param name="Identity">Who this agent is; no other may have the same.</param>
public sealed record LeaderSettings(string Namespace, string Name, string Identity)
{
    /// <summary>How long the others wait after the last renewal that they saw. Default 15 seconds.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long after its last renewal the leader still writes; shorter than <see cref="LeaseDuration"/>, so that it stops before another
    /// begins. Default 10 seconds.
    /// </summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time between attempts. Default 2 seconds.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);
}
