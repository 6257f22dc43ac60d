using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Rules;

/// <summary>When a hook has done its work: a Job or a Pod that ended; other kinds at once (spec helm.md 13).</summary>
public static class HookRules
{
    /// <summary>Whether objects of a kind are waited for.</summary>
    public static bool IsWaitedFor(string group, string kind) => (group, kind) is ("batch", "Job") or ("", "Pod");

    /// <summary>Judges an object.</summary>
    public static Readiness Judge(LiveObject item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return (item.Group, item.Kind) switch
        {
            ("batch", "Job") => JobStatus.JudgeCompletion(item),
            ("", "Pod") => item.Text("status", "phase") switch
            {
                "Succeeded" => Readiness.Ready,
                "Failed" => Readiness.Fails(ReadinessCause.PodFailed, detail: item.Name),
                _ => Readiness.Waits(ReadinessCause.PodRunning),
            },
            _ => Readiness.Ready,
        };
    }
}
