using System.Globalization;
using System.Text;
using System.Text.Json;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Providers.Google.Credentials;

/// <summary>Asks token services of Google.</summary>
/// <param name="host">The surroundings.</param>
internal sealed class GoogleTokenClient(ProviderHost host)
{
    // A token has a few kilobytes at most.
    private const int MaxResponseBytes = 256 * 1024;

    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The surroundings.</summary>
    public ProviderHost Host => host;

    /// <summary>Exchanges a form for a token.</summary>
    public Task<AccessToken> PostFormAsync(string url, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken ct,
        HttpHeaderList? headers = null)
    {
        var form = string.Join('&', fields.Select(field => GoogleText.QueryEscape(field.Key) + "=" + GoogleText.QueryEscape(field.Value)));
        return PostAsync(url, HttpBody.FromBytes(Encoding.UTF8.GetBytes(form), "application/x-www-form-urlencoded"), headers ?? [],
            "access_token", ct);
    }

    /// <summary>Exchanges a JSON object for a token.</summary>
    /// <param name="url">Where.</param>
    /// <param name="json">Writes the object.</param>
    /// <param name="bearer">The token to show; null for none.</param>
    /// <param name="field">The field of the response that has the token.</param>
    /// <param name="ct">Ends it.</param>
    public Task<AccessToken> PostJsonAsync(string url, Action<Utf8JsonWriter> json, string? bearer, string field, CancellationToken ct)
    {
        var headers = new HttpHeaderList();
        headers["Authorization"] = bearer is null ? null : "Bearer " + bearer;
        return PostAsync(url, HttpBody.FromBytes(GoogleText.Json(json), "application/json"), headers, field, ct);
    }

    /// <summary>The content of a response to GET or another method, of status 200.</summary>
    public static async Task<byte[]> FetchAsync(
        HttpMethod method, string url, HttpHeaderList headers, IHttpTransport http, HttpReach reach, CancellationToken ct)
    {
        var address = Parse(url);
        var request = new HttpRequest(method, address)
        {
            Headers = headers,
            HeadTimeout = AttemptTimeout,
            MaxResponseBytes = MaxResponseBytes,
            Idempotence = HttpIdempotence.Idempotent,
            Reach = reach,
        };
        return await SendAsync(http, request, address.Authority, ct);
    }

    /// <summary>The token of a response.</summary>
    public AccessToken Token(byte[] content, string field, string resource)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(field, out var token)
                && token.ValueKind == JsonValueKind.String && token.GetString() is { Length: > 0 } text)
            {
                return new(text, Expiry(root));
            }
        }
        catch (JsonException)
        {
            // Its text may quote the token.
            throw GoogleFailure.Invalid(resource, $"the response is not JSON");
        }

        throw GoogleFailure.Invalid(resource, $"the response has no {field}");
    }

    private async Task<AccessToken> PostAsync(string url, HttpBody body, HttpHeaderList headers, string field, CancellationToken ct)
    {
        var address = Parse(url);
        var request = new HttpRequest(HttpMethod.Post, address)
        {
            Headers = headers,
            Body = body,
            HeadTimeout = AttemptTimeout,
            MaxResponseBytes = MaxResponseBytes,

            // Two tokens do no harm.
            Idempotence = HttpIdempotence.Idempotent,
        };
        return Token(await SendAsync(host.Http, request, address.Authority, ct), field, address.Authority);
    }

    private static HttpUrl Parse(string url)
    {
        try
        {
            return HttpUrl.Parse(url);
        }
        catch (Core.Errors.SecretsKitException)
        {
            throw GoogleFailure.Settings("", $"{HttpUrl.Mask(url)} is not a URL of a token service");
        }
    }

    private static async Task<byte[]> SendAsync(IHttpTransport http, HttpRequest request, string resource, CancellationToken ct)
    {
        try
        {
            using var response = await http.SendAsync(request, ct);
            var content = await response.ReadContentAsync(ct);
            return response.IsSuccess ? content : throw GoogleFailure.Refused(response.ToFailure(), resource, CodeOf(content));
        }
        catch (HttpTransportException failure)
        {
            throw GoogleFailure.Unreachable(resource, failure);
        }
    }

    // The code alone: descriptions may quote what was sent.
    private static string CodeOf(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("error", out var error))
            {
                return "";
            }

            var code = error.ValueKind == JsonValueKind.Object && error.TryGetProperty("status", out var status) ? status : error;
            return code.ValueKind == JsonValueKind.String && code.GetString() is { Length: <= 64 } text
                && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') ? text : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private DateTimeOffset? Expiry(JsonElement root)
    {
        if (root.TryGetProperty("expires_in", out var seconds))
        {
            var isNumber = seconds.ValueKind == JsonValueKind.Number ? seconds.TryGetDouble(out var number)
                : double.TryParse(seconds.ValueKind == JsonValueKind.String ? seconds.GetString() : null, CultureInfo.InvariantCulture,
                    out number);
            return isNumber && number is > 0 and < 1e8 ? host.Clock.GetUtcNow().AddSeconds(number) : null;
        }

        return root.TryGetProperty("expireTime", out var time) && time.ValueKind == JsonValueKind.String
            && time.TryGetDateTimeOffset(out var end)
            ? end
            : null;
    }
}
