using SecretsKit.Core.Errors;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Releases.Waiting;

/// <summary>A wait failed.</summary>
/// <param name="Fault">Why.</param>
/// <param name="Snapshot">How things were at the end.</param>
/// <param name="Message">The reference's sentence, of one or more lines. It may quote what controllers wrote into conditions.</param>
public sealed record WaitCause(WaitFault Fault, WaitSnapshot Snapshot, string Message) : FailureCause
{
    /// <summary>The failure to throw, with the sentence and a hint.</summary>
    public SecretsKitException ToException() => new(ErrorCode.General, Message) { Cause = this, Hint = Hint() };

    private string? Hint() => (Snapshot.Pending.FirstOrDefault(), Snapshot.Goal) switch
    {
        (null, _) => null,
        ({ Reference: var item }, WaitGoal.Deleted) =>
            $"look for finalizers with kubectl get {Name(item)} -o yaml, or wait longer with --timeout",
        ({ Reference: var item, Readiness.Cause: ReadinessCause.NotReadable }, _) =>
            $"give the user the rights to list and watch {item.Kind} objects, and the ReplicaSets and Pods below them",
        ({ Reference: var item }, _) => Fault == WaitFault.TimedOut
            ? $"see kubectl describe {Name(item)}, or wait longer with --timeout"
            : $"see kubectl describe {Name(item)}",
    };

    private static string Name(Kubernetes.Objects.ResourceRef item) => item.Namespace.Length == 0
        ? $"{item.Kind}/{item.Name}"
        : $"{item.Kind}/{item.Name} -n {item.Namespace}";
}
