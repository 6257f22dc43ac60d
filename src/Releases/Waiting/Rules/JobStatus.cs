using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Rules;

/// <summary>The watcher's rules for Jobs.</summary>
internal static class JobStatus
{
    /// <summary>Ready once it has started.</summary>
    public static Readiness Judge(LiveObject job) => Ended(job)
        ?? (job.Condition("Suspended") is { IsTrue: true } || job.Text("status", "startTime").Length > 0
            ? Readiness.Ready
            : Readiness.Waits(ReadinessCause.JobNotStarted));

    /// <summary>Ready once it is complete.</summary>
    public static Readiness JudgeCompletion(LiveObject job) => Ended(job) ?? Readiness.Waits(ReadinessCause.JobRunning);

    private static Readiness? Ended(LiveObject job)
    {
        foreach (var condition in job.Conditions.Where(one => one.IsTrue))
        {
            switch (condition.Type)
            {
                case "Complete":
                    return Readiness.Ready;
                case "Failed":
                    var wanted = job.Integer("spec", "completions") ?? job.Integer("spec", "parallelism") ?? 1;
                    return Readiness.Fails(ReadinessCause.JobFailed, job.Integer("status", "failed") ?? 0, wanted, condition.Reason);
                default:
                    break;
            }
        }

        return null;
    }
}
