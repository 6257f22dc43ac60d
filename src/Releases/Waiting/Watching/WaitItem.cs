using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Waiting.Live;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Releases.Waiting.Watching;

/// <summary>One object of a wait, as far as it is known.</summary>
/// <param name="reference">Which object; kinds without namespaces have none.</param>
/// <param name="resource">Its kind, as the server has it; null if it is not read, or if the server does not have the kind.</param>
/// <param name="isRead">Whether it has to be read; else it is ready.</param>
internal sealed class WaitItem(ResourceRef reference, ApiResource? resource, bool isRead)
{
    /// <summary>Which object.</summary>
    public ResourceRef Reference { get; } = reference;

    /// <summary>Its kind.</summary>
    public ApiResource? Resource { get; } = resource;

    /// <summary>Whether it has to be read; else it is ready.</summary>
    public bool IsRead { get; } = isRead;

    /// <summary>The object as the server has it; null if it is not there, or not known.</summary>
    public LiveObject? Live { get; set; }

    /// <summary>Whether the server has said that it is there, or is not.</summary>
    public bool IsListed { get; set; } = isRead && resource is null;

    /// <summary>Whether the user may not read it.</summary>
    public bool IsForbidden { get; set; }

    /// <summary>Whether it was there at some time.</summary>
    public bool WasThere { get; set; }

    /// <summary>How far it is.</summary>
    public Readiness Readiness { get; set; } = isRead ? Readiness.Unknown : Readiness.Ready;

    /// <summary>From when on its failure ends the wait; null if it has not failed, or the wait does not end so.</summary>
    public DateTimeOffset? FailsAt { get; set; }
}
