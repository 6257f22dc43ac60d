namespace SecretsKit.Releases.Timing;

/// <summary>Which timeout a deploy needs: objects are waited for together, each hook by itself.</summary>
public static class TimeoutAdvice
{
    private static readonly TimeSpan Least = TimeSpan.FromMinutes(2);

    /// <summary>The longest estimate; zero where there is none.</summary>
    public static TimeSpan Needed(IReadOnlyList<RolloutEstimate> estimates)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        return estimates.Select(one => one.Total).DefaultIfEmpty(TimeSpan.Zero).Max();
    }

    /// <summary>A timeout to give: the longest estimate in whole minutes, and not less than is usual for the workloads.</summary>
    public static TimeSpan Suggested(IReadOnlyList<RolloutEstimate> estimates)
    {
        var needed = TimeSpan.FromMinutes(Math.Ceiling(Needed(estimates).TotalMinutes));
        var usual = estimates.Select(one => one.Usual.From).DefaultIfEmpty(Least).Max();
        return needed > usual ? needed : usual;
    }
}
