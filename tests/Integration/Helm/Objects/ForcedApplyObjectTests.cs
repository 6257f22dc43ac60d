namespace SecretsKit.Integration.Helm.Objects;

/// <summary>Server-side apply that takes fields from their owners.</summary>
public sealed class ForcedApplyObjectTests() : ObjectCaseTests("helm4-ssa-force");
