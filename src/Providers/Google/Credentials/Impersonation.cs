using System.Globalization;
using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Providers.Google.Credentials;

/// <summary>Tokens of a service account for whoever may act as it (IAM Credentials, <c>generateAccessToken</c>).</summary>
internal static class Impersonation
{
    private const int DefaultSeconds = 3600;

    /// <summary>The address for an account.</summary>
    public static string UrlOf(string mail) =>
        $"https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/{GoogleText.PathEscape(mail)}:generateAccessToken";

    /// <summary>Obtains one.</summary>
    public static Task<AccessToken> FetchAsync(
        GoogleTokenClient client, string url, string bearer, IReadOnlyList<string> scopes, IReadOnlyList<string> delegates, int? seconds,
        CancellationToken ct) =>
        client.PostJsonAsync(url, json =>
        {
            json.WriteString("lifetime", string.Create(CultureInfo.InvariantCulture, $"{seconds ?? DefaultSeconds}s"));
            json.WriteStartArray("scope");
            foreach (var scope in scopes)
            {
                json.WriteStringValue(scope);
            }

            json.WriteEndArray();
            if (delegates.Count > 0)
            {
                json.WriteStartArray("delegates");
                foreach (var name in delegates)
                {
                    json.WriteStringValue(name);
                }

                json.WriteEndArray();
            }
        }, bearer, "accessToken", ct);
}
