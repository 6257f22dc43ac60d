namespace SecretsKit.Kubernetes.Discovery;

/// <summary>The version of an API server.</summary>
/// <param name="GitVersion">All of it, as <c>v1.34.1</c>; vendors append their own.</param>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number; some vendors append a plus sign.</param>
public sealed record ServerVersion(string GitVersion, string Major, string Minor);
