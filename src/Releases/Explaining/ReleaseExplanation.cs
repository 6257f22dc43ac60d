using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting.Tracking;

namespace SecretsKit.Releases.Explaining;

/// <summary>How a release is in the cluster, and why. It quotes what controllers and containers wrote.</summary>
/// <param name="Release">Its last revision.</param>
/// <param name="Objects">The objects of its manifest, and those of hooks that did not succeed.</param>
/// <param name="Quotas">Quotas of its namespaces of which nothing is left.</param>
/// <param name="Warnings">The last warnings about its objects and what controllers made for them, the oldest first.</param>
/// <param name="Unreadable">Kinds that the user may not list, so that nothing is said about them: <c>events</c>.</param>
public sealed record ReleaseExplanation(
    Release Release,
    IReadOnlyList<ExplainedObject> Objects,
    IReadOnlyList<FullQuota> Quotas,
    IReadOnlyList<WarningEvent> Warnings,
    IReadOnlyList<string> Unreadable)
{
    /// <summary>Most warnings.</summary>
    public const int MaxWarnings = 20;

    /// <summary>Whether all objects work, and the last operation went well.</summary>
    public bool IsHealthy => Release.Status == ReleaseStatus.Deployed && Objects.All(item => item.IsHealthy);
}
