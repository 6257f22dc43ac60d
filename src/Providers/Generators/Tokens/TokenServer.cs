using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Generators.Tokens;

/// <summary>A server that makes tokens, at an address of a manifest: JSON both ways. Safe for concurrent use.</summary>
internal sealed class TokenServer
{
    private const long MaxResponseBytes = 1024 * 1024;

    private readonly StoreFields _fields;
    private readonly StoreContext _context;
    private readonly string _root;

    /// <param name="fields">The settings.</param>
    /// <param name="field">The field with the address.</param>
    /// <param name="otherwise">The address if there is none; it may lack its scheme, which is https then, as may that of the field.</param>
    /// <param name="context">Whose generator it is.</param>
    /// <exception cref="ProviderException"><see cref="ProviderFault.InvalidSettings"/>: the address is none.</exception>
    public TokenServer(StoreFields fields, string field, string otherwise, StoreContext context)
    {
        (_fields, _context) = (fields, context);
        var url = fields.Text(field) is { Length: > 0 } named ? named : otherwise;
        url = url.Contains("://", StringComparison.Ordinal) ? url : "https://" + url;
        _root = Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && address is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
            ? url.TrimEnd('/')
            : throw fields.Wrong(field, "expected a URL of scheme http or https, without a query");
    }

    /// <summary>The address without its scheme.</summary>
    public string Authority => _root[(_root.IndexOf("://", StringComparison.Ordinal) + 3)..];

    /// <summary>Sends a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Below the address; begins with a slash, and its parts are escaped.</param>
    /// <param name="headers">Further headers.</param>
    /// <param name="body">The content, or null. Lent.</param>
    /// <param name="ct">Ends it.</param>
    /// <param name="authenticator">Adds credentials; null for none but those of the headers.</param>
    /// <param name="tls">Whom the server is trusted by; null for the machine's certificates.</param>
    /// <returns>The object that is answered; an empty one for an answer without content; null for status 404.</returns>
    /// <exception cref="ProviderException">There is no response, it is no object, or its status is one of failure.</exception>
    public async ValueTask<JsonFields?> SendAsync(
        HttpMethod method, string path, HttpHeaderList headers, JsonText? body, CancellationToken ct,
        IHttpAuthenticator? authenticator = null, TlsOptions? tls = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        var operation = $"{method} {path.Split('?')[0]}";
        var request = new HttpRequest(method, HttpUrl.Parse(_root + path))
        {
            Headers = headers,
            Authenticator = authenticator,
            Body = body is null ? null : HttpBody.FromBytes(body.Written, "application/json"),
            MaxResponseBytes = MaxResponseBytes,
            Tls = tls ?? TlsOptions.Default,
            Reach = _context.AllowsLocalAddresses ? HttpReach.Everywhere : HttpReach.NoLocalAddresses,
        };
        try
        {
            using var response = await _context.Host.Http.SendAsync(request, ct);
            var content = await response.ReadContentAsync(ct);
            return response.Status == 404 ? null
                : !response.IsSuccess ? throw Refused(response, operation)
                : content.Length == 0 ? default(JsonFields)
                : JsonFields.TryParse(content) ?? throw Invalid(operation, "the response is no JSON object");
        }
        catch (HttpTransportException failure)
        {
            throw ProviderException.Of(_fields.Provider, operation, Authority, failure);
        }
    }

    /// <summary>The same where there must be something.</summary>
    /// <inheritdoc cref="SendAsync"/>
    public async ValueTask<JsonFields> RequireAsync(
        HttpMethod method, string path, HttpHeaderList headers, JsonText? body, CancellationToken ct,
        IHttpAuthenticator? authenticator = null, TlsOptions? tls = null) =>
        await SendAsync(method, path, headers, body, ct, authenticator, tls) ?? throw new ProviderException(
            new(ProviderFault.NotFound, _fields.Provider, $"{method} {path.Split('?')[0]}", Authority) { Status = 404 },
            $"the server has nothing there: status 404")
        {
            Hint = "check the address and the names of the generator",
        };

    /// <summary>A response that lacks what it must have.</summary>
    public ProviderException Invalid(string operation, string problem) =>
        new(new(ProviderFault.InvalidResponse, _fields.Provider, operation, Authority), $"{problem}")
        {
            Hint = ProviderException.HintFor(ProviderFault.InvalidResponse),
        };

    // The words of a server may quote what was sent.
    private ProviderException Refused(HttpResponse response, string operation)
    {
        var fault = ProviderException.FaultOf(response.Status);
        return new(
            new(fault, _fields.Provider, operation, Authority) { Status = response.Status, RetryAfter = response.RetryAfter },
            $"the server refused: status {response.Status}")
        {
            Hint = fault is ProviderFault.Unauthenticated or ProviderFault.Denied
                ? "check the credentials of the generator and what they allow"
                : ProviderException.HintFor(fault),
        };
    }
}
