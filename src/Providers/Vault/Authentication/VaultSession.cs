using System.Security.Cryptography;
using System.Text.Json;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Vault.Api;

namespace SecretsKit.Providers.Vault.Authentication;

/// <summary>
/// The token of one identity, shared by all who ask with it: one login however many wait, renewed before its end where the server allows,
/// a new login once it is refused, revoked on disposal. Nothing is sent before the first request. A server that goes on refusing is not
/// asked to log in again and again: one login replaces a refused token within some seconds, and a refused login counts for some seconds.
/// Safe for concurrent use.
/// </summary>
internal sealed class VaultSession : IHttpAuthenticator, IAsyncDisposable
{
    // Before its end a token is replaced; one that can be renewed is renewed once two thirds of its life are over, so that also those who
    // ask rarely keep it.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RevokeTimeout = TimeSpan.FromSeconds(5);

    // Longer than the time in which a login is repeated, so that its own failure is the one that is reported.
    private static readonly TimeSpan LoginTimeout = TimeSpan.FromMinutes(3);

    // Between logins that follow refusals. Many accounts are locked after a few wrong passwords.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly VaultApi _api;
    private readonly VaultLogin _login;
    private readonly TimeProvider _clock;
    private readonly TokenAuthenticator _tokens;
    private readonly Source _source;

    /// <summary>A session that logs in when it is needed.</summary>
    /// <param name="api">The server, in the namespace of the login.</param>
    /// <param name="login">How.</param>
    /// <param name="clock">Says when a token ends.</param>
    public VaultSession(VaultApi api, VaultLogin login, TimeProvider clock)
    {
        (_api, _login, _clock) = (api, login, clock);
        _source = new(this);
        _tokens = new(_source, clock) { HeaderName = "X-Vault-Token", Prefix = "", Margin = Margin, FetchTimeout = LoginTimeout };
    }

    /// <inheritdoc/>
    public ValueTask AuthenticateAsync(HttpAttempt attempt, CancellationToken cancellationToken) =>
        _tokens.AuthenticateAsync(attempt, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RefreshAsync(HttpAttempt refused, string? challenge, CancellationToken cancellationToken) =>
        _tokens.RefreshAsync(refused, challenge, cancellationToken);

    /// <summary>Revokes the token, within five seconds; a token that cannot be revoked ends by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_source.Revocable() is not { } token)
        {
            return;
        }

        using var stop = new CancellationTokenSource(RevokeTimeout, _clock);
        try
        {
            using var response = await _api.SendAsync(
                new(HttpMethod.Put, "auth/token/revoke-self") { Authenticator = new Fixed(token) }, stop.Token);
        }
        catch (Exception failure) when (failure is HttpTransportException or OperationCanceledException)
        {
            // The token has an end of its own, and there is nothing left that could fail.
        }
    }

    private async ValueTask<Login> LogInAsync(CancellationToken ct)
    {
        var body = await _login.BodyAsync(ct);
        try
        {
            var request = new VaultRequest(HttpMethod.Put, _login.Path)
            {
                Body = body,
                Idempotence = HttpIdempotence.NotIdempotent,
                IsLogin = true,
            };
            using var answer = await _api.AskAsync(request, "login", ct)
                ?? throw new ProviderException(
                    new(ProviderFault.NotFound, VaultFailures.Provider, "login", _login.Path), $"there is no such way to log in");
            return Read(answer, "login", _login.Path);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(body);
        }
    }

    private async ValueTask<Login?> RenewAsync(string token, CancellationToken ct)
    {
        const string path = "auth/token/renew-self";
        var request = new VaultRequest(HttpMethod.Put, path) { Body = "{}"u8.ToArray(), Authenticator = new Fixed(token) };
        using var response = await _api.SendAsync(request, ct);
        return response is { IsSuccess: true, IsMalformed: false } ? Read(response, "renew", path) : null;
    }

