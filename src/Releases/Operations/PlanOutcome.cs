using SecretsKit.Core.Errors;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>How far the execution of a plan came.</summary>
/// <param name="Created">The objects that were made, or whose making was tried.</param>
/// <param name="Failure">Why it stopped or did not do everything; null if it did.</param>
internal sealed record PlanOutcome(IReadOnlyList<ReleaseObject> Created, SecretsKitException? Failure);
