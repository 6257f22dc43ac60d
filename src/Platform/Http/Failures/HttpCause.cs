using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http.Failures;

/// <summary>A request has no usable response.</summary>
/// <param name="Failure">Why, and of which server.</param>
public sealed record HttpCause(HttpFailure Failure) : FailureCause;
