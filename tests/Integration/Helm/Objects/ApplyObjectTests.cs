namespace SecretsKit.Integration.Helm.Objects;

/// <summary>Server-side apply.</summary>
public sealed class ApplyObjectTests() : ObjectCaseTests("helm4-ssa");
