namespace SecretsKit.Core.Documents.Paths;

/// <summary>One component of a <see cref="TreePath"/>: a key, or a position where there is none.</summary>
/// <param name="Key">The key; null for a position.</param>
/// <param name="Index">The position, counted from 0; 0 for a key.</param>
public readonly record struct PathStep(string? Key, long Index);
