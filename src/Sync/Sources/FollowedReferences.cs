using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Sync.Sources;

/// <summary>References that remember whether one of them could not be read.</summary>
/// <param name="inner">Reads them.</param>
internal sealed class FollowedReferences(IStoreReferences inner) : IStoreReferences
{
    /// <summary>Whether something that was referred to could not be read.</summary>
    public bool HasFailed { get; private set; }

    /// <inheritdoc/>
    public ValueTask<SecretValue> SecretKeyAsync(string ns, string name, string key, CancellationToken ct) =>
        FollowAsync(inner.SecretKeyAsync(ns, name, key, ct));

    /// <inheritdoc/>
    public ValueTask<(SecretMap Data, IReadOnlyDictionary<string, string> Labels)> SecretAsync(
        string ns, string name, CancellationToken ct) => FollowAsync(inner.SecretAsync(ns, name, ct));

    /// <inheritdoc/>
    public ValueTask<SecretValue> ConfigMapKeyAsync(string ns, string name, string key, CancellationToken ct) =>
        FollowAsync(inner.ConfigMapKeyAsync(ns, name, key, ct));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, string>> ServiceAccountAnnotationsAsync(string ns, string name, CancellationToken ct) =>
        FollowAsync(inner.ServiceAccountAnnotationsAsync(ns, name, ct));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ServiceAccountSecretsAsync(string ns, string name, CancellationToken ct) =>
        FollowAsync(inner.ServiceAccountSecretsAsync(ns, name, ct));

    /// <inheritdoc/>
    public ValueTask<SecretValue> ServiceAccountTokenAsync(
        string ns, string name, IReadOnlyList<string> audiences, TimeSpan lifetime, CancellationToken ct) =>
        FollowAsync(inner.ServiceAccountTokenAsync(ns, name, audiences, lifetime, ct));

    private async ValueTask<T> FollowAsync<T>(ValueTask<T> read)
    {
        try
        {
            return await read;
        }
        catch (ProviderException)
        {
            HasFailed = true;
            throw;
        }
    }
}
