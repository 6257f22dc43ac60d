using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Watching;

namespace SecretsKit.Releases.Waiting.Watching;

/// <summary>Something that happened in a collection.</summary>
/// <param name="Collection">Which; null if something else is to be judged again.</param>
/// <param name="Event">What; the default for a failure.</param>
/// <param name="Failure">Why the collection is not followed any longer; null if it is.</param>
internal readonly record struct CollectionNews(WatchedCollection? Collection, WatchEvent Event, SecretsKitException? Failure);
