using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Azure.Credentials;

/// <summary>Somebody in whose name tokens are obtained. Safe on all threads.</summary>
internal interface IAzureIdentity
{
    /// <summary>Obtains a token; what it remembers is up to its caller.</summary>
    /// <returns>Null if this machine has no such identity, so that another may be tried.</returns>
    /// <exception cref="ProviderException">The identity is there, and no token is issued to it.</exception>
    ValueTask<AccessToken?> TokenAsync(AzureTokenRequest request, CancellationToken ct);
}
