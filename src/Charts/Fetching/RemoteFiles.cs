using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Charts.Fetching;

/// <summary>
/// Fetches files over http and https as Helm does: its name towards servers, its patience, its messages. Contents stay in memory.
/// </summary>
/// <param name="http">The network.</param>
/// <param name="generation">Whose name is sent to servers.</param>
public sealed class RemoteFiles(IHttpGetter http, HelmGeneration generation)
{
    // Servers answer some kinds of clients with pages for people.
    private const string Archives = "application/gzip,application/octet-stream";

    private const int NotFound = 404;
    private const int Gone = 410;

    /// <summary>Who we are, to servers that count or filter.</summary>
    public string UserAgent => "Helm/" + ChartRenderer.HelmVersion(generation)[1..];

    /// <summary>Whether a path is fetched.</summary>
    public static bool Serves(string path) => HttpUrl.IsMeantBy(path);

    /// <summary>A file of values, or of one value.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">It is not to be had.</exception>
    public Task<byte[]> ReadValuesAsync(string url, CancellationToken ct) => ReadAsync(Values(url), ct);

    /// <summary>The same; null where the server says that there is no such file.</summary>
    /// <inheritdoc cref="ReadValuesAsync"/>
    public async Task<byte[]?> FindValuesAsync(string url, CancellationToken ct)
    {
        var request = Values(url);
        var answer = await http.GetAsync(request, ct);
        return answer.Status is NotFound or Gone ? null : ContentOf(request, answer);
    }

    /// <summary>The archive of a chart.</summary>
    /// <param name="url">Where.</param>
    /// <param name="server">What the command line says of that server.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="Core.Errors.SecretsKitException">It is not to be had.</exception>
    public Task<byte[]> ReadArchiveAsync(string url, ChartServer server, CancellationToken ct) =>
        ReadAsync(
            new(HttpUrl.Parse(url))
            {
                UserAgent = UserAgent,
                Accept = Archives,
                Tls = server.Tls,
                Credentials = server.Credentials,
                MaxBytes = ChartLimits.MaxArchiveBytes,
            },
            ct);

    /// <summary>The index of a repository.</summary>
    /// <inheritdoc cref="ReadArchiveAsync"/>
    public Task<byte[]> ReadIndexAsync(string url, ChartServer server, CancellationToken ct) =>
        ReadAsync(
            new(HttpUrl.Parse(url))
            {
                UserAgent = UserAgent,
                Tls = server.Tls,
                Credentials = server.Credentials,
                MaxBytes = ChartLimits.MaxIndexBytes,
            },
            ct);

    private HttpGet Values(string url) => new(HttpUrl.Parse(url)) { UserAgent = UserAgent, MaxBytes = ChartLimits.MaxValuesBytes };

    private async Task<byte[]> ReadAsync(HttpGet request, CancellationToken ct) =>
        ContentOf(request, await http.GetAsync(request, ct));

    private static byte[] ContentOf(HttpGet request, HttpGetResponse answer) =>
        answer.IsFound ? answer.Content : throw new ChartException($"failed to fetch {request.Url.Masked} : {answer.StatusText}")
        {
            Cause = new HttpCause(
                new(HttpFailureKind.Status, "GET", request.Url.Display, request.Url.Authority) { Status = answer.Status }),
        };
}
