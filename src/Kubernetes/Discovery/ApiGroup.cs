namespace SecretsKit.Kubernetes.Discovery;

/// <summary>A group of the API of a server.</summary>
/// <param name="Name">Its name; empty for the core group.</param>
/// <param name="Versions">The versions that are served, as <c>v1</c>, in the server's order.</param>
/// <param name="PreferredVersion">The version that the server prefers.</param>
public sealed record ApiGroup(string Name, IReadOnlyList<string> Versions, string PreferredVersion);
