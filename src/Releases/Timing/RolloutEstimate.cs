namespace SecretsKit.Releases.Timing;

/// <summary>How long a workload takes until it is ready.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Pods">How many pods start one after the other, at worst.</param>
/// <param name="PodStart">How long one takes: start, probes, the time that it must have been ready.</param>
/// <param name="Init">How long its init containers take.</param>
/// <param name="Total">Pods times their start, init containers, and the buffer.</param>
/// <param name="Size">Which guidance counts.</param>
public sealed record RolloutEstimate(
    string Kind, string Name, int Pods, TimeSpan PodStart, TimeSpan Init, TimeSpan Total, RolloutSize Size)
{
    /// <summary>Whether it is a hook, which is waited for by itself.</summary>
    public bool IsHook { get; init; }

    /// <summary>What is usual for workloads of its size, from and to.</summary>
    public (TimeSpan From, TimeSpan To) Usual => Size switch
    {
        RolloutSize.Ordered => (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)),
        RolloutSize.Initialized => (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)),
        RolloutSize.Large => (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)),
        _ => (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5)),
    };
}

/// <summary>What guidance about timeouts goes by.</summary>
public enum RolloutSize
{
    /// <summary>A few pods: two to five minutes.</summary>
    Small,

    /// <summary>More than five pods: five to ten minutes.</summary>
    Large,

    /// <summary>Pods with init containers: five to fifteen minutes.</summary>
    Initialized,

    /// <summary>Pods that start one after the other (StatefulSets): ten to thirty minutes.</summary>
    Ordered,
}
