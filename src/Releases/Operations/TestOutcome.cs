using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Operations;

/// <summary>How the tests of a release went.</summary>
/// <param name="Release">The release as it was recorded, with the last runs of its tests.</param>
/// <param name="Tests">The tests that were chosen, in the order of their runs.</param>
/// <param name="Failure">Why one failed; null if all succeeded.</param>
public sealed record TestOutcome(Release Release, IReadOnlyList<ReleaseHook> Tests, SecretsKitException? Failure);
