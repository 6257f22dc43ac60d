using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Kubernetes.Credentials;

/// <summary>Sends one bearer token. Never printed.</summary>
internal sealed class FixedToken(string token) : IHttpAuthenticator
{
    /// <inheritdoc/>
    public ValueTask AuthenticateAsync(HttpAttempt attempt, CancellationToken cancellationToken)
    {
        attempt.Headers["Authorization"] = "Bearer " + token;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RefreshAsync(HttpAttempt refused, string? challenge, CancellationToken cancellationToken) =>
        ValueTask.FromResult(false);

    /// <summary>No token.</summary>
    public override string ToString() => "FixedToken(***)";
}
