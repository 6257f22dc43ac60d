using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Providers.Google.Credentials;

/// <summary>
/// Obtains tokens by a credentials file, which is read anew for each token and wiped after it: a key that is replaced counts from the next
/// token on, and no private key is kept.
/// </summary>
/// <param name="client">Asks token services.</param>
/// <param name="name">Where the file is, for messages.</param>
/// <param name="read">Reads the file; the result is given away.</param>
/// <param name="scopes">What the token is for.</param>
internal sealed class GoogleTokenSource(
    GoogleTokenClient client, string name, Func<CancellationToken, ValueTask<SecretBytes>> read, IReadOnlyList<string> scopes)
    : ITokenSource
{
    private const string DefaultTokenUri = "https://oauth2.googleapis.com/token";
    private const int MaxChain = 2;

    /// <summary>
    /// Whether a service account signs its tokens itself instead of exchanging them, as Google's gRPC clients do. Default no.
    /// </summary>
    public bool SignsItself { get; init; }

    /// <summary>Whether a manifest brings the file along, for which nothing of this machine is read. Default no.</summary>
    public bool IsForeign { get; init; }

    /// <summary>The pool of an external identity and its provider; empty for those of the file.</summary>
    public string Audience { get; init; } = "";

    /// <summary>Further facts for an external identity, which its file lacks in a cluster; null for none.</summary>
    public ExternalSubject? Subject { get; init; }

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken)
    {
        using var json = await read(cancellationToken);
        var copy = GC.AllocateUninitializedArray<byte>(json.Length, pinned: true);
        try
        {
            json.Span.CopyTo(copy);
            using var file = GoogleCredentialFile.Parse(copy, name);
            return await FetchAsync(file, scopes, 0, cancellationToken);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(copy);
        }
    }

    private Task<AccessToken> FetchAsync(GoogleCredentialFile file, IReadOnlyList<string> wanted, int depth, CancellationToken ct) =>
        file.Type switch
        {
            "service_account" => ServiceAccountAsync(file, wanted, ct),
            "authorized_user" => client.PostFormAsync(Url(file, "token_uri"), [
                new("client_id", file.Required("client_id")),
                new("client_secret", file.Required("client_secret")),
                new("grant_type", "refresh_token"),
                new("refresh_token", file.Required("refresh_token")),
            ], ct),
            "external_account" => new ExternalAccount(client, Subject)
            {
                IsForeign = IsForeign,
                Audience = Audience,
            }.FetchAsync(file, wanted, ct),
            "impersonated_service_account" when depth < MaxChain => ImpersonatedAsync(file, wanted, depth, ct),
            "" => throw GoogleFailure.Settings(name, $"the credentials have no field type"),
            var type => throw GoogleFailure.Settings(name, $"credentials of type {type} are not supported"),
        };

    private Task<AccessToken> ServiceAccountAsync(GoogleCredentialFile file, IReadOnlyList<string> wanted, CancellationToken ct)
    {
        var (scope, now, url) = (string.Join(' ', wanted), client.Host.Clock.GetUtcNow(), Url(file, "token_uri"));
        return SignsItself ? Task.FromResult(GoogleJwt.Sign(file, scope, audience: "", isSubject: true, now))
            : client.PostFormAsync(url, [
                new("assertion", GoogleJwt.Sign(file, scope, url, isSubject: false, now).Reveal()),
                new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            ], ct);
    }

    private async Task<AccessToken> ImpersonatedAsync(
        GoogleCredentialFile file, IReadOnlyList<string> wanted, int depth, CancellationToken ct)
    {
        var source = file.Child("source_credentials")
            ?? throw GoogleFailure.Settings(name, $"the impersonated account has no source_credentials");
        var token = await FetchAsync(source, [GoogleScopes.CloudPlatform], depth + 1, ct);
        return await Impersonation.FetchAsync(
            client, file.Required("service_account_impersonation_url"), token.Reveal(), wanted, file.Texts("delegates"), null, ct);
    }

    private static string Url(GoogleCredentialFile file, string field) => file.Text(field) is { Length: > 0 } url ? url : DefaultTokenUri;
}
