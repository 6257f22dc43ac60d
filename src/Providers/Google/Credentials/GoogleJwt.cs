using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Ssh;

namespace SecretsKit.Providers.Google.Credentials;

/// <summary>Tokens that a service account signs itself (RFC 7519), with claims in the order of Google's client.</summary>
internal static class GoogleJwt
{
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);

    /// <summary>Signs a token. The private key is read for it and wiped after it.</summary>
    /// <param name="file">Of a service account.</param>
    /// <param name="scope">Scopes, separated by spaces; empty for none.</param>
    /// <param name="audience">For whom; may be empty.</param>
    /// <param name="isSubject">Whether the account is named as the subject too.</param>
    /// <param name="now">The time.</param>
    /// <param name="lifetime">How long it is good. Default one hour, the most that Google accepts.</param>
    /// <exception cref="Failures.ProviderException">The file has no usable key.</exception>
    public static AccessToken Sign(GoogleCredentialFile file, string scope, string audience, bool isSubject, DateTimeOffset now,
        TimeSpan? lifetime = null)
    {
        var mail = file.Required("client_email");
        var expires = now + (lifetime ?? DefaultLifetime);
        var header = GoogleText.Json(json =>
        {
            json.WriteString("alg", "RS256");
            json.WriteString("typ", "JWT");
            if (file.Text("private_key_id") is { Length: > 0 } id)
            {
                json.WriteString("kid", id);
            }
        });
        var claims = GoogleText.Json(json =>
        {
            json.WriteString("iss", mail);
            if (scope.Length > 0)
            {
                json.WriteString("scope", scope);
            }

            json.WriteNumber("exp", expires.ToUnixTimeSeconds());
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteString("aud", audience);
            if (isSubject)
            {
                json.WriteString("sub", mail);
            }
        });
        var text = GoogleText.Base64Url(header) + "." + GoogleText.Base64Url(claims);
        using var signer = Signer(file);
        return new(text + "." + GoogleText.Base64Url(signer.Sign(Encoding.ASCII.GetBytes(text))), expires);
    }

    private static RsaSha256Signer Signer(GoogleCredentialFile file)
    {
        using var text = file.Secret("private_key");
        using var pem = text is null ? null : PemBlock.Find(text.Span);
        return pem is { IsEncrypted: false, Label: "PRIVATE KEY" or "RSA PRIVATE KEY" }
            && RsaSha256Signer.TryCreate(pem.Content.Span, pem.Label == "RSA PRIVATE KEY") is { } signer
            ? signer
            : throw GoogleFailure.Settings(file.Name, $"the private key of the service account cannot be read");
    }
}