    private Login Read(VaultResponse answer, string operation, string path)
    {
        var auth = answer.Member("auth");
        if (VaultResponse.Text(auth, "client_token") is not { Length: > 0 } token || token.Any(char.IsControl))
        {
            throw VaultFailures.Unexpected(path, operation, $"the response holds no token");
        }

        var seconds = VaultResponse.Member(auth!.Value, "lease_duration") is { ValueKind: JsonValueKind.Number } number
            && number.TryGetInt64(out var count) && count is > 0 and < int.MaxValue ? count : 0;
        var life = TimeSpan.FromSeconds(seconds);
        return new(
            token,
            seconds == 0 ? null : _clock.GetUtcNow() + life,
            VaultResponse.Member(auth.Value, "renewable") is { ValueKind: JsonValueKind.True },
            VaultResponse.Text(auth, "token_type") == "batch")
        {
            Life = life,
        };
    }

    // Obtains tokens, one at a time.
    private sealed class Source(VaultSession session) : ITokenSource
    {
        private Login? _current;
        private DateTimeOffset? _replaced;
        private (ProviderException Failure, DateTimeOffset Until)? _refusal;

        public async ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken)
        {
            var old = Volatile.Read(ref _current);
            var now = session._clock.GetUtcNow();
            if (challenge == VaultApi.TokenRefused)
            {
                if (old is not null && now - _replaced < Pause)
                {
                    return old.ToAccessToken();
                }

                _replaced = now;
                old = null;
            }

            var next = await RenewedAsync(old, now, cancellationToken) ?? await LogInAsync(now, cancellationToken);
            Volatile.Write(ref _current, next);
            return next.ToAccessToken();
        }

        // Null where a new login is needed.
        private async ValueTask<Login?> RenewedAsync(Login? old, DateTimeOffset now, CancellationToken ct)
        {
            if (old is null || !old.IsRenewable || !(old.Ends > now))
            {
                return null;
            }

            var isUsable = old.Ends - now > old.Margin;
            try
            {
                if (await session.RenewAsync(old.Token, ct) is { } renewed && renewed.Ends > old.Ends)
                {
                    return renewed;
                }

                // A server that grants no more than what was left is near the longest life that it allows.
                return isUsable ? old.Until(old.Ends!.Value - old.Margin) : null;
            }
            catch (HttpTransportException) when (isUsable)
            {
                // It is tried again when half of what is left is over; until then the token is good.
                return old.Until(now + ((old.Ends!.Value - old.Margin - now) / 2));
            }
        }

        private async ValueTask<Login> LogInAsync(DateTimeOffset now, CancellationToken ct)
        {
            if (_refusal is { } refusal && now < refusal.Until)
            {
                throw new ProviderException(refusal.Failure);
            }

            try
            {
                var login = await session.LogInAsync(ct);
                _refusal = null;
                return login;
            }
            catch (ProviderException failure) when (failure.Failure.Fault
                is ProviderFault.Unauthenticated or ProviderFault.Denied or ProviderFault.InvalidRequest)
            {
                _refusal = (failure, session._clock.GetUtcNow() + Pause);
                throw;
            }
        }

        public string? Revocable() => Interlocked.Exchange(ref _current, null) is { IsBatch: false } login ? login.Token : null;
    }

    private sealed class Login(string token, DateTimeOffset? ends, bool isRenewable, bool isBatch)
    {
        private DateTimeOffset? _until;

        public string Token { get; } = token;

        public DateTimeOffset? Ends { get; } = ends;

        public bool IsRenewable { get; } = isRenewable;

        public bool IsBatch { get; } = isBatch;

        public TimeSpan Life { get; init; }

        // Of a short life a minute would leave nothing.
        public TimeSpan Margin => Life < 3 * VaultSession.Margin ? Life / 3 : VaultSession.Margin;

        public Login Until(DateTimeOffset time)
        {
            _until = time;
            return this;
        }

        public AccessToken ToAccessToken()
        {
            var until = _until ?? (IsRenewable ? Ends - (Life / 3) : Ends - Margin);
            return new(Token, until + VaultSession.Margin);
        }

        public override string ToString() => "Login(***)";
    }

    private sealed class Fixed(string token) : IHttpAuthenticator
    {
        public ValueTask AuthenticateAsync(HttpAttempt attempt, CancellationToken cancellationToken)
        {
            attempt.Headers["X-Vault-Token"] = token;
            return ValueTask.CompletedTask;
        }

        public ValueTask<bool> RefreshAsync(HttpAttempt refused, string? challenge, CancellationToken cancellationToken) => new(false);
    }
}
