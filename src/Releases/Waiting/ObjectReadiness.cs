using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting.Diagnosis;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Releases.Waiting;

/// <summary>One object of a wait.</summary>
/// <param name="Reference">Which.</param>
/// <param name="Readiness">How far it is, and why.</param>
/// <param name="IsDone">Whether the wait is over for it: it is ready, or gone where that is waited for.</param>
public sealed record ObjectReadiness(ResourceRef Reference, Readiness Readiness, bool IsDone)
{
    /// <summary>Why it is not ready, in Helm 4's words; empty if that is not known. It may quote what a controller wrote.</summary>
    public string Message => WaitText.Message(this);

    /// <summary>What is wrong with pods that belong to it, as far as that is known.</summary>
    public IReadOnlyList<PodProblem> Problems { get; init; } = [];
}
