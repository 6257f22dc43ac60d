using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Operations;

/// <summary>What came of an uninstallation.</summary>
/// <param name="Release">The last revision as it was recorded.</param>
/// <param name="Kept">Objects that stay because their annotation <c>helm.sh/resource-policy</c> is <c>keep</c>.</param>
public sealed record UninstallOutcome(Release Release, IReadOnlyList<ResourceRef> Kept);
