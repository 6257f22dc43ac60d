using SecretsKit.Kubernetes.Discovery;

namespace SecretsKit.Releases.Access;

/// <summary>Finds the resource of a kind: a server, or tables where none is asked.</summary>
/// <param name="apiVersion">Group and version, as objects write them: <c>apps/v1</c>.</param>
/// <param name="kind">The kind, as <c>Deployment</c>.</param>
/// <param name="cancellationToken">Ends it.</param>
/// <returns>Null for a kind that is not known.</returns>
public delegate ValueTask<ApiResource?> KindLookup(string apiVersion, string kind, CancellationToken cancellationToken);
