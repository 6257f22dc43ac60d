using Microsoft.AspNetCore.Http.Features;

namespace SecretsKit.Platform.Http.Serving;

/// <summary>A request that a server got, and the way to answer it, once. Valid until its handler ends.</summary>
public sealed class ServedCall
{
    private readonly IFeatureCollection _features;
    private readonly IHttpRequestFeature _request;

    internal ServedCall(IFeatureCollection features) =>
        (_features, _request) = (features, features.GetRequiredFeature<IHttpRequestFeature>());

    /// <summary>The method, as it came.</summary>
    public string Method => _request.Method;

    /// <summary>The path with its query, as it came.</summary>
    public string Target => _request.RawTarget;

    /// <summary>The content, as it comes; too slow a client ends it with an <see cref="IOException"/>.</summary>
    public Stream Body => _request.Body;

    /// <summary>Fires when the client gave up or vanished.</summary>
    public CancellationToken Aborted => _features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;

    /// <summary>The value of a header, or null.</summary>
    public string? Header(string name) => _request.Headers.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>Answers.</summary>
    /// <param name="status">The number.</param>
    /// <param name="headers">Names in lower case, and values.</param>
    /// <param name="content">May be empty; copied into the buffers of the connection.</param>
    /// <param name="trailers">What follows the content; only for HTTP/2.</param>
    /// <param name="ct">Ends it.</param>
    public Task RespondAsync(
        int status,
        IEnumerable<KeyValuePair<string, string>> headers,
        ReadOnlyMemory<byte> content,
        IEnumerable<KeyValuePair<string, string>> trailers,
        CancellationToken ct) => RespondAsync(status, headers, [content], trailers, ct);

    /// <summary>Answers with a content of parts: each waits until the client takes it, so that buffers stay small.</summary>
    /// <param name="status">The number.</param>
    /// <param name="headers">Names in lower case, and values.</param>
    /// <param name="content">The parts; each is copied into the buffers of the connection.</param>
    /// <param name="trailers">What follows the content; only for HTTP/2.</param>
    /// <param name="ct">Ends it.</param>
    public async Task RespondAsync(
        int status,
        IEnumerable<KeyValuePair<string, string>> headers,
        IReadOnlyList<ReadOnlyMemory<byte>> content,
        IEnumerable<KeyValuePair<string, string>> trailers,
        CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(trailers);
        var response = _features.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = value;
        }

        var body = _features.GetRequiredFeature<IHttpResponseBodyFeature>();
        foreach (var part in content)
        {
            if (!part.IsEmpty)
            {
                await body.Writer.WriteAsync(part, ct);
            }
        }

        foreach (var (name, value) in trailers)
        {
            _features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers[name] = value;
        }

        await body.CompleteAsync();
    }
}
