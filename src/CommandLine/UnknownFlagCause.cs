using SecretsKit.Core.Errors;

namespace SecretsKit.CommandLine;

/// <summary>A flag that the command does not have.</summary>
/// <param name="Name">As typed, without dashes and value.</param>
public sealed record UnknownFlagCause(string Name) : FailureCause;
