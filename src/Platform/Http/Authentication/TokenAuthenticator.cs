using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Http.Authentication;

/// <summary>
/// Sends a token, which it obtains on the first request, again shortly before the token ends, and once for a request that a server refuses
/// with 401. However many requests wait, one token is obtained for all. Failures are not kept: the next request tries again. Safe on all
/// threads.
/// </summary>
/// <param name="source">Obtains tokens. It must not send its requests with this authenticator.</param>
/// <param name="clock">Says when a token ends, and measures <see cref="FetchTimeout"/>.</param>
public sealed class TokenAuthenticator(ITokenSource source, TimeProvider clock) : IHttpAuthenticator
{
    private readonly Lock _lock = new();
    private AccessToken? _token;
    private bool _hasToken;
    private SharedFetch? _fetch;

    /// <summary>The header that carries the token. Default Authorization.</summary>
    public string HeaderName { get; init; } = "Authorization";

    /// <summary>
    /// What is written before the token. Default <c>Bearer</c> and a space; empty for headers that carry the token alone, as Vault's.
    /// </summary>
    public string Prefix { get; init; } = "Bearer ";

    /// <summary>How long before its end a token is no longer sent. Default one minute.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long obtaining a token may take. Default one minute.</summary>
    public TimeSpan FetchTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    /// <exception cref="SecretsKitException">There is no token.</exception>
    public async ValueTask AuthenticateAsync(HttpAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var token = await GetAsync(null, cancellationToken);
        attempt.Headers[HeaderName] = token is null ? null : Prefix + token.Reveal();
    }

    /// <inheritdoc/>
    /// <exception cref="SecretsKitException">There is no token.</exception>
    public async ValueTask<bool> RefreshAsync(HttpAttempt refused, string? challenge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(refused);
        var sent = refused.Headers[HeaderName];
        lock (_lock)
        {
            // Another request may have had it refused before, and replaced it.
            if (_hasToken && sent == (_token is null ? null : Prefix + _token.Reveal()))
            {
                (_hasToken, _token) = (false, null);
            }
        }

        var token = await GetAsync(challenge, cancellationToken);
        return token is not null && Prefix + token.Reveal() != sent;
    }

    /// <summary>
    /// Obtains a token anew, whatever is known: for those who hand it on, and want all of its life. The next requests send it too.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <returns>Null where requests are sent without one.</returns>
    /// <exception cref="SecretsKitException">There is no token.</exception>
    public Task<AccessToken?> RenewAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            (_hasToken, _token) = (false, null);
        }

        return GetAsync(null, cancellationToken);
    }

    private Task<AccessToken?> GetAsync(string? challenge, CancellationToken ct)
    {
        SharedFetch fetch;
        lock (_lock)
        {
            if (_hasToken && !(_token?.Expires - Margin <= clock.GetUtcNow()))
            {
                return Task.FromResult(_token);
            }

            if (_fetch is not { } running || !running.TryJoin())
            {
                _fetch = running = new SharedFetch(token => FetchAsync(challenge, token), FetchTimeout, clock);
            }

            fetch = running;
        }

        return fetch.WaitAsync(ct);
    }

    private async Task<AccessToken?> FetchAsync(string? challenge, CancellationToken ct)
    {
        var token = await source.FetchAsync(challenge, ct);
        lock (_lock)
        {
            (_hasToken, _token, _fetch) = (true, token, null);
        }

        return token;
    }
}
