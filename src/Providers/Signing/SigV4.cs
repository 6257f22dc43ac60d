using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Providers.Signing;

/// <summary>
/// Signatures of requests to AWS, version 4 (AWS4-HMAC-SHA256), as headers or as a part of the URL. Pure: the same input has the same
/// signature.
/// </summary>
public static class SigV4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string UnsignedBody = "UNSIGNED-PAYLOAD";

    /// <summary>Signs a request.</summary>
    /// <returns>The headers to send in addition: they hold the signature, and the session token of temporary credentials.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> Sign(SigV4Request request, AwsCredentials credentials, SigV4Scope scope)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentNullException.ThrowIfNull(scope);
        var added = new List<KeyValuePair<string, string>> { new("X-Amz-Date", Time(scope)) };
        if (scope.IsS3)
        {
            added.Add(new("X-Amz-Content-SHA256", BodyHash(request)));
        }

        if (credentials.RevealSessionToken() is { Length: > 0 } token)
        {
            added.Add(new("X-Amz-Security-Token", token));
        }

        var canonical = Canonical(request, added, scope, out var signedHeaders);
        var signature = Signature(credentials, scope, StringToSign(canonical, scope));
        added.Insert(0, new(
            "Authorization",
            $"{Algorithm} Credential={credentials.AccessKeyId}/{ScopeText(scope)}, SignedHeaders={signedHeaders}, Signature={signature}"));
        return added;
    }

    /// <summary>A URL that carries its own signature: whoever has it can send the request until it ends. It is secret.</summary>
    /// <param name="request">The request; its URL without such a signature.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="scope">For what.</param>
    /// <param name="lifetime">How long it is good, in whole seconds; at most seven days.</param>
    public static string Presign(SigV4Request request, AwsCredentials credentials, SigV4Scope scope, TimeSpan lifetime)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(credentials);
        ArgumentNullException.ThrowIfNull(scope);
        var (canonical, query) = Presigned(request, credentials, scope, lifetime);
        var signature = Signature(credentials, scope, StringToSign(canonical, scope));
        var scheme = request.Url.Display[..request.Url.Display.IndexOf(':', StringComparison.Ordinal)];
        return $"{scheme}://{request.Url.Authority}{request.Url.PathAndQuery.Split('?')[0]}?{query}&X-Amz-Signature={signature}";
    }

    /// <summary>The text that stands for a request in a signature by headers.</summary>
    internal static string Canonical(
        SigV4Request request, IEnumerable<KeyValuePair<string, string>> added, SigV4Scope scope, out string signedHeaders)
    {
        var headers = CanonicalForm.Headers([.. request.Headers, .. added, new("Host", request.Url.Authority)]);
        signedHeaders = string.Join(';', headers.Keys);
        var lines = string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"));
        return $"{request.Method}\n{CanonicalForm.Path(request.Url, scope.IsS3)}\n{CanonicalForm.Query(request.Url)}\n{lines}\n"
            + $"{signedHeaders}\n{BodyHash(request)}";
    }

    /// <summary>The same for a signature in the URL, and the query that is sent, without the signature.</summary>
    internal static (string Canonical, string Query) Presigned(
        SigV4Request request, AwsCredentials credentials, SigV4Scope scope, TimeSpan lifetime)
    {
        var headers = CanonicalForm.Headers([.. request.Headers, new("Host", request.Url.Authority)]);
        var signedHeaders = string.Join(';', headers.Keys);
        var added = new List<KeyValuePair<string, string>>
        {
            new("X-Amz-Algorithm", Algorithm),
            new("X-Amz-Credential", $"{credentials.AccessKeyId}/{ScopeText(scope)}"),
            new("X-Amz-Date", Time(scope)),
            new("X-Amz-Expires", ((long)lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture)),
            new("X-Amz-SignedHeaders", signedHeaders),
        };
        if (credentials.RevealSessionToken() is { Length: > 0 } token)
        {
            added.Add(new("X-Amz-Security-Token", token));
        }

        var query = CanonicalForm.Query(request.Url, added);
        var lines = string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"));
        var body = scope.IsS3 ? UnsignedBody : BodyHash(request);
        return ($"{request.Method}\n{CanonicalForm.Path(request.Url, scope.IsS3)}\n{query}\n{lines}\n{signedHeaders}\n{body}", query);
    }

    /// <summary>The text whose keyed hash is the signature.</summary>
    internal static string StringToSign(string canonical, SigV4Scope scope) =>
        $"{Algorithm}\n{Time(scope)}\n{ScopeText(scope)}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";

    /// <summary>The signature of such a text, in hexadecimal digits.</summary>
    internal static string Signature(AwsCredentials credentials, SigV4Scope scope, string stringToSign)
    {
        // A key for the day, the region and the service, each made of the one before.
        var first = Encoding.UTF8.GetBytes("AWS4" + credentials.RevealSecretKey());
        Span<byte> key = stackalloc byte[HmacSha256.Size];
        Span<byte> next = stackalloc byte[HmacSha256.Size];
        try
        {
            HmacSha256.Compute(first, Encoding.UTF8.GetBytes(Date(scope)), key);
            foreach (var step in (string[])[scope.Region, scope.Service, "aws4_request", stringToSign])
            {
                HmacSha256.Compute(key, Encoding.UTF8.GetBytes(step), next);
                next.CopyTo(key);
            }

            return Convert.ToHexStringLower(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(first);
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(next);
        }
    }

    private static string BodyHash(SigV4Request request) => request.HasUnsignedBody ? UnsignedBody : Hash(request.Body.Span);

    private static string Hash(ReadOnlySpan<byte> data) => Sha256.HashText(data);

    private static string ScopeText(SigV4Scope scope) => $"{Date(scope)}/{scope.Region}/{scope.Service}/aws4_request";

    private static string Date(SigV4Scope scope) => scope.Time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Time(SigV4Scope scope) => scope.Time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
}
