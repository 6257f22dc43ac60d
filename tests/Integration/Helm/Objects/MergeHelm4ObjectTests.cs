namespace SecretsKit.Integration.Helm.Objects;

/// <summary>
/// Three-way merges of Helm 4.
/// P-138: edits by hand survive where the chart says nothing.
/// </summary>
public sealed class MergeHelm4ObjectTests() : ObjectCaseTests("helm4-csa");
