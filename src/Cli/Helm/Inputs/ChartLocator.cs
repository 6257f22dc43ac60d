using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Display;
using SecretsKit.Platform.Http;

namespace SecretsKit.Cli.Helm.Inputs;

/// <summary>Finds and loads the chart that an argument names (spec helm.md 16, "Chart reference resolution").</summary>
internal static class ChartLocator
{
    /// <summary>Finds a chart on disk, or fetches it.</summary>
    /// <exception cref="SecretsKitException">There is none, it cannot be fetched, or its signature is asked for.</exception>
    public static async Task<ChartSource> LocateAsync(HelmSession session, ParsedFlags flags, string name, CancellationToken ct)
    {
        name = name.Trim();
        if (flags.Text(HelmFlags.Repo).Length > 0)
        {
            RequireNoSignature(flags);
            var (url, server) = await ChartRepository.FindAsync(session, flags, name, ct);
            return await FetchAsync(session, url, server, ct);
        }

        if (Local(session, flags, name) is { } path)
        {
            return new(path);
        }

        RequireNoSignature(flags);
        return await FetchAsync(session, name, RemoteFiles.Serves(name) ? ChartServer.Of(session, flags) : ChartServer.Unknown, ct);
    }

    /// <summary>The chart of a path or URL, for commands that know nothing of servers.</summary>
    /// <exception cref="SecretsKitException">It cannot be fetched.</exception>
    public static async Task<ChartSource> OfAsync(HelmSession session, string place, CancellationToken ct) => RemoteFiles.Serves(place)
        ? new(HttpUrl.Mask(place), await new RemoteFiles(session.Host, session.Generation).ReadArchiveAsync(place, ChartServer.Unknown, ct))
        : new(session.Host.Environment.CleanPath(place));

    /// <summary>Loads a chart.</summary>
    /// <exception cref="ChartException">It cannot be loaded.</exception>
    public static Chart Load(HelmSession session, ChartSource source) => new ChartLoader(session.Generation, session.Log).Load(source);

    /// <summary>Loads a chart on disk.</summary>
    /// <param name="session">Hears warnings.</param>
    /// <param name="path">Absolute.</param>
    /// <exception cref="ChartException">It cannot be loaded.</exception>
    public static Chart Load(HelmSession session, string path) => Load(session, new ChartSource(path));

    private static string? Local(HelmSession session, ParsedFlags flags, string name)
    {
        var path = session.Host.Environment.ResolvePath(name);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            return Path.IsPathRooted(name) || name.StartsWith('.')
                ? throw new ChartException($"path {GoQuote.Format(name)} not found")
                : null;
        }

        if (flags.IsOn(HelmFlags.Verify) && Directory.Exists(path))
        {
            throw new ChartException("unpacked charts cannot be verified");
        }

        RequireNoSignature(flags);
        return session.Host.Environment.CleanPath(name);
    }

    private static async Task<ChartSource> FetchAsync(HelmSession session, string name, ChartServer server, CancellationToken ct)
    {
        if (RemoteFiles.Serves(name) && HttpUrl.HasPath(name))
        {
            return new(HttpUrl.Mask(name), await new RemoteFiles(session.Host, session.Generation).ReadArchiveAsync(name, server, ct));
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
            : DisplayText.Message($"repo {name[..slash]} not found"));
    }

    private static void RequireNoSignature(ParsedFlags flags)
    {
        if (flags.IsOn(HelmFlags.Verify))
        {
            throw new SecretsKitException(ErrorCode.Usage, "signatures of charts are not checked by this version")
            {
                Hint = "leave out --verify, or check the .prov file with another tool",
            };
        }
    }
}
