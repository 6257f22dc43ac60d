using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Sync.Sources;

/// <summary>
/// Finds what mappings and stores refer to: in a cluster, or in manifests that were given. Who may refer to what is decided by the callers.
/// Safe on all threads.
/// </summary>
internal interface IObjectSource
{
    /// <summary>An object, or null if there is none. It must not be changed.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">It cannot be found out.</exception>
    ValueTask<MapValue?> FindAsync(ResourceRef reference, CancellationToken ct);

    /// <summary>A new token of a service account.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">There is no such account, or its tokens may not be made.</exception>
    ValueTask<SecretValue> TokenAsync(string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct);
}
