using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Inputs;

/// <summary>Finds and loads the chart that an argument names (spec helm.md 16, "Chart reference resolution").</summary>
internal static class ChartLocator
{
    /// <summary>The absolute path of a chart on disk.</summary>
    /// <exception cref="SecretsKitException">There is none, it would have to be fetched, or its signature is asked for.</exception>
    public static string Locate(HelmSession session, ParsedFlags flags, string name)
    {
        name = name.Trim();
        var path = session.Host.Environment.ResolvePath(name);
        if (File.Exists(path) || Directory.Exists(path))
        {
            if (flags.IsOn(HelmFlags.Verify))
            {
                throw Directory.Exists(path)
                    ? new ChartException("unpacked charts cannot be verified")
                    : new SecretsKitException(ErrorCode.Usage, "signatures of charts are not checked by this version") { Hint = "leave out --verify, or check the .prov file with another tool" };
            }

            return session.Host.Environment.CleanPath(name);
        }

        if (Path.IsPathRooted(name) || name.StartsWith('.'))
        {
            throw new ChartException($"path {Core.Text.GoQuote.Format(name)} not found");
        }

        if (name.Contains("://", StringComparison.Ordinal))
        {
            throw new ChartException($"charts are not fetched by this version: {name}") { Hint = "pull it with another tool and give the path" };
        }

        var slash = name.IndexOf('/', StringComparison.Ordinal);
        throw new ChartException(slash < 0 ? $"non-absolute URLs should be in form of repo_name/path_to_chart, got: {name}" : $"repo {name[..slash]} not found");
    }

    /// <summary>Loads the chart at a path.</summary>
    /// <exception cref="ChartException">It cannot be loaded.</exception>
    public static Chart Load(HelmSession session, string path) => new ChartLoader(session.Generation, session.Log).Load(path);
}
