using System.Globalization;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Retries;

namespace SecretsKit.Charts.Validation;

/// <summary>Fetches schemas, from a folder of those that were fetched before if there is one. Safe on all threads.</summary>
/// <param name="transport">The network, which sends again as <see cref="Retries"/> say.</param>
/// <param name="tls">Whom to trust.</param>
/// <param name="cache">What was fetched before; null for none.</param>
public sealed class SchemaServer(IHttpTransport transport, TlsOptions tls, SchemaCache? cache)
{
    /// <summary>Most bytes of a schema.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    private const int Attempts = 3;
    private const int NotImplemented = 501;

    /// <summary>Two more attempts where a server fails or cannot be reached.</summary>
    public static HttpRetryPolicy Retries { get; } = HttpRetryPolicy.Default with { MaxAttempts = Attempts };

    /// <summary>What a server has.</summary>
    internal async Task<SchemaText> GetAsync(string url, CancellationToken ct)
    {
        if (cache?.Read(url) is { } kept)
        {
            return new(url) { Content = kept };
        }

        var shown = HttpUrl.Mask(url);
        try
        {
            using var response = await transport.SendAsync(Request(HttpUrl.Parse(url)), ct);
            switch (response.Status)
            {
                case 200:
                    var content = await response.ReadContentAsync(ct);
                    cache?.Write(url, content);
                    return new(url) { Content = content };
                case 404:
                    return new(url);
                case var status when IsFailure(status):
                    return new(url) { Problem = GivenUp(shown, "") };
                case var status:
                    var number = status.ToString(CultureInfo.InvariantCulture);
                    return new(url) { Problem = $"error while downloading schema at {shown} - received HTTP status {number}" };
            }
        }
        catch (HttpTransportException failure)
        {
            return new(url) { Problem = Describe(shown, failure.Failure) };
        }
        catch (SecretsKitException failure)
        {
            return new(url) { Problem = $"failed downloading schema at {shown}: {failure.Message}" };
        }
    }

    private HttpRequest Request(HttpUrl url) => new(HttpMethod.Get, url)
    {
        Headers = { ["User-Agent"] = "secretskit" },
        Tls = tls,
        Redirects = HttpRedirects.Follow,
        Compression = HttpCompression.Gzip,
        MaxResponseBytes = MaxBytes,
        Review = static (response, _) => IsFailure(response.Status) ? HttpReview.Failed : HttpReview.Final,
    };

    private static bool IsFailure(int status) => status >= 500 && status != NotImplemented;

    private static string Describe(string url, HttpFailure failure) => failure.Kind switch
    {
        HttpFailureKind.ConnectionRefused or HttpFailureKind.ConnectionFailed or HttpFailureKind.NameResolution =>
            GivenUp(url, $": {Get(url)}: {GoHttpFailure.Describe(failure)}"),
        HttpFailureKind.ResponseTooLarge =>
            $"failed downloading schema at {url}: the schema is larger than {MaxBytes / (1024 * 1024)} MiB",
        HttpFailureKind.Redirect when failure.LeavesEncryption =>
            $"failed downloading schema at {url}: {Get(url)}: redirected to a place that is not encrypted",
        HttpFailureKind.Redirect => $"failed downloading schema at {url}: {Get(url)}: stopped after 10 redirects",
        _ => $"failed downloading schema at {url}: {Get(url)}: {GoHttpFailure.Describe(failure)}",
    };

    private static string GivenUp(string url, string cause) =>
        $"failed downloading schema at {url}: {Get(url)}: GET {url} giving up after {Attempts} attempt(s){cause}";

    private static string Get(string url) => $"Get {GoQuote.Format(url)}";
}
