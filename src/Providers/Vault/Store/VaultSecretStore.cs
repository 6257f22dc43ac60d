using System.Text.Json;
using SecretsKit.Core.Data;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Stores.Values;
using SecretsKit.Providers.Vault.Api;
using SecretsKit.Providers.Vault.Authentication.Methods;
using SecretsKit.Providers.Vault.Kv;

namespace SecretsKit.Providers.Vault.Store;

/// <summary>
/// Key-value engines of a Vault or OpenBao as a store (spec external-secrets.md 3.5). Unlike the reference it logs in once for all stores
/// of one identity, and asks for nothing but the secret itself.
/// </summary>
internal sealed partial class VaultSecretStore : IWritableSecretStore
{
    /// <summary>The kind of stores that manifests call <c>vault</c>.</summary>
    public static SecretStoreKind Kind { get; } = new("vault", (settings, context) => new VaultSecretStore(settings, context));

    // Reads of a search that are under way at once: the limit of requests holds for all stores together.
    private const int MaxReads = 8;

    private readonly VaultStoreSettings _settings;
    private readonly VaultStoreConnection _connection;

    private VaultSecretStore(MapValue settings, StoreContext context)
    {
        var fields = new StoreFields(settings, "spec.provider.vault", VaultFailures.Provider);
        _settings = new(fields, context, VaultAuthFields.Read(fields, context));
        _connection = new(_settings);
    }

    /// <inheritdoc/>
    public StoreCapabilities Capabilities => StoreCapabilities.ReadWrite;

    /// <inheritdoc/>
    public async ValueTask<StoreValidation> ValidateAsync(CancellationToken ct)
    {
        if (_settings.IsReferent)
        {
            return StoreValidation.Unknown;
        }

        try
        {
            var access = await _connection.OpenAsync(ct);
            using var token = await access.AskAsync(HttpMethod.Get, "auth/token/lookup-self", "", "look up the token", ct);
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
        var client = await ClientAsync(ct);
        if (reference.IsMetadata)
        {
            return await MetadataAsync(client, reference, ct);
        }

        using var secret = await client.ReadAsync(reference.Key, reference.Version, ct);
        return secret.IsMissing ? null
            : reference.Property.Length == 0 ? new(KvJson.Format(secret.Content))
            : secret.Content.TryGetProperty(reference.Property, out var member) ? KvJson.Typed(member, keepsExponents: true)
            : SecretProperties.Path(new(KvJson.Format(secret.Content)), reference.Property) ?? throw Missing(reference);
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct)
    {
        if (await GetAsync(reference, ct) is not { } value)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(value.Bytes);
            return KvJson.MapOf(document.RootElement) ?? throw NoMap(reference);
        }
        catch (JsonException)
        {
            // Its text may quote the value.
            throw NoMap(reference);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(search);
        var byTags = search.Name.Length == 0 && search.Tags is { Count: > 0 };
        if (byTags && !_settings.Paths.IsVersioned)
        {
            throw Failure(ProviderFault.Unsupported, "find", search.Path, "cannot perform find by tag operations with kv version v1");
        }

        var matches = SecretNames.Matching(search, VaultFailures.Provider);
        var client = await ClientAsync(ct);
        var folder = search.Path.Trim('/') is { Length: > 0 } path ? path + "/" : "";
        if (await client.ListAsync(folder, ct) is not { } all)
        {
            return new() { IsAbsent = true };
        }

        var names = all.Where(matches);
        var found = new SecretMap();
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxReads, CancellationToken = ct };
        await Parallel.ForEachAsync(names, options, async (name, token) =>
        {
            if (byTags && !SecretNames.HaveTags(search, await client.MetadataAsync(name, token) ?? []))
            {
                return;
            }

            using var secret = await client.ReadAsync(name, "", token);
            if (!secret.IsMissing)
            {
                var value = new SecretValue(KvJson.Format(secret.Content));
                lock (found)
                {
                    found[name] = value;
                }
            }
        });
        return found;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async ValueTask<KvClient> ClientAsync(CancellationToken ct) => new(await _connection.OpenAsync(ct), _settings.Paths);

    private async ValueTask<SecretValue> MetadataAsync(KvClient client, RemoteRef reference, CancellationToken ct)
    {
        if (!_settings.Paths.IsVersioned)
        {
            throw Failure(
                ProviderFault.Unsupported, "read metadata", reference.Key, "cannot perform metadata fetch operations with kv version v1");
        }

        var metadata = await client.MetadataAsync(reference.Key, ct)
            ?? throw Failure(ProviderFault.NotFound, "read metadata", reference.Key, "secret not found");
        if (metadata.TryGetValue(reference.Property, out var text))
        {
            return SecretValue.OfText(text);
        }

        var map = new SecretMap();
        foreach (var (name, value) in metadata)
        {
            map[name] = SecretValue.OfText(value);
        }

        var all = SecretJson.ObjectOf(map, escapesHtml: true);
        return reference.Property.Length == 0 ? all : SecretProperties.Path(all, reference.Property) ?? throw Missing(reference);
    }

    private static ProviderException Missing(RemoteRef reference) =>
        Failure(ProviderFault.NotFound, "read", reference.Key, $"cannot find secret data for key: \"{reference.Property}\"");

    private static ProviderException NoMap(RemoteRef reference) =>
        Failure(ProviderFault.InvalidResponse, "read", reference.Key, "what is asked for is not a JSON object");

    private static ProviderException Failure(ProviderFault fault, string operation, string resource, string problem) =>
        new(new(fault, VaultFailures.Provider, operation, resource), $"{problem}");
}
