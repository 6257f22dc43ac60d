using SecretsKit.Core.Data;

namespace SecretsKit.Sync.Restarting;

/// <summary>A Secret whose workloads are looked at.</summary>
/// <param name="Mark">The mark of its content now.</param>
/// <param name="IsChanged">
/// Whether this agent has just changed it. Otherwise only workloads count that were restarted for another content before: an agent that
/// starts cannot know what a workload without a mark has read.
/// </param>
internal sealed record RestartSecret(string Mark, bool IsChanged);

/// <summary>What is done to a workload.</summary>
/// <param name="Marks">The marks that it gets with a restart; null if it is not restarted now.</param>
/// <param name="Reasons">The Secrets that it is restarted for.</param>
/// <param name="Wait">How long until it may be restarted; null if it is now, or need not be.</param>
internal sealed record RestartPlan(SortedDictionary<string, string>? Marks, IReadOnlyList<string> Reasons, TimeSpan? Wait)
{
    /// <summary>Plans: one restart for all Secrets that changed, and none too soon after another.</summary>
    /// <param name="workload">The workload. Lent.</param>
    /// <param name="secrets">The Secrets, by name.</param>
    /// <param name="interval">The least time between two restarts.</param>
    /// <param name="now">The time.</param>
    public static RestartPlan For(
        MapValue workload, IReadOnlyDictionary<string, RestartSecret> secrets, TimeSpan interval, DateTimeOffset now)
    {
        var marks = RestartMarks.Read(workload);
        var read = WorkloadSecrets.Of(workload).Where(secrets.ContainsKey).Order(StringComparer.Ordinal).ToList();
        var reasons = read.Where(name => marks.TryGetValue(name, out var mark) ? mark != secrets[name].Mark : secrets[name].IsChanged)
            .ToList();
        if (reasons.Count == 0)
        {
            return new(null, [], null);
        }

        // A time that is ahead, by another clock, counts as now.
        if (RestartMarks.TimeOf(workload) is { } last && (last > now ? now : last) + interval is var next && next > now)
        {
            return new(null, reasons, next - now);
        }

        foreach (var name in read)
        {
            marks[name] = secrets[name].Mark;
        }

        return new(marks, reasons, null);
    }
}
