using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Vault.Api;
using SecretsKit.Providers.Vault.Kv;

namespace SecretsKit.Providers.Vault.Store;

/// <summary>The server of a store, with credentials.</summary>
/// <param name="api">The server.</param>
/// <param name="authenticator">Adds the token; null where there is none.</param>
/// <param name="since">When it was resolved, as a timestamp of the clock.</param>
internal sealed class VaultAccess(VaultApi api, IHttpAuthenticator? authenticator, long since) : IKvRequests
{
    /// <summary>When it was resolved, as a timestamp of the clock.</summary>
    public long Since => since;

    /// <inheritdoc/>
    /// <exception cref="ProviderException">Any failure.</exception>
    public Task<VaultResponse?> AskAsync(HttpMethod method, string path, string query, string operation, CancellationToken ct) =>
        api.AskAsync(new(method, path) { Query = query, Authenticator = authenticator }, operation, ct);

    /// <inheritdoc/>
    /// <exception cref="ProviderException">Any failure.</exception>
    public Task<VaultResponse?> WriteAsync(
        string path, ReadOnlyMemory<byte> body, HttpIdempotence idempotence, string operation, CancellationToken ct) =>
        api.AskAsync(
            new(HttpMethod.Put, path) { Body = body, Authenticator = authenticator, Idempotence = idempotence }, operation, ct);
}
