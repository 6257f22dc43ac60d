using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Watching;

namespace SecretsKit.Releases.Waiting.Watching;

/// <summary>Objects of one kind in one namespace that a wait looks at.</summary>
/// <param name="Selection">Which.</param>
/// <param name="Role">What for.</param>
internal sealed record WatchedCollection(WatchSelection Selection, CollectionRole Role)
{
    /// <summary>The objects of the wait among them, read one by one where they may not be listed; empty for other roles.</summary>
    public IReadOnlyList<ResourceRef> References { get; init; } = [];
}
