using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Sync.Local;

/// <summary>Objects of manifests, and those of a cluster where the manifests have none.</summary>
/// <param name="manifests">Counts first.</param>
/// <param name="cluster">Counts then, and gives tokens.</param>
internal sealed class LayeredObjects(IObjectSource manifests, IObjectSource cluster) : IObjectSource
{
    /// <inheritdoc/>
    public async ValueTask<MapValue?> FindAsync(ResourceRef reference, CancellationToken ct) =>
        await manifests.FindAsync(reference, ct) ?? await cluster.FindAsync(reference, ct);

    /// <inheritdoc/>
    public ValueTask<SecretValue> TokenAsync(
        string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct) =>
        cluster.TokenAsync(ns, name, audiences, lifetime, ct);
}
