using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;

namespace SecretsKit.Charts.Fetching;

/// <summary>Finds and loads the chart that an argument names (spec helm.md 16, "Chart reference resolution").</summary>
public static class ChartLocator
{
    /// <summary>Finds a chart on disk, or fetches it.</summary>
    /// <exception cref="SecretsKitException">There is none, it cannot be fetched, or its signature is asked for.</exception>
    public static async Task<ChartSource> LocateAsync(ChartHost host, ChartReference reference, CancellationToken ct)
    {
        var name = reference.Name.Trim();
        if (reference.Repository.Length > 0)
        {
            RequireNoSignature(reference);
            var (url, server) = await ChartRepository.FindAsync(host, reference, name, ct);
            return await FetchAsync(host, url, server, ct);
        }

        if (Local(host, reference, name) is { } path)
        {
            return new(path);
        }

        RequireNoSignature(reference);
        return await FetchAsync(host, name, RemoteFiles.Serves(name) ? ChartServer.Of(host, reference.Server) : ChartServer.Unknown, ct);
    }

    /// <summary>The chart of a path or URL, for commands that know nothing of servers.</summary>
    /// <exception cref="SecretsKitException">It cannot be fetched.</exception>
    public static async Task<ChartSource> OfAsync(ChartHost host, string place, CancellationToken ct) => RemoteFiles.Serves(place)
        ? new(HttpUrl.Mask(place), await new RemoteFiles(host.Http, host.Generation).ReadArchiveAsync(place, ChartServer.Unknown, ct))
        : new(host.Environment.CleanPath(place));

    /// <summary>Loads a chart.</summary>
    /// <exception cref="ChartException">It cannot be loaded.</exception>
    public static Chart Load(ChartHost host, ChartSource source) =>
        new ChartLoader(host.Generation, host.Log) { Heap = host.Heap }.Load(source);

    /// <summary>Loads a chart on disk.</summary>
    /// <param name="host">Gets warnings.</param>
    /// <param name="path">Absolute.</param>
    /// <exception cref="ChartException">It cannot be loaded.</exception>
    public static Chart Load(ChartHost host, string path) => Load(host, new ChartSource(path));

    private static string? Local(ChartHost host, ChartReference reference, string name)
    {
        var path = host.Environment.ResolvePath(name);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            return Path.IsPathRooted(name) || name.StartsWith('.')
                ? throw new ChartException($"path {GoQuote.Format(name)} not found")
                {
                    Cause = new ChartCause(ChartFault.NotFound, name),
                }
                : null;
        }

        if (reference.ChecksSignature && Directory.Exists(path))
        {
            throw new ChartException("unpacked charts cannot be verified");
        }

        RequireNoSignature(reference);
        return host.Environment.CleanPath(name);
    }

    private static async Task<ChartSource> FetchAsync(ChartHost host, string name, ChartServer server, CancellationToken ct)
    {
        if (RemoteFiles.Serves(name) && HttpUrl.HasPath(name))
        {
            return new(HttpUrl.Mask(name), await new RemoteFiles(host.Http, host.Generation).ReadArchiveAsync(name, server, ct));
        }

        if (name.IndexOf("://", StringComparison.Ordinal) is var end and > 0 && !RemoteFiles.Serves(name))
        {
            throw name[..end] == "oci"
                ? new ChartException($"charts are not fetched from registries by this version: {name}")
                {
                    Hint = "pull it with another tool and give the path",
                }
                : new ChartException($"scheme {GoQuote.Format(name[..end])} not supported");
        }

        var slash = RemoteFiles.Serves(name) ? -1 : name.IndexOf('/', StringComparison.Ordinal);
        name = HttpUrl.Mask(name);
        throw new ChartException(slash < 0
            ? DisplayText.Message($"non-absolute URLs should be in form of repo_name/path_to_chart, got: {name}")
            : DisplayText.Message($"repo {name[..slash]} not found"))
        {
            Cause = new ChartCause(slash < 0 ? ChartFault.NotFound : ChartFault.UnknownRepository, name),
        };
    }

    private static void RequireNoSignature(ChartReference reference)
    {
        if (reference.ChecksSignature)
        {
            throw new SecretsKitException(ErrorCode.Usage, "signatures of charts are not checked by this version")
            {
                Hint = "leave out --verify, or check the .prov file with another tool",
            };
        }
    }
}
