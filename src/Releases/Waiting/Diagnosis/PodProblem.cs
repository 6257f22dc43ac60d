using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Waiting.Diagnosis;

/// <summary>Something that is wrong with a pod, and will not be right by itself.</summary>
/// <param name="Kind">What.</param>
/// <param name="Subject">The pod; for <see cref="PodProblemKind.NotCreated"/> the object whose controller cannot make it.</param>
/// <param name="Container">The container; empty if it is about the whole pod.</param>
/// <param name="Detail">The message of the node or controller.</param>
public sealed record PodProblem(PodProblemKind Kind, ResourceRef Subject, string Container, string Detail)
{
    /// <summary>Whether the container has to end before the others of its pod begin.</summary>
    public bool IsInit { get; init; }

    /// <summary>How often the container was started again.</summary>
    public long Restarts { get; init; }

    /// <summary>The last lines that the container printed before it ended; null if they are not known, or not yet.</summary>
    public ContainerLog? Log { get; init; }
}
