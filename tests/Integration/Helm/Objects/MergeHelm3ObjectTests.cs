namespace SecretsKit.Integration.Helm.Objects;

/// <summary>Three-way merges of Helm 3.</summary>
public sealed class MergeHelm3ObjectTests() : ObjectCaseTests("helm3");
