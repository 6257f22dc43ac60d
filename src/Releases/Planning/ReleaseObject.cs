using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Discovery;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Planning;

/// <summary>One object of a release's manifest. It may hold secrets, so its text shows kind and name alone. Never changed.</summary>
/// <param name="reference">Which object, in the namespace that it is written to.</param>
/// <param name="resource">Its kind, as the server has it.</param>
/// <param name="manifest">The object as the manifest has it, with its namespace.</param>
public sealed class ReleaseObject(ResourceRef reference, ApiResource resource, MapValue manifest)
{
    /// <summary>Which object, in the namespace that it is written to; the namespace is empty for kinds that have none.</summary>
    public ResourceRef Reference { get; } = reference;

    /// <summary>Its kind, as the server has it.</summary>
    public ApiResource Resource { get; } = resource;

    /// <summary>The object as the manifest has it, with its namespace. Copied before anyone changes it.</summary>
    public MapValue Manifest { get; } = manifest;

    /// <summary>The object with other content.</summary>
    public ReleaseObject With(MapValue manifest) => new(Reference, Resource, manifest);

    /// <summary>Kind and name.</summary>
    public override string ToString() => Reference.ToString();
}
