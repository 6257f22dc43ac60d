using SecretsKit.Charts.Model;
using SecretsKit.Charts.Repositories;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;

namespace SecretsKit.Charts.Fetching;

/// <summary>
/// Looks a chart up in a repository, whose index is fetched each time and kept nowhere (spec helm.md 16).
/// </summary>
public static class ChartRepository
{
    // What --devel stands for where no version is given: prereleases count.
    private const string AnyVersion = ">0.0.0-0";

    /// <summary>Where the archive of a chart is, and what may be sent to the server there.</summary>
    /// <exception cref="SecretsKitException">The repository cannot be read, or does not have it; the message is Helm's.</exception>
    public static async Task<(string Url, ChartServer Server)> FindAsync(
        ChartHost host, ChartReference reference, string name, CancellationToken ct)
    {
        var repository = reference.Repository;
        if (!RemoteFiles.Serves(repository))
        {
            var end = repository.IndexOf(':', StringComparison.Ordinal);
            throw new ChartException($"could not find protocol handler for: {(end < 0 ? "" : repository[..end])}");
        }

        var (index, server) = await ReadIndexAsync(host, reference, repository, ct);
        var version = reference.Version.Trim();
        var shown = version.Length == 0
            ? $"chart {GoQuote.Format(name)}"
            : $"chart {GoQuote.Format(name)} version {GoQuote.Format(version)}";
        var chart = index.Find(name, version.Length == 0 && reference.TakesPrereleases ? AnyVersion : version, host.Log)
            ?? throw new ChartException($"{shown} not found in {HttpUrl.Mask(repository)} repository");
        if (chart.Urls.Count == 0)
        {
            throw new ChartException($"{shown} has no downloadable URLs");
        }

        var url = HttpUrl.Join(repository, chart.Urls[0]);
        return (url, reference.Server.PassesCredentials || IsSameServer(repository, url) ? server : server.Anonymous());
    }

    private static bool IsSameServer(string repository, string url) => RemoteFiles.Serves(url)
        && HttpUrl.Parse(repository).HasServerOf(HttpUrl.Parse(url));

    private static async Task<(RepositoryIndex Index, ChartServer Server)> ReadIndexAsync(
        ChartHost host, ChartReference reference, string repository, CancellationToken ct)
    {
        try
        {
            var server = ChartServer.Of(host, reference.Server);
            var text = await new RemoteFiles(host.Http, host.Generation)
                .ReadIndexAsync(HttpUrl.Join(repository, "index.yaml"), server, ct);
            return (RepositoryIndex.Read(text, host.Generation), server);
        }
        catch (SecretsKitException failure)
        {
            throw new ChartException($"looks like {GoQuote.Format(HttpUrl.Mask(repository))} is not a valid chart repository or cannot " +
                $"be reached: {failure.Message}", failure.Code, failure) { Hint = failure.Hint };
        }
    }
}
