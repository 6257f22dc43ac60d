using System.Globalization;
using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Repositories;
using SecretsKit.Cli.Helm.About;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>
/// What the files of Helm's repositories offer: their names, charts and versions. A file that is missing or cannot be read offers nothing;
/// nothing is fetched.
/// </summary>
internal static class RepositoryCandidates
{
    /// <summary>The names of the repositories, without those that are typed already; behind each its URL.</summary>
    public static Task<CobraReply> Names(CompletionScope scope, CancellationToken ct) =>
        Task.FromResult(CobraReply.Nothing with { Lines = [.. List(scope, scope.Arguments)] });

    /// <summary>Charts of repositories, beginnings of URLs, and files of this folder.</summary>
    public static CobraReply ChartsAndFiles(CompletionScope scope)
    {
        var (lines, directive) = Charts(scope);
        if (lines.Count > 0 && scope.Current.Length > 0)
        {
            lines.AddRange(FileNames(scope));
        }
        else if (scope.Current.Length == 0)
        {
            lines.AddRange(["./\tRelative path prefix to local chart", "/\tAbsolute path prefix to local chart"]);
        }

        return new(directive, lines);
    }

    /// <summary>Charts of repositories and beginnings of URLs.</summary>
    public static CobraReply ChartsOnly(CompletionScope scope)
    {
        var (lines, directive) = Charts(scope);
        return new(directive | ShellDirective.NoFileComp, lines);
    }

    /// <summary>The versions of a chart of a repository, highest first.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="reference">Repository and chart with a slash between them; any other text has no versions.</param>
    public static CobraReply Versions(CompletionScope scope, string reference) =>
        reference.Split('/') is [var repository, var chart] && Index(scope, repository) is { } index
            ? CobraReply.Nothing with { Lines = [.. index.Versions(chart, SilentChartLog.Instance).Select(Describe)] }
            : CobraReply.Nothing;

    private static string Describe(IndexedChart chart)
    {
        var created = chart.Created.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture);
        var application = chart.AppVersion.Length == 0 ? "" : $"App: {chart.AppVersion}, ";
        return $"{chart.Version}\t{application}Created: {created} {(chart.IsDeprecated ? "(deprecated)" : "")}";
    }

    private static (List<string> Lines, ShellDirective Directive) Charts(CompletionScope scope)
    {
        List<string> lines = [];
        var directive = ShellDirective.Default;
        foreach (var repository in List(scope, []))
        {
            var name = repository[..repository.IndexOf('\t', StringComparison.Ordinal)];
            if (scope.Current.StartsWith(name + "/", StringComparison.Ordinal))
            {
                lines.AddRange(ChartNames(scope, name).Select(chart => $"{name}/{chart}"));
                directive = ShellDirective.Default;
                break;
            }

            if (name.StartsWith(scope.Current, StringComparison.Ordinal))
            {
                lines.Add($"{name}/{repository[name.Length..]}");
                directive = ShellDirective.NoSpace;
            }
        }

        string[] beginnings =
        [
            "oci://\tChart OCI prefix", "https://\tChart URL prefix", "http://\tChart URL prefix", "file://\tChart local URL prefix",
        ];
        foreach (var beginning in beginnings.Where(text => text.StartsWith(scope.Current, StringComparison.Ordinal)))
        {
            lines.Add(beginning);
            directive = ShellDirective.NoSpace;
        }

        return (lines, directive);
    }

    private static IEnumerable<string> FileNames(CompletionScope scope)
    {
        try
        {
            return [.. new DirectoryInfo(scope.Session.Host.Environment.WorkingDirectory).EnumerateFileSystemInfos()
                .Select(entry => entry.Name)
                .Where(name => name.StartsWith(scope.Current, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return []; // A folder that cannot be listed has nothing to offer.
        }
    }

    private static IEnumerable<string> List(CompletionScope scope, IReadOnlyList<string> without)
    {
        var path = HelmSettings.Of(scope.Session, scope.Flags)["HELM_REPOSITORY_CONFIG"];
        foreach (var item in ReadYaml(scope.Session, path)?[new("repositories")].AsList is { } list ? list.Items.ToArray() : [])
        {
            if (item.AsMap is { } map && Text(map, "name") is { Length: > 0 } name && !without.Contains(name))
            {
                yield return $"{name}\t{Text(map, "url")}";
            }
        }
    }

    // Helm keeps the names in a file of their own, which is faster to read than the index.
    private static IEnumerable<string> ChartNames(CompletionScope scope, string repository)
    {
        try
        {
            var names = FileReader.Read(scope.Session.Host.Environment, CachePath(scope, $"{repository}-charts.txt"));
            return Encoding.UTF8.GetString(names).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r'));
        }
        catch (SecretsKitException failure)
        {
            return failure.Code == ErrorCode.FileNotFound && Index(scope, repository) is { } index
                ? index.Names.Order(StringComparer.Ordinal) : [];
        }
    }

    private static RepositoryIndex? Index(CompletionScope scope, string repository)
    {
        try
        {
            return RepositoryIndex.Read(
                FileReader.Read(scope.Session.Host.Environment, CachePath(scope, $"{repository}-index.yaml")), scope.Generation);
        }
        catch (SecretsKitException)
        {
            return null; // What cannot be read offers nothing: the next real command says why.
        }
    }

    private static string CachePath(CompletionScope scope, string file) =>
        Path.Combine(HelmSettings.Of(scope.Session, scope.Flags)["HELM_REPOSITORY_CACHE"], file);

    /// <summary>A YAML file whose document is a map, or null.</summary>
    public static MapValue? ReadYaml(HelmSession session, string path)
    {
        try
        {
            return KubernetesYaml.Read(FileReader.Read(session.Host.Environment, path), KubernetesYamlOptions.Chart).AsMap;
        }
        catch (SecretsKitException)
        {
            return null; // What cannot be read offers nothing: the next real command says why.
        }
    }

    /// <summary>A text of a map; empty if there is none.</summary>
    public static string Text(MapValue map, string key) =>
        map.TryGet(new(key), out var value) && ScalarText.TryOf(value, out var text) ? text : "";
}
