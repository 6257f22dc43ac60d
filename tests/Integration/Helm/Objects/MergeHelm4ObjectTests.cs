namespace SecretsKit.Integration.Helm.Objects;

/// <summary>Three-way merges of Helm 4.</summary>
public sealed class MergeHelm4ObjectTests() : ObjectCaseTests("helm4-csa");
