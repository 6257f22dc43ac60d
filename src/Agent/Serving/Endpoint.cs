using System.Net;
using SecretsKit.Platform.Http.Serving;

namespace SecretsKit.Agent.Serving;

/// <summary>What a path answers.</summary>
/// <param name="Status">The status.</param>
/// <param name="MediaType">The media type.</param>
/// <param name="Content">The content, in parts.</param>
internal sealed record Answer(int Status, string MediaType, IReadOnlyList<ReadOnlyMemory<byte>> Content)
{
    public Answer(int status, string mediaType, byte[] content)
        : this(status, mediaType, [content])
    {
    }

    public static Answer Text(int status, string text) =>
        new(status, "text/plain; charset=utf-8", System.Text.Encoding.UTF8.GetBytes(text + "\n"));
}

/// <summary>
/// Serves a few paths over HTTP/1.1. Everything that a client can take has a limit, no header or path of it comes back, and what is not
/// known is 404 or 405.
/// </summary>
internal static class Endpoint
{
    private static readonly HttpServerLimits Limits = new()
    {
        SpeaksHttp1 = true,
        MaxBodyBytes = 1024,
        MaxConnections = 32,
        IdleTimeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Starts serving.</summary>
    /// <param name="address">Where.</param>
    /// <param name="routes">By method and path; a handler gets the content of the request.</param>
    /// <param name="clock">Measures how long stopping takes.</param>
    /// <param name="ct">Ends starting.</param>
    public static Task<HttpServer> StartAsync(
        IPEndPoint address, IReadOnlyDictionary<(string Method, string Path), Func<byte[], Answer>> routes, TimeProvider clock,
        CancellationToken ct) =>
        HttpServer.StartAsync(address, Limits, call => ServeAsync(call, routes), clock, ct);

    private static async Task ServeAsync(ServedCall call, IReadOnlyDictionary<(string Method, string Path), Func<byte[], Answer>> routes)
    {
        var path = call.Target.Split('?', 2)[0];
        var method = call.Method == "HEAD" ? "GET" : call.Method;
        Answer answer;
        if (routes.TryGetValue((method, path), out var handler))
        {
            // Kestrel refuses more than the limit.
            using var content = new MemoryStream();
            if (method != "GET")
            {
                await call.Body.CopyToAsync(content, call.Aborted);
            }

            answer = handler(content.ToArray());
        }
        else
        {
            answer = routes.Keys.Any(route => route.Path == path) ? Answer.Text(405, "method not allowed") : Answer.Text(404, "not found");
        }

        await call.RespondAsync(
            answer.Status,
            [
                new("content-type", answer.MediaType), new("cache-control", "no-store"), new("x-content-type-options", "nosniff"),
                new("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
                new("content-length", answer.Content.Sum(part => part.Length).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ],
            call.Method == "HEAD" ? [] : answer.Content, [], call.Aborted);
    }
}
