using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Rules;

/// <summary>The watcher's rules for addresses, volumes and kinds.</summary>
internal static class ClusterStatus
{
    public static Readiness JudgeService(LiveObject item) =>
        item.Text("spec", "type") == "LoadBalancer" && item.Text("spec", "clusterIP").Length == 0
            ? Readiness.Waits(ReadinessCause.NoAddress)
            : Readiness.Ready;

    public static Readiness JudgeClaim(LiveObject item) => item.Text("status", "phase") is var phase && phase == "Bound"
        ? Readiness.Ready
        : Readiness.Waits(ReadinessCause.NotBound, detail: phase.Length > 0 ? phase : "unknown");

    public static Readiness JudgeDefinition(LiveObject item)
    {
        if (item.Condition("NamesAccepted") is { IsFalse: true } refused)
        {
            return Readiness.Fails(ReadinessCause.Condition, detail: refused.Message);
        }

        return item.Condition("Established") switch
        {
            { IsTrue: true } => Readiness.Ready,
            { IsFalse: true, Reason: not "Installing" } other => Readiness.Fails(ReadinessCause.Condition, detail: other.Message),
            _ => Readiness.Waits(ReadinessCause.NotEstablished),
        };
    }
}
