namespace SecretsKit.Platform.Http.Authentication;

/// <summary>One sending of a request, as an authenticator sees it. Its text shows no secret.</summary>
/// <param name="method">The method.</param>
/// <param name="url">Where it goes: after a redirect within the server, not where the request was made for.</param>
/// <param name="headers">What is sent, apart from headers that the connection adds, such as Host and Content-Length.</param>
/// <param name="body">What is sent after the headers, or null.</param>
public sealed class HttpAttempt(HttpMethod method, HttpUrl url, HttpHeaderList headers, HttpBody? body)
{
    /// <summary>The method.</summary>
    public HttpMethod Method { get; } = method;

    /// <summary>Where it goes.</summary>
    public HttpUrl Url { get; } = url;

    /// <summary>What is sent; belongs to this attempt alone.</summary>
    public HttpHeaderList Headers { get; } = headers;

    /// <summary>What is sent after the headers, or null.</summary>
    public HttpBody? Body { get; } = body;

    /// <summary>Method and URL, without secrets.</summary>
    public override string ToString() => $"{Method} {Url.Display}";
}
