using SecretsKit.Core.Errors;

namespace SecretsKit.Providers.Age;

/// <summary>Why an age operation failed.</summary>
/// <param name="Failure">What failed.</param>
/// <param name="UnsupportedType">The name of a key type that is well formed and not supported; otherwise null.</param>
public sealed record AgeCause(AgeFailure Failure, string? UnsupportedType = null) : FailureCause;
