using SecretsKit.Core.Data;

namespace SecretsKit.Kubernetes.Objects;

/// <summary>Objects of one kind at one moment.</summary>
/// <param name="Items">The objects, each with its kind and version.</param>
/// <param name="ResourceVersion">The moment, from which a watch can go on.</param>
public sealed record ObjectList(IReadOnlyList<Value> Items, string ResourceVersion);
