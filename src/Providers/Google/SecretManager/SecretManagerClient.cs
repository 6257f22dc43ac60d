using System.Globalization;
using System.Text.Json;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;

namespace SecretsKit.Providers.Google.SecretManager;

/// <summary>Calls of Google Secret Manager by REST. Safe for concurrent use.</summary>
/// <param name="http">Sends.</param>
/// <param name="authenticator">Adds the token.</param>
/// <param name="server">Scheme and host, without a slash at the end.</param>
/// <param name="parent">The project, or a location of it: <c>projects/P</c>.</param>
internal sealed class SecretManagerClient(IHttpTransport http, IHttpAuthenticator authenticator, string server, string parent)
{
    /// <summary>What people call it.</summary>
    public const string Provider = "Google Secret Manager";

    // A secret has 64 KiB at most; lists have 25,000 names a page at most.
    private const int MaxResponseBytes = 16 * 1024 * 1024;
    private const int MaxPages = 10_000;

    /// <summary>The project, or a location of it.</summary>
    public string Parent { get; } = parent;

    /// <summary>
    /// Whether the service says that there is no such secret. Nothing else may count as that, since secrets of clusters are deleted for it:
    /// not that an account is not there, nor what something before the service answers.
    /// </summary>
    public static bool IsMissing(ProviderException failure) =>
        failure.Failure is { Provider: Provider, Fault: ProviderFault.NotFound, Code: "NOT_FOUND" };

    /// <summary>The full name of a secret.</summary>
    public string NameOf(string secret) => $"{Parent}/secrets/{secret}";

    /// <summary>Reads one object.</summary>
    /// <param name="operation">What Google calls it.</param>
    /// <param name="name">Of what.</param>
    /// <param name="suffix">Behind the name, such as <c>:access</c>; written as it is.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">There is no response, or it is none.</exception>
    public Task<JsonElement> GetAsync(string operation, string name, string suffix, CancellationToken ct) =>
        SendAsync(HttpMethod.Get, operation, name, suffix, null, ct);

    /// <summary>Writes.</summary>
    public Task<JsonElement> WriteAsync(
        HttpMethod method, string operation, string name, string suffix, Action<Utf8JsonWriter> json, CancellationToken ct) =>
        SendAsync(method, operation, name, suffix, GoogleText.Json(json), ct);

    /// <summary>Deletes.</summary>
    public Task<JsonElement> DeleteAsync(string name, string etag, CancellationToken ct) => SendAsync(
        HttpMethod.Delete, "DeleteSecret", name, etag.Length > 0 ? "?etag=" + GoogleText.QueryEscape(etag) : "", null, ct);

    /// <summary>All items of a list, page by page.</summary>
    /// <param name="operation">What Google calls it.</param>
    /// <param name="name">What has the list.</param>
    /// <param name="list">The last part of the path, and the field of the response.</param>
    /// <param name="filter">A filter of Google; empty for none.</param>
    /// <param name="ct">Ends it.</param>
    public async IAsyncEnumerable<JsonElement> ListAsync(
        string operation, string name, string list, string filter,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var token = "";
        for (var page = 0; page < MaxPages; page++)
        {
            string[] query =
            [
                .. filter.Length > 0 ? ["filter=" + GoogleText.QueryEscape(filter)] : Array.Empty<string>(),
                .. token.Length > 0 ? ["pageToken=" + GoogleText.QueryEscape(token)] : Array.Empty<string>(),
            ];
            var suffix = $"/{list}" + (query.Length > 0 ? "?" + string.Join('&', query) : "");
            var response = await GetAsync(operation, name, suffix, ct);
            if (response.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object))
                {
                    yield return item;
                }
            }

            token = Text(response, "nextPageToken");
            if (token.Length == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>A text of an object, or empty.</summary>
    public static string Text(JsonElement value, string field) =>
        value.TryGetProperty(field, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() ?? "" : "";

    /// <summary>The texts of a map inside an object, by name.</summary>
    public static SortedDictionary<string, string> Map(JsonElement value, string field) => new(
        value.TryGetProperty(field, out var map) && map.ValueKind == JsonValueKind.Object
            ? map.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.ToString()) : [],
        StringComparer.Ordinal);

    private async Task<JsonElement> SendAsync(
        HttpMethod method, string operation, string name, string suffix, byte[]? body, CancellationToken ct)
    {
        var path = string.Join('/', name.Split('/').Select(GoogleText.PathEscape));
        try
        {
            using var response = await http.SendAsync(new(method, HttpUrl.Parse($"{server}/v1/{path}{suffix}"))
            {
                Body = body is null ? null : HttpBody.FromBytes(body, "application/json"),
                Authenticator = authenticator,
                MaxResponseBytes = MaxResponseBytes,
            }, ct);
            var content = await response.ReadContentAsync(ct);
            return response.IsSuccess ? Parse(content, operation, name) : throw Refused(response.ToFailure(), content, operation, name);
        }
        catch (HttpTransportException failure)
        {
            throw ProviderException.Of(Provider, operation, name, failure);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(body);
        }
    }

    private static JsonElement Parse(byte[] content, string operation, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document.RootElement.Clone();
            }
        }
        catch (JsonException)
        {
            // Its text may quote a secret: what follows says enough.
        }

        throw new ProviderException(
            new(ProviderFault.InvalidResponse, Provider, operation, name), $"the response is not a JSON object")
        {
            Hint = HintFor(ProviderFault.InvalidResponse),
        };
    }

    private static ProviderException Refused(HttpFailure failure, byte[] content, string operation, string name)
    {
        var (code, message) = ("", "");
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error)
                && error.ValueKind == JsonValueKind.Object)
            {
                (code, message) = (Text(error, "status"), Text(error, "message"));
            }
        }
        catch (JsonException)
        {
            // The status says it alone.
        }

        // The message is not shown: it is only looked at for the state of a version.
        var isGone = code == "FAILED_PRECONDITION" && (message.Contains("DESTROYED state", StringComparison.Ordinal)
            || message.Contains("DISABLED state", StringComparison.Ordinal));
        var fault = failure.Status == 404 && code != "NOT_FOUND" ? ProviderFault.InvalidResponse : ProviderException.FaultOf(failure);
        var cause = new ProviderCause(fault, Provider, operation, name)
        {
            Status = failure.Status,
            Code = isGone ? GcpSecretStore.VersionGone : code,
            RetryAfter = failure.RetryAfter,
        };
        var words = string.Create(CultureInfo.InvariantCulture, $"{failure.Status}");
        var problem = isGone ? "the version is disabled or destroyed" : code.Length > 0 ? $"the server answers {words} {code}"
            : $"the server answers {words}";
        return new(cause, $"{problem}") { Hint = HintFor(fault) };
    }

    /// <summary>What to do about a fault.</summary>
    public static string? HintFor(ProviderFault fault) => fault switch
    {
        ProviderFault.InvalidRequest => "check the project, the location, the name and the version",
        ProviderFault.InvalidResponse => ProviderException.HintFor(ProviderFault.InvalidResponse),
        ProviderFault.ServerFailed => "try again later; Google's status page shows what is down",
        ProviderFault.NotFound => "check the project, the location and the name",
        ProviderFault.Conflict => "somebody else changes it at the same time; try again",
        ProviderFault.Unauthenticated => "check the credentials of the store",
        ProviderFault.Denied => "the account needs the role Secret Manager Secret Accessor for this secret",
        ProviderFault.Throttled => "ask less often, or have the quota raised",
        _ => null,
    };
}
