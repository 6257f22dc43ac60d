using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform.Http.Authentication;

namespace SecretsKit.Providers.Huawei;

/// <summary>
/// Signs requests with an access key (<c>SDK-HMAC-SHA256</c>): each attempt anew, since the time is part of it. All headers but
/// Content-Type are signed; the host is not, as in the vendor's own library for Go.
/// </summary>
/// <param name="credential">Who signs.</param>
/// <param name="clock">The time of a signature.</param>
internal sealed class HuaweiSigner(HuaweiCredential credential, TimeProvider clock) : IHttpAuthenticator
{
    private const string Algorithm = "SDK-HMAC-SHA256";

    /// <inheritdoc/>
    public ValueTask AuthenticateAsync(HttpAttempt attempt, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var time = clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        attempt.Headers["X-Sdk-Date"] = time;
        attempt.Headers["X-Security-Token"] = credential.SecurityToken.Length > 0 ? credential.SecurityToken : null;
        attempt.Headers["Authorization"] = null;
        attempt.Headers["Authorization"] = Sign(
            credential, attempt.Method.Method, attempt.Url.PathAndQuery, attempt.Headers, attempt.Body?.Bytes ?? default, time);
        return ValueTask.CompletedTask;
    }

    /// <summary>A refused signature would be refused again.</summary>
    public ValueTask<bool> RefreshAsync(HttpAttempt refused, string? challenge, CancellationToken cancellationToken) =>
        ValueTask.FromResult(false);

    /// <summary>The value of the Authorization header.</summary>
    /// <param name="credential">Who signs.</param>
    /// <param name="method">The method of the request.</param>
    /// <param name="target">Path and query as they are sent.</param>
    /// <param name="headers">The headers that are sent, the time among them.</param>
    /// <param name="body">What is sent after them.</param>
    /// <param name="time">The value of X-Sdk-Date.</param>
    public static string Sign(HuaweiCredential credential, string method, string target,
        IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body, string time)
    {
        var signed = headers.Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value.Trim()))
            .Where(header => header.Key != "content-type" && !header.Key.Contains('_', StringComparison.Ordinal))
            .OrderBy(header => header.Key, StringComparer.Ordinal).ToList();
        var names = string.Join(';', signed.Select(header => header.Key));
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target : target[..question];
        var query = question < 0 ? "" : string.Join('&', target[(question + 1)..].Split('&').Order(StringComparer.Ordinal));
        var canonical = string.Join('\n',
            [method, path.EndsWith('/') ? path : path + "/", query, .. signed.Select(header => $"{header.Key}:{header.Value}"), "", names,
                Hash(body.Span)]);
        var text = Encoding.UTF8.GetBytes($"{Algorithm}\n{time}\n{Hash(Encoding.UTF8.GetBytes(canonical))}");
        var key = Encoding.UTF8.GetBytes(credential.RevealSecretKey());
        try
        {
            Span<byte> signature = stackalloc byte[HmacSha256.Size];
            HmacSha256.Compute(key, text, signature);
            return $"{Algorithm} Access={credential.AccessKey}, SignedHeaders={names}, Signature={Convert.ToHexStringLower(signature)}";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static string Hash(ReadOnlySpan<byte> data) => Sha256.HashText(data);
}
