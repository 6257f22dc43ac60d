using SecretsKit.Charts.Model;
using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Helm.Hints;

/// <summary>Hints at charts, files and flags that are not there.</summary>
internal static class PlaceHints
{
    /// <summary>The hint, or null.</summary>
    public static string? For(IReadOnlyList<FailureCause> causes, HintContext context)
    {
        if (causes.First<UnknownFlagCause>() is { Name: var flag })
        {
            return SimilarName.Find(flag, context.Flags) is { } near
                ? $"did you mean --{near}?"
                : "the --help of the command lists its flags";
        }

        // A file that another failure is about has a hint of its own.
        if (causes is [FileCause { Fault: FileFault.NotFound, Path: var file }, ..])
        {
            return SimilarPath.Find(context.Environment, file, takesFolders: false) is { } near
                ? $"did you mean {near}?"
                : $"paths count from {context.Environment.WorkingDirectory}";
        }

        return causes.OfType<ChartCause>().Select(cause => For(cause, context)).FirstOrDefault(hint => hint is not null);
    }

    private static string? For(ChartCause cause, HintContext context) => cause.Fault switch
    {
        ChartFault.NotFound => NoChart(cause.Subject ?? "", context),
        ChartFault.UnknownRepository => NoChart(context.Arguments is [.., var last] ? last : "", context),
        ChartFault.NoChartFile => NoChartFile(context),
        ChartFault.MissingDependencies =>
            "put them there as folders or archives, or take them out of dependencies in Chart.yaml; "
                + "'secretskit helm dependency list CHART' shows which are there",
        ChartFault.NotInstallable => "a library only holds templates for others: render a chart that has it among its dependencies",
        ChartFault.NotAnArchive => "name the folder of the chart, or a .tgz made of it; values files go behind -f",
        _ => null,
    };

    private static string NoChart(string name, HintContext context)
    {
        // People put the chart first: template CHART NAME. What has a slash is no name.
        if (context.Arguments is [var first, var second] && !second.Contains('/', StringComparison.Ordinal)
            && Directory.Exists(context.Environment.ResolvePath(first)))
        {
            return $"the name of the release comes first: {second} {first}";
        }

        return SimilarPath.Find(context.Environment, name, takesFolders: true) is { } near
            ? $"there is no folder or archive {name} here; did you mean {near}?"
            : $"there is no folder or archive {name} in {context.Environment.WorkingDirectory}; of repositories only the one that " +
                "--repo URL names is asked";
    }

    private static string NoChartFile(HintContext context)
    {
        var place = context.Arguments is [.., var last] ? last : ".";
        var folder = context.Environment.ResolvePath(place);
        if (!Directory.Exists(folder))
        {
            return $"{place} is not a folder with a Chart.yaml in it";
        }

        if (Directory.EnumerateFiles(folder)
            .Select(Path.GetFileName)
            .FirstOrDefault(file => string.Equals(file, "chart.yaml", StringComparison.OrdinalIgnoreCase)
                || file == "Chart.yml") is { } misnamed)
        {
            return $"{Path.Combine(place, misnamed)} is named wrongly: the name is Chart.yaml, with a capital C";
        }

        for (var parent = Path.GetDirectoryName(folder.TrimEnd('/')); parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (File.Exists(Path.Combine(parent, "Chart.yaml")))
            {
                return $"the chart is further up: {Path.GetRelativePath(context.Environment.WorkingDirectory, parent)}";
            }
        }

        var inside = Directory.EnumerateDirectories(folder)
            .Concat(Directory.EnumerateDirectories(folder).SelectMany(Directory.EnumerateDirectories))
            .Order(StringComparer.Ordinal).FirstOrDefault(inner => File.Exists(Path.Combine(inner, "Chart.yaml")));
        return inside is not null
            ? $"did you mean {Path.Combine(place, Path.GetRelativePath(folder, inside))}?"
            : $"{place} is not a chart: it has no Chart.yaml; 'secretskit helm create NAME' makes a chart";
    }
}
