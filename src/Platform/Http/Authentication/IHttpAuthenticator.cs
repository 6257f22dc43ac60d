namespace SecretsKit.Platform.Http.Authentication;

/// <summary>
/// Adds credentials or a signature to requests. Called for the server that a request was made for, never for one that redirects lead to.
/// </summary>
public interface IHttpAuthenticator
{
    /// <summary>Completes one attempt, just before it waits for its place under the limits of the host.</summary>
    /// <param name="attempt">Its headers may be changed.</param>
    /// <param name="cancellationToken">Ends the wait for a token.</param>
    ValueTask AuthenticateAsync(HttpAttempt attempt, CancellationToken cancellationToken);

    /// <summary>The server refused an attempt with status 401. Called once for a request.</summary>
    /// <param name="refused">What was sent.</param>
    /// <param name="challenge">The server's WWW-Authenticate header, several joined by a comma; null if there is none.</param>
    /// <param name="cancellationToken">Ends the wait for a token.</param>
    /// <returns>Whether another attempt has other credentials, so that it makes sense.</returns>
    ValueTask<bool> RefreshAsync(HttpAttempt refused, string? challenge, CancellationToken cancellationToken);
}
