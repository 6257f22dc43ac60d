using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Vault.Api;
using SecretsKit.Providers.Vault.Authentication;
using SecretsKit.Providers.Vault.Authentication.Methods;

namespace SecretsKit.Providers.Vault.Store;

/// <summary>
/// A store's way to its server: certificates and credentials that its manifest refers to are read on the first request, and again after a
/// minute, so that changed ones count. Safe for concurrent use. Disposing gives back the login.
/// </summary>
/// <param name="settings">The settings.</param>
internal sealed class VaultStoreConnection(VaultStoreSettings settings) : IAsyncDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<VaultSessions.Lease> _leases = [];
    private readonly IHttpTransport _http = new HttpTransport(settings.Context.Host.Connections, settings.Context.Host.Random)
    {
        Retries = settings.Retries,
        Limiter = VaultSessions.Of(settings.Context.Host).Limiter,
    };

    private VaultAccess? _access;

    /// <summary>The server with credentials.</summary>
    /// <exception cref="ProviderException">What the manifest refers to cannot be read, or is not what it should be.</exception>
    public async ValueTask<VaultAccess> OpenAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var clock = settings.Context.Host.Clock;
        if (Volatile.Read(ref _access) is { } known && clock.GetElapsedTime(known.Since) < Freshness)
        {
            return known;
        }

        await _turn.WaitAsync(ct);
        try
        {
            if (_access is { } other && clock.GetElapsedTime(other.Since) < Freshness)
            {
                return other;
            }

            var access = await ResolveAsync(ct);
            Volatile.Write(ref _access, access);
            return access;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var lease in _leases)
        {
            await lease.DisposeAsync();
        }

        _leases.Clear();
    }

    private async ValueTask<VaultAccess> ResolveAsync(CancellationToken ct)
    {
        var (fields, context, since) = (settings.Fields, settings.Context, settings.Context.Host.Clock.GetTimestamp());
        var tls = await StoreReferenceFields.TlsAsync(fields, context, TlsOptions.Default, ct);
        if (fields.Child("tls") is { } own && own.Has("certSecretRef"))
        {
            var certificate = await StoreReferenceFields.SecretKeyAsync(own.RequiredChild("certSecretRef"), context, "tls.crt", ct);
            var key = await StoreReferenceFields.SecretKeyAsync(own.RequiredChild("keySecretRef"), context, "tls.key", ct);
            tls = WithCertificate(tls, certificate.Bytes.Span, key.Bytes.Span, own);
        }

        var identity = settings.Auth is { } auth ? await auth.ResolveAsync(ct) : null;
        if (identity is { Certificate: { } shown, CertificateKey: { } secret })
        {
            tls = WithCertificate(tls, shown.Bytes.Span, secret.Bytes.Span, fields.RequiredChild("auth").RequiredChild("cert"));
        }

        var server = new VaultServer(settings.Address) { Namespace = settings.Namespace, Tls = tls, Headers = settings.Headers };
        return new(Api(server), identity is null ? null : Authenticator(identity, server), since);
    }

    private IHttpAuthenticator Authenticator(VaultIdentity identity, VaultServer server)
    {
        var host = settings.Context.Host;
        if (identity.Token is { } token)
        {
            return new TokenAuthenticator(new GivenToken(token), host.Clock) { HeaderName = "X-Vault-Token", Prefix = "" };
        }

        var place = settings.Auth!.LoginNamespace is { Length: > 0 } ns ? server.InNamespace(ns) : server;
        var headers = string.Join('\n', settings.Headers.Select(header => $"{header.Key}:{header.Value}"));
        var name = string.Join('\n', place.Address, place.Namespace, place.Tls.Identity, headers, identity.Name);
        if (_leases.Find(lease => lease.Identity == name) is { } known)
        {
            return known.Session;
        }

        var taken = VaultSessions.Of(host).Take(
            name, settings.Context.KeepsLogins, () => new(Api(place), identity.Login!, host.Clock));
        _leases.Add(taken);
        return taken.Session;
    }

    private VaultApi Api(VaultServer server) =>
        new(_http, server) { Consistency = settings.Consistency, RepeatsServerFailures = true };

    private static TlsOptions WithCertificate(TlsOptions tls, ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> key, StoreFields place)
    {
        try
        {
            return tls.WithClientCertificate(certificate, key);
        }
        catch (SecretsKitException failure)
        {
            throw place.Wrong("", failure.Message);
        }
    }

    // Read again once it is refused: it may have been replaced.
    private sealed class GivenToken(SecretReading read) : ITokenSource
    {
        public async ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken)
        {
            var token = (await read(cancellationToken)).RevealText().Trim();
            return token.All(letter => letter is > ' ' and <= '~') && token.Length > 0 ? new AccessToken(token, null)
                : throw new ProviderException(
                    new(ProviderFault.Unauthenticated, VaultFailures.Provider, "token", "auth.tokenSecretRef"),
                    $"the token is empty or holds a character that no token has")
                {
                    Hint = "check the key of the Secret that tokenSecretRef names",
                };
        }
    }
}
