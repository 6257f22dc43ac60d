using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Kubernetes.Watching;

/// <summary>Which objects are watched.</summary>
/// <param name="Resource">The kind.</param>
/// <param name="Namespace">Empty for all namespaces.</param>
public sealed record WatchSelection(ApiResource Resource, string Namespace)
{
    /// <summary>Which of them. Default: all.</summary>
    public ListOptions Options { get; init; } = ListOptions.All;

    /// <summary>
    /// How long to wait before a connection is made anew that was lost, or that the server ended without a word. Default one second.
    /// </summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether the last state of each object is kept, so that one that went during a gap comes whole with its event. If not, that event has
    /// the name and the namespace alone, and many objects cost little memory. Default yes.
    /// </summary>
    public bool KeepsObjects { get; init; } = true;

    /// <summary>
    /// Whether the server may lack the kind: then nothing is there, until the kind is; it is looked for twice a minute. If not, that is a
    /// failure. Default no.
    /// </summary>
    public bool MayBeMissing { get; init; }
}
