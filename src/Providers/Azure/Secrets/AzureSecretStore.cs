using SecretsKit.Core.Data;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Stores.Values;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Azure.Secrets;

/// <summary>
/// An Azure Key Vault: secrets, keys and certificates (spec external-secrets.md 3.7). All stores of one identity share a token.
/// </summary>
internal sealed partial class AzureSecretStore : IWritableSecretStore
{
    // A list gives names alone. Limits of a vault hold for all of its clients together.
    private const int Parallelism = 4;

    private readonly StoreContext _context;
    private readonly AzureVaultSettings _vault;
    private readonly AzureStoreCredentials? _credentials;
    private readonly IHttpAuthenticator? _authenticator;
    private readonly TlsOptions _tls;

    /// <summary>Reads the settings under <c>azurekv</c>.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="context">Whose store it is.</param>
    /// <param name="tls">Whom to trust.</param>
    /// <exception cref="ProviderException">The settings are wrong.</exception>
    internal AzureSecretStore(MapValue settings, StoreContext context, TlsOptions tls)
    {
        var fields = new StoreFields(settings, "spec.provider.azurekv", AzureFailures.Vault);
        (_context, _tls, _vault) = (context, tls, AzureVaultSettings.Read(fields));
        _credentials = new(fields, context, _vault, tls);
    }

    /// <summary>One for tests, whose server has no name of the vendor's.</summary>
    internal AzureSecretStore(StoreContext context, string testOnlyUrl, IHttpAuthenticator authenticator, TlsOptions tls)
    {
        (_context, _tls, _authenticator) = (context, tls, authenticator);
        _vault = new(testOnlyUrl, Credentials.AzureCloud.Public, new(Credentials.AzureCloud.Public.VaultResource), "7.0");
    }

    /// <summary>How manifests make it.</summary>
    public static SecretStoreKind Kind { get; } = new(
        "azurekv", static (settings, context) => new AzureSecretStore(settings, context, TlsOptions.Default));

    /// <inheritdoc/>
    public StoreCapabilities Capabilities => StoreCapabilities.ReadWrite;

    /// <inheritdoc/>
    public async ValueTask<StoreValidation> ValidateAsync(CancellationToken ct)
    {
        if (_credentials?.IsReferent == true)
        {
            return StoreValidation.Unknown;
        }

        try
        {
            // What is named is read; the vault is not asked.
            await AuthenticatorAsync(ct);
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
        var target = AzureObject.Parse(reference.Key);
        if (await HeldAsync(await ApiAsync(ct), target, reference.Version, ct) is not { } held)
        {
            return null;
        }

        if (reference.IsMetadata)
        {
            return AzureMetadata.Select(held, reference);
        }

        var value = new SecretValue(target.ValueOf(held));
        return reference.Property.Length == 0 || target.Kind == AzureObjectKind.Certificate ? value
            : SecretProperties.PathThenKey(value, reference.Property)
                ?? throw Failure(
                    ProviderFault.NotFound, "get", reference.Key, $"property {reference.Property} does not exist in this {target.Noun}");
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var target = AzureObject.Parse(reference.Key);
        if (target.Kind != AzureObjectKind.Secret)
        {
            throw Failure(ProviderFault.Unsupported, "get", reference.Key, $"a {target.Noun} is no map: name it under data");
        }

        if (reference.IsMetadata)
        {
            return await HeldAsync(await ApiAsync(ct), target, reference.Version, ct) is { } held
                ? AzureMetadata.MapOf(held, target.Name, reference)
                : null;
        }

        return await GetAsync(reference, ct) is { } value
            ? SecretJson.RawMap(value.Bytes)
                ?? throw Failure(ProviderFault.InvalidResponse, "get", reference.Key, "the secret is not a JSON object")
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(search);
        var matches = SecretNames.Matching(search, AzureFailures.Vault);
        var api = await ApiAsync(ct);
        var names = new List<string>();
        await foreach (var item in api.ListAsync("/secrets", "list secrets", ct))
        {
            var name = item.Text("id")?.TrimEnd('/').Split('/')[^1] ?? "";
            if (item.Child("attributes").Flag("enabled") == true && matches(name)
                && SecretNames.HaveTags(search, AzureMetadata.TagsOf(item)))
            {
                names.Add(name);
            }
        }

        var values = new SecretValue?[names.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = ct };
        await Parallel.ForAsync(0, values.Length, options, async (at, token) =>
        {
            var target = AzureObject.Parse(names[at]);
            values[at] = await HeldAsync(api, target, "", token) is { } held ? new(target.ValueOf(held)) : null;
        });
        var found = new SecretMap();
        foreach (var (name, value) in names.Zip(values))
        {
            // Null: it was deleted meanwhile.
            if (value is not null)
            {
                found[name] = value;
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ProviderException Failure(ProviderFault fault, string operation, string key, string problem) =>
        new(new(fault, AzureFailures.Vault, operation, key), $"{problem}");

    private async ValueTask<AzureVaultApi> ApiAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return new(_context.Host, _vault.Url, await AuthenticatorAsync(ct), _vault.ApiVersion, _tls);
    }

    private ValueTask<IHttpAuthenticator> AuthenticatorAsync(CancellationToken ct) =>
        _authenticator is { } given ? new(given) : _credentials!.AuthenticatorAsync(ct);

    private static ValueTask<JsonFields?> HeldAsync(AzureVaultApi api, AzureObject target, string version, CancellationToken ct) =>
        api.TrySendAsync(HttpMethod.Get, target.PathOf(version), null, $"get {target.Noun}", target.Name, ct);
}
