using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Schema;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;

namespace SecretsKit.Charts.Fetching;

/// <summary>
/// Fetches the schemas that values schemas refer to, each once in a run, in Helm's words where they are not to be had (spec helm.md 2.6).
/// </summary>
/// <param name="host">The network.</param>
/// <param name="ct">Ends it.</param>
public sealed class RemoteSchemas(ChartHost host, CancellationToken ct)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, SchemaSource> _known = new(StringComparer.Ordinal);

    /// <summary>The schema of a URL, or why there is none.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public SchemaSource Fetch(string url)
    {
        if (!_known.TryGetValue(url, out var source))
        {
#pragma warning disable RS0030 // A rendering is synchronous work on a thread that its host provides; waiting for a schema is part of it.
            _known[url] = source = FetchAsync(url).GetAwaiter().GetResult();
#pragma warning restore RS0030
        }

        return source;
    }

    private async Task<SchemaSource> FetchAsync(string url)
    {
        var shown = HttpUrl.Mask(url);
        try
        {
            var request = new HttpGet(HttpUrl.Parse(url))
            {
                UserAgent = new RemoteFiles(host.Http, host.Generation).UserAgent,
                Timeout = Patience,
                MaxBytes = ChartLimits.MaxSchemaBytes,
                Compression = HttpCompression.Gzip,
            };
            var answer = await host.Http.GetAsync(request, ct);
            return answer.IsFound
                ? SchemaSource.Found(answer.Content)
                : SchemaSource.Refused($"HTTP request to {shown} returned status {answer.Status} ({answer.UsualReason})");
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.Usage)
        {
            return SchemaSource.Refused($"failed to create HTTP request for {shown}: {failure.Message}");
        }
        catch (SecretsKitException failure)
        {
            return SchemaSource.Refused($"HTTP request failed for {shown}: {failure.Message}");
        }
    }
}
