namespace SecretsKit.Platform.Http.Authentication;

/// <summary>Obtains tokens: from a login, a file, a metadata server, a registry's token service.</summary>
public interface ITokenSource
{
    /// <summary>Obtains a token. Never called twice at once for one <see cref="TokenAuthenticator"/>.</summary>
    /// <param name="challenge">
    /// The WWW-Authenticate header of the response that made a new token necessary, such as a registry's with realm and scope; null if
    /// there is none or no request was refused yet.
    /// </param>
    /// <param name="cancellationToken">Fires when no request waits any longer, or after the time that the authenticator allows.</param>
    /// <returns>The token; null to send the request without one.</returns>
    /// <exception cref="Core.Errors.SecretsKitException">There is none; every request that waits for it fails with this.</exception>
    ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken);
}
