namespace SecretsKit.Releases.Explaining;

/// <summary>The pods behind a Service.</summary>
/// <param name="Selector">The labels that it selects, as <c>app=web,tier=front</c>.</param>
/// <param name="Pods">How many pods have them.</param>
/// <param name="Ready">How many of these are ready, so that it sends requests to them.</param>
public sealed record ServiceBackend(string Selector, int Pods, int Ready);
