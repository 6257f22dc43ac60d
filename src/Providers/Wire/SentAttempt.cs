using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Providers.Wire;

/// <summary>Remembers what was sent last, with its credentials: they may have to be replaced, and no message may show them.</summary>
/// <param name="inner">Adds the credentials.</param>
internal sealed class SentAttempt(IHttpAuthenticator inner) : IHttpAuthenticator
{
    /// <summary>The last attempt; null before the first.</summary>
    public HttpAttempt? Attempt { get; private set; }

    /// <summary>The token that went with it; null for none.</summary>
    public string? Bearer => Attempt?.Headers["Authorization"]?.Split(' ')[^1];

    /// <inheritdoc/>
    public async ValueTask AuthenticateAsync(HttpAttempt attempt, CancellationToken cancellationToken)
    {
        await inner.AuthenticateAsync(attempt, cancellationToken);
        Attempt = attempt;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RefreshAsync(HttpAttempt refused, string? challenge, CancellationToken cancellationToken) =>
        inner.RefreshAsync(refused, challenge, cancellationToken);
}
