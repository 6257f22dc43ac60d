namespace SecretsKit.Agent;

/// <summary>
/// Gives memory back that a burst of work left behind, such as the first list of all objects: the collector keeps it for a next burst,
/// which may be hours away, and a container's limit is set by what it shows.
/// </summary>
internal static class MemoryTrim
{
    private const long Worthwhile = 8 * 1024 * 1024;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(20);

    /// <summary>Looks three times a minute until the token fires.</summary>
    public static async Task RunAsync(TimeProvider clock, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                Trim();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    // A collection of everything pauses the agent for some milliseconds for each ten thousand mappings: only if a fifth of the memory comes
    // back by it.
    private static void Trim()
    {
        var (used, held) = (GC.GetTotalMemory(false), GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes);
        if (held - used > Math.Max(Worthwhile, used / 4))
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
