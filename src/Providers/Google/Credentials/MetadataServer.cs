using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Google.Credentials;

/// <summary>The metadata server of a machine in Google Cloud: tokens of its account, and facts about it.</summary>
/// <param name="client">Asks.</param>
/// <param name="scopes">What tokens are for.</param>
internal sealed class MetadataServer(GoogleTokenClient client, IReadOnlyList<string> scopes) : ITokenSource
{
    // Elsewhere the name does not exist, or the address swallows packets: a person is not to wait for that.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly HttpTransport _http = new(client.Host.Connections, client.Host.Random)
    {
        Retries = new() { MaxAttempts = 2, Budget = Patience },
    };

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken)
    {
        const string Path = "instance/service-accounts/default/token";
        var query = "?scopes=" + GoogleText.QueryEscape(string.Join(',', scopes));
        return client.Token(await GetAsync(Path + query, cancellationToken), "access_token", "the metadata server");
    }

    /// <summary>A fact, such as <c>project/project-id</c>; null where there is no such server or fact.</summary>
    public async ValueTask<string?> TryGetAsync(string path, CancellationToken ct)
    {
        try
        {
            return System.Text.Encoding.UTF8.GetString(await GetAsync(path, ct)).Trim();
        }
        catch (ProviderException)
        {
            return null;
        }
    }

    private async Task<byte[]> GetAsync(string path, CancellationToken ct)
    {
        var name = client.Host.Environment.Variable("GCE_METADATA_HOST") is { Length: > 0 } set ? set : "metadata.google.internal";
        var headers = new HttpHeaderList { { "Metadata-Flavor", "Google" } };
        return await GoogleTokenClient.FetchAsync(
            HttpMethod.Get, $"http://{name}/computeMetadata/v1/{path}", headers, _http, HttpReach.Everywhere, ct);
    }
}

/// <summary>The metadata server as the last place to look for credentials: without one there are none.</summary>
internal sealed class DefaultMetadata(MetadataServer server) : ITokenSource
{
    /// <inheritdoc/>
    public async ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken)
    {
        try
        {
            return await server.FetchAsync(challenge, cancellationToken);
        }
        catch (ProviderException failure) when (failure.Failure.Fault is ProviderFault.Unreachable or ProviderFault.TimedOut)
        {
            throw new NoGoogleCredentialsException();
        }
    }
}

/// <summary>There are no credentials anywhere. The words are those of Google's client.</summary>
internal sealed class NoGoogleCredentialsException() : SecretsKitException(
    ErrorCode.ProviderFailed,
    "credentials: could not find default credentials. "
    + "See https://cloud.google.com/docs/authentication/external/set-up-adc for more information")
{
}
