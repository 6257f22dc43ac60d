using SecretsKit.Core.Data;

namespace SecretsKit.Kubernetes.Watching;

/// <summary>Something that happened to an object.</summary>
/// <param name="Kind">What.</param>
/// <param name="Object">The object as it is now, or was last; nil for <see cref="WatchEventKind.Listed"/>.</param>
public readonly record struct WatchEvent(WatchEventKind Kind, Value Object);
