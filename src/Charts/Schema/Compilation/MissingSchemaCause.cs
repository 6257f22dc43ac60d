using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Schema.Compilation;

/// <summary>A schema that another refers to cannot be had.</summary>
/// <param name="Url">Of the schema.</param>
public sealed record MissingSchemaCause(string Url) : FailureCause;
