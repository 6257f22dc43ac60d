using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Access;

/// <summary>An object that deploys write. It may hold secrets, so its text shows kind and name alone.</summary>
/// <param name="reference">Which object; its namespace is empty for kinds that have none.</param>
/// <param name="resource">Its kind.</param>
/// <param name="use">What it is for the release.</param>
/// <param name="manifest">The object. Lent; not changed.</param>
public sealed class AccessObject(ResourceRef reference, ApiResource resource, ObjectUse use, MapValue manifest)
{
    /// <summary>Which object.</summary>
    public ResourceRef Reference { get; } = reference;

    /// <summary>Its kind.</summary>
    public ApiResource Resource { get; } = resource;

    /// <summary>What it is for the release.</summary>
    public ObjectUse Use { get; } = use;

    /// <summary>The object.</summary>
    public MapValue Manifest { get; } = manifest;

    /// <summary>Kind and name.</summary>
    public override string ToString() => Reference.ToString();
}

/// <summary>What an object is for a release.</summary>
public enum ObjectUse
{
    /// <summary>Part of its manifest.</summary>
    Release,

    /// <summary>Made at an event.</summary>
    Hook,

    /// <summary>A hook whose containers' output is printed.</summary>
    LoggedHook,

    /// <summary>A definition under <c>crds/</c>, made before the release.</summary>
    Definition,
}
