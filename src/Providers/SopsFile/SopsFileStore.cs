using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Stores.Values;

namespace SecretsKit.Providers.SopsFile;

/// <summary>
/// The values of a SOPS file, decrypted in memory: a file of the working tree, or a key of a Secret or ConfigMap. A name is a key at the
/// top of the first document, or <c>.</c> for all of it; a property is a path below. Values that are no text are JSON.
/// </summary>
internal sealed class SopsFileStore : ISecretStore
{
    private const string Whole = ".";

    private readonly SopsFileContent _content;

    private SopsFileStore(SopsFileContent content) => _content = content;

    /// <summary>How manifests make it.</summary>
    public static SecretStoreKind Kind { get; } = new(
        "sopsFile",
        static (spec, context) => new SopsFileStore(
            SopsFileContent.Create(new StoreFields(spec, "spec.provider.sopsFile", SopsFileContent.Provider), context)));

    /// <inheritdoc/>
    public StoreCapabilities Capabilities => StoreCapabilities.ReadOnly;

    /// <inheritdoc/>
    public async ValueTask<StoreValidation> ValidateAsync(CancellationToken ct)
    {
        if (_content.IsReferent)
        {
            return StoreValidation.Unknown;
        }

        try
        {
            await _content.ValuesAsync(ct);
            return StoreValidation.Ready;
        }
        catch (ProviderException failure)
        {
            return new(StoreReadiness.Failed, failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SecretValue?> GetAsync(RemoteRef reference, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reference);
        RefuseVersions(reference);
        if (await FindAsync(reference.Key, ct) is not { } found)
        {
            return null;
        }

        var value = SecretJson.Typed(found);
        return reference.Property.Length == 0 ? value
            : SecretProperties.KeyThenPath(value, reference.Property)
                ?? throw _content.Failure(
                    ProviderFault.NotFound, "get", reference.Key, $"property {reference.Property} does not exist in this value");
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct) =>
        await GetAsync(reference, ct) is not { } value ? null
            : SecretJson.TypedMap(value.Bytes)
                ?? throw _content.Failure(ProviderFault.InvalidResponse, "get", reference.Key, "the value is no map");

    /// <inheritdoc/>
    public async ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(search);
        if (search.Tags is not null)
        {
            throw _content.Failure(ProviderFault.Unsupported, "find", "", "values of a file have no tags");
        }

        var matches = SecretNames.Matching(search, SopsFileContent.Provider);
        var values = await _content.ValuesAsync(ct);
        var found = new SecretMap();
        foreach (var key in Names(values))
        {
            if (matches(key))
            {
                found[key] = SecretJson.Typed(values[new ByteString(key)]);
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static List<string> Names(MapValue values)
    {
        var names = new List<string>(values.Count);
        foreach (var key in values.SortedKeys)
        {
            names.Add(key.RevealText());
        }

        return names;
    }

    private async ValueTask<Value?> FindAsync(string key, CancellationToken ct)
    {
        var values = await _content.ValuesAsync(ct);
        return key == Whole ? Value.Of(values) : values.TryGet(new ByteString(key), out var found) ? found : null;
    }

    private void RefuseVersions(RemoteRef reference)
    {
        if (reference.Version.Length > 0 || reference.IsMetadata)
        {
            throw _content.Failure(
                ProviderFault.Unsupported, "get", reference.Key, "a file has neither versions nor metadata: remove the field");
        }
    }
}
