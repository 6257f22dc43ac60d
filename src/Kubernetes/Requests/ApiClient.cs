using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Access;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Kubernetes.Requests;

/// <summary>
/// Sends requests to one API server as one user. Objects are trees of values: no field is lost that this program does not know. Safe on all
/// threads.
/// </summary>
/// <param name="access">Where, and who. Lent.</param>
/// <param name="transport">The network, with its retries and limits. Lent.</param>
public sealed class ApiClient(ClusterAccess access, IHttpTransport transport)
{
    // Errors are short; of a longer body the head is enough.
    private const int MaxStatusBytes = 1024 * 1024;

    /// <summary>How answers are read: integers stay exact, and a float64 has 53 bits.</summary>
    public static GoJsonReading Reading { get; } = new() { Number = Number };

    /// <summary>Where, and who.</summary>
    public ClusterAccess Access { get; } = access;

    /// <summary>
    /// The name of this program in the server's log and in <c>managedFields</c> of objects that it writes. Default <c>secretskit</c>.
    /// </summary>
    public string UserAgent { get; init; } = "secretskit";

    /// <summary>
    /// Receives each warning that the server sends, such as that of a deprecated version; may be called from any thread. Default: none.
    /// </summary>
    public Action<string>? Warning { get; init; }

    /// <summary>
    /// Asked before each request: a failure that it gives is thrown instead, so that whoever lost the right to write sends nothing more.
    /// Default: none.
    /// </summary>
    public Func<SecretsKitException?>? Fence { get; set; }

    /// <summary>
    /// Whether requests that change something are refused before they are sent: all but GET, and those for tokens of service accounts,
    /// which leave nothing behind. Default no.
    /// </summary>
    public bool IsReadOnly { get; init; }

    /// <summary>
    /// Receives the method and the status of each answer, as metrics count them; may be called from any thread. Default: none.
    /// </summary>
    public Action<HttpMethod, int>? Answered { get; init; }

    /// <summary>Sends a request and reads the object that answers it.</summary>
    /// <returns>
    /// The object, with integers as <c>int64</c> and other numbers as <c>float64</c>; nil for an empty answer to a deletion.
    /// </returns>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="HttpTransportException">There is no answer.</exception>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.MalformedDocument"/>: the answer is empty or not JSON; or credentials cannot be obtained.
    /// </exception>
    public async Task<Value> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var span = RequestSpans.Start(request, Access.Server);
        try
        {
            var (value, status) = await AskAsync(request, cancellationToken);
            span.Answered(request, status, "");
            return value;
        }
        catch (ApiException failure)
        {
            span.Answered(request, failure.Status.Code, failure.Status.Reason);
            throw;
        }
        catch (SecretsKitException failure)
        {
            span.Failed(failure);
            throw;
        }
    }

    /// <summary>Sends a request for an answer that is read as it comes: a watch, a log.</summary>
    /// <returns>A response with a status of success; the caller disposes it.</returns>
    /// <exception cref="ApiException">The server refused.</exception>
    /// <exception cref="HttpTransportException">There is no answer.</exception>
    public async Task<HttpResponse> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Fence?.Invoke() is { } refusal)
        {
            throw refusal;
        }

        if (IsReadOnly && request.Method != HttpMethod.Get && !IsForToken(request))
        {
            throw new SecretsKitException(ErrorCode.General, $"{request.Method} is not sent: this program writes nothing");
        }

        var response = await transport.SendAsync(await HttpAsync(request, cancellationToken), cancellationToken);
        Answered?.Invoke(request.Method, response.Status);
        if (Warning is { } receive)
        {
            foreach (var warning in ApiWarnings.Parse(response.HeaderValues("Warning")))
            {
                receive(warning);
            }
        }

        if (response.IsSuccess)
        {
            return response;
        }

        using (response)
        {
            throw new ApiException(request, await StatusAsync(response, cancellationToken));
        }
    }

    private async Task<(Value Value, int Status)> AskAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(request, cancellationToken);
        var body = await response.ReadContentAsync(cancellationToken);
        if (body.Length == 0)
        {
            // Servers answer with what they wrote or read: nothing, though with a status of success, comes from something on the way.
            return request.Method == HttpMethod.Delete ? (Value.Nil, response.Status) : throw new SecretsKitException(
                ErrorCode.MalformedDocument, $"the server's answer to {request.Method} {request.Path} is empty")
            {
                Hint = "look for a proxy or a load balancer on the way to the API server",
            };
        }

        return GoJson.TryParse(body, Reading, out var value, out _) ? (value, response.Status)
            : throw new SecretsKitException(
                ErrorCode.MalformedDocument, $"the server's answer to {request.Method} {request.Path} is not JSON");
    }

    private static Value Number(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out long integer, out var length) && length == digits.Length ? Value.Int64(integer)
            : Value.Float(double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture));

    private static bool IsForToken(ApiRequest request) => request.Method == HttpMethod.Post
        && request.Path.Contains("/serviceaccounts/", StringComparison.Ordinal)
        && request.Path.EndsWith("/token", StringComparison.Ordinal);

    private async ValueTask<HttpRequest> HttpAsync(ApiRequest request, CancellationToken ct)
    {
        var headers = new HttpHeaderList { { "User-Agent", UserAgent }, { "Accept", request.Accept } };
        AddImpersonation(headers);
        return new(request.Method, HttpUrl.Parse(Access.Server + request.Path + Query(request)))
        {
            Headers = headers,
            Body = request.Body,
            Authenticator = Access.Authenticator,
            Tls = await Access.TlsAsync(ct),
            Proxy = Access.Proxy,
            Compression = Access.Cluster.DisablesCompression ? HttpCompression.None : HttpCompression.Gzip,
            IdleTimeout = request.IdleTimeout,
            MaxResponseBytes = request.MaxResponseBytes,
        };
    }

    private void AddImpersonation(HttpHeaderList headers)
    {
        var other = Access.Impersonation;
        if (other.User.Length > 0)
        {
            headers.Add("Impersonate-User", other.User);
        }

        if (other.Uid.Length > 0)
        {
            headers.Add("Impersonate-Uid", other.Uid);
        }

        foreach (var group in other.Groups)
        {
            headers.Add("Impersonate-Group", group);
        }

        foreach (var (name, value) in other.Extra)
        {
            headers.Add("Impersonate-Extra-" + Uri.EscapeDataString(name), value);
        }
    }

    private static string Query(ApiRequest request)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in request.Query)
        {
            text.Append(text.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return text.ToString();
    }

    private static async Task<ApiStatus> StatusAsync(HttpResponse response, CancellationToken ct)
    {
        var body = new byte[MaxStatusBytes];
        var length = 0;
        try
        {
            var content = await response.OpenContentAsync(ct);
            length = await content.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, ct);
        }
        catch (HttpTransportException)
        {
            // The head has said that the request failed: a body that breaks off takes nothing from that.
            length = 0;
        }

        var status = ApiStatus.Parse(response.Status, body.AsSpan(0, length));
        return status with { RetryAfter = response.RetryAfter ?? status.RetryAfter };
    }
}
