using SecretsKit.Charts.Model;
using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Releases.Access;

/// <summary>How releases are deployed by the account whose rights are worked out.</summary>
/// <param name="Namespace">The namespace of the release.</param>
public sealed record AccessTarget(string Namespace)
{
    /// <summary>Whose requests count. Default Helm 4's.</summary>
    public HelmGeneration Generation { get; init; } = HelmGeneration.V4;

    /// <summary>What carries records. Default Secrets; a database or memory needs no right in the cluster.</summary>
    public StorageDriver Storage { get; init; } = StorageDriver.Secret;

    /// <summary>Whether deploys wait until objects are ready (<c>--wait</c>, <c>--atomic</c>). Default false.</summary>
    public bool Waits { get; init; }

    /// <summary>Whether objects are replaced (<c>--force</c> of Helm 3, <c>--force-replace</c>). Default false.</summary>
    public bool Replaces { get; init; }

    /// <summary>Whether releases are locked while they are changed (<c>--lock</c>). Default false.</summary>
    public bool Locks { get; init; }

    /// <summary>Whether the namespace is made with the release (<c>--create-namespace</c>). Default false.</summary>
    public bool CreatesNamespace { get; init; }
}
