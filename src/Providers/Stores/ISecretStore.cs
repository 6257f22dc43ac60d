using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Stores;

/// <summary>
/// A place that holds secrets outside of the cluster (spec external-secrets.md 3.3). Made of a manifest by a <see cref="SecretStoreKind"/>;
/// making it sends nothing. Safe for concurrent use. Disposing ends what it holds on the server's side, such as a login of its own.
/// </summary>
public interface ISecretStore : IAsyncDisposable
{
    /// <summary>What it can do.</summary>
    StoreCapabilities Capabilities { get; }

    /// <summary>Whether it can be used, as far as that can be said without reading a secret.</summary>
    ValueTask<StoreValidation> ValidateAsync(CancellationToken ct);

    /// <summary>One value: a whole secret, or a property of it.</summary>
    /// <returns>Null where the store says that there is no such secret; a missing property of one is an error.</returns>
    /// <exception cref="ProviderException">It cannot be read, or the store's answer is not what it should be.</exception>
    ValueTask<SecretValue?> GetAsync(RemoteRef reference, CancellationToken ct);

    /// <summary>The members of a secret that is a map, or of a property that is one.</summary>
    /// <returns>Null where the store says that there is no such secret.</returns>
    /// <exception cref="ProviderException">It cannot be read, or is no map.</exception>
    ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct);

    /// <summary>All secrets that a search finds, whole, by the store's own names.</summary>
    /// <exception cref="ProviderException">The store cannot be searched, or not like this.</exception>
    ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct);
}

/// <summary>What a store may also be able to do: keep secrets that come from a cluster.</summary>
public interface IWritableSecretStore : ISecretStore
{
    /// <summary>Writes a secret, or a property of one. Nothing is written where the store holds the same already.</summary>
    /// <exception cref="ProviderException">
    /// <see cref="ProviderFault.NotManaged"/>: it is there and does not carry the mark of this program; or it cannot be written.
    /// </exception>
    ValueTask PushAsync(SecretPush push, CancellationToken ct);

    /// <summary>
    /// Deletes a secret, or a property of one. One that is missing, or is not marked as ours, is left alone without an error.
    /// </summary>
    /// <exception cref="ProviderException">It cannot be deleted.</exception>
    ValueTask DeleteAsync(PushTarget target, CancellationToken ct);

    /// <summary>Whether there is such a secret, whoever made it.</summary>
    /// <exception cref="ProviderException">That cannot be found out.</exception>
    ValueTask<bool> ExistsAsync(PushTarget target, CancellationToken ct);
}

/// <summary>What a store can do; also the text of its status.</summary>
public enum StoreCapabilities
{
    /// <summary>Secrets can be read.</summary>
    ReadOnly,

    /// <summary>Secrets can be written.</summary>
    WriteOnly,

    /// <summary>Both.</summary>
    ReadWrite,
}
