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
/// Stores of kind <c>openBao</c>: the same engines with fewer settings, read only, and with a missing secret as a failure (spec
/// external-secrets.md 3.5, measured differences). Unlike the reference a search below a path reads what it found there.
/// </summary>
internal sealed class OpenBaoSecretStore : ISecretStore
{
    /// <summary>The kind of stores that manifests call <c>openBao</c>.</summary>
    public static SecretStoreKind Kind { get; } = new("openBao", (settings, context) => new OpenBaoSecretStore(settings, context));

    private const string DefaultPath = "kv";

    private readonly VaultStoreSettings _settings;
    private readonly VaultStoreConnection _connection;

    private OpenBaoSecretStore(MapValue settings, StoreContext context)
    {
        var fields = new StoreFields(settings, "spec.provider.openBao", VaultFailures.Provider);
        _settings = new(fields, context, VaultAuthFields.ReadOpenBao(fields, context), DefaultPath);
        _connection = new(_settings);
    }

    /// <inheritdoc/>
    public StoreCapabilities Capabilities => StoreCapabilities.ReadOnly;

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
            var path = VaultPath.Join("sys/mounts", _settings.Path);
            using var mount = await access.AskAsync(HttpMethod.Get, path, "", "look up the mount", ct)
                ?? throw Failure(ProviderFault.NotFound, "look up the mount", path, $"there is no mount {_settings.Path}");
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
        using var secret = await ReadAsync(reference, ct);
        return reference.Property.Length == 0 ? new(KvJson.Format(secret.Content))
            : secret.Content.TryGetProperty(reference.Property, out var member) ? KvJson.Typed(member, keepsExponents: true)
            : throw Failure(
                ProviderFault.NotFound, "read", reference.Key, $"cannot find secret data for key: \"{reference.Property}\"");
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.Property.Length == 0)
        {
            using var secret = await ReadAsync(reference, ct);
            return KvJson.TypedMap(secret.Content);
        }

        try
        {
            using var document = JsonDocument.Parse((await GetAsync(reference, ct))!.Bytes);
            if (KvJson.MapOf(document.RootElement) is { } members)
            {
                return members;
            }
        }
        catch (JsonException)
        {
            // Its text may quote the value.
        }

        throw Failure(ProviderFault.InvalidResponse, "read", reference.Key, "what is asked for is not a JSON object");
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(search);
        if (search.Name.Length == 0 && search.Tags is { Count: > 0 })
        {
            throw Failure(ProviderFault.Unsupported, "find", search.Path, "tag based search is not implemented");
        }

        var matches = SecretNames.Matching(search, VaultFailures.Provider);
        var access = await _connection.OpenAsync(ct);
        var client = new KvClient(access, _settings.Paths);
        var found = new SecretMap();
        var folder = search.Path.Trim('/') is { Length: > 0 } path ? path + "/" : "";
        foreach (var name in await client.NamesAsync(folder, ct) ?? [])
        {
            if (!name.EndsWith('/') && matches(name))
            {
                using var secret = await client.ReadAsync(folder + name, "", ct);
                if (!secret.IsMissing)
                {
                    found[name] = new(KvJson.Format(secret.Content));
                }
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async ValueTask<KvSecret> ReadAsync(RemoteRef reference, CancellationToken ct)
    {
        if (reference.IsMetadata)
        {
            throw Failure(ProviderFault.Unsupported, "read metadata", reference.Key, "metadata cannot be read from stores of this kind");
        }

        var client = new KvClient(await _connection.OpenAsync(ct), _settings.Paths);
        var secret = await client.ReadAsync(reference.Key, reference.Version, ct);
        if (!secret.IsMissing)
        {
            return secret;
        }

        secret.Dispose();
        throw Failure(ProviderFault.NotFound, "read", reference.Key, $"secret not found: at {secret.Path}");
    }

    private static ProviderException Failure(ProviderFault fault, string operation, string resource, string problem) =>
        new(new(fault, VaultFailures.Provider, operation, resource), $"{problem}");
}
