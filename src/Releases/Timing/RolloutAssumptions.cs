namespace SecretsKit.Releases.Timing;

/// <summary>What cannot be read from a manifest about the time that pods take.</summary>
public sealed record RolloutAssumptions
{
    /// <summary>From the making of a pod until its containers run: scheduling and fetching images. Default 30 seconds.</summary>
    public TimeSpan PodStart { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one init container runs. Default 30 seconds.</summary>
    public TimeSpan InitContainer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a Job of one pod works. Default one minute.</summary>
    public TimeSpan JobWork { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What is added to each estimate. Default one minute.</summary>
    public TimeSpan Buffer { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many nodes run the pods of a DaemonSet. Default 3.</summary>
    public int Nodes { get; init; } = 3;
}
