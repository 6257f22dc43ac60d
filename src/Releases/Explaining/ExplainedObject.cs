using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Releases.Explaining;

/// <summary>One object of a release.</summary>
/// <param name="Object">How far it is, and what is wrong with its pods.</param>
/// <param name="Hook">The hook that it belongs to; empty if it is no hook.</param>
/// <param name="Backend">
/// What is behind it if it is a Service that selects pods, and not only those of workloads that are scaled to 0; else null.
/// </param>
public sealed record ExplainedObject(ObjectReadiness Object, string Hook, ServiceBackend? Backend)
{
    /// <summary>Whether there is nothing to say about it.</summary>
    public bool IsHealthy => Object.Readiness.State == ReadinessState.Ready && Object.Problems.Count == 0 && Backend is not { Ready: 0 };
}
