using System.Text;
using SecretsKit.Charts.ChartTesting;
using SecretsKit.Charts.Loading;
using SecretsKit.Cli.ChartTesting.Settings;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.ChartTesting;

/// <summary>Which charts a run is about.</summary>
internal sealed class ChartSelection(TestingContext context)
{
    private const string MetadataFile = "Chart.yaml";

    /// <summary>The folders of the charts that changed, in the order of the first file of each.</summary>
    public async Task<IReadOnlyList<string>> ChangedAsync(CancellationToken ct)
    {
        var settings = context.Settings;
        var files = await context.Git.ChangedFilesAsync(ct);
        var rules = new Dictionary<string, IgnoreRules>();
        var changed = new ChangedCharts(settings.ChartDirs, IsChart)
        {
            Excluded = [.. settings.ExcludedCharts],
            IsIgnored = (chart, file) => settings.UseHelmignore && RulesOf(chart, rules).Ignores(file),
        };
        var charts = changed.Find(files);
        foreach (var folder in changed.Strays)
        {
            context.Host.WriteErrorLine($"Directory {HelmWork.Quoted(folder)} is not a valid chart directory. Skipping...");
        }

        return charts;
    }

    /// <summary>The charts to process, with what their Chart.yaml says.</summary>
    public async Task<IReadOnlyList<TestedChart>> SelectAsync(CancellationToken ct)
    {
        var charts = new List<TestedChart>();
        foreach (var folder in await FoldersAsync(ct))
        {
            var chart = await ReadAsync(folder, ct);
            if (context.Settings.ExcludeDeprecated && chart.IsDeprecated)
            {
                context.Print(
                    $"Chart {HelmWork.Quoted(chart)} is deprecated and will be ignored because '--exclude-deprecated' is set");
            }
            else
            {
                charts.Add(chart);
            }
        }

        return charts;
    }

    /// <summary>Reads a chart's Chart.yaml.</summary>
    /// <exception cref="SecretsKitException">It cannot be read; in the reference's words.</exception>
    public async Task<TestedChart> ReadAsync(string folder, CancellationToken ct)
    {
        var path = $"{folder.TrimEnd('/')}/{MetadataFile}";
        try
        {
            return TestedChart.Read(folder, await File.ReadAllTextAsync(Full(path), ct));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretsKitException(
                ErrorCode.FileUnreadable, $"could not read 'Chart.yaml': open {path}: {ConfigurationFiles.CauseOf(failure)}");
        }
    }

    private async Task<IReadOnlyList<string>> FoldersAsync(CancellationToken ct)
    {
        var settings = context.Settings;
        if (settings.Charts.Count > 0)
        {
            return settings.Charts;
        }

        try
        {
            return settings.ProcessAllCharts ? All() : await ChangedAsync(ct);
        }
        catch (SecretsKitException failure)
        {
            throw failure.WithPrefix("failed identifying charts to process: ");
        }
    }

    private List<string> All()
    {
        var charts = new List<string>();
        foreach (var parent in context.Settings.ChartDirs.Select(name => name.TrimEnd('/')))
        {
            if (!Directory.Exists(Full(parent)))
            {
                throw new SecretsKitException(
                    ErrorCode.FileNotFound, $"could not read chart directories: open {parent}: no such file or directory");
            }

            if (parent == "." && IsChart("."))
            {
                charts.Add(".");
            }

            charts.AddRange(Directory.GetDirectories(Full(parent)).Select(Path.GetFileName).OfType<string>()
                .Where(name => !context.Settings.ExcludedCharts.Contains(name))
                .Order(StringComparer.Ordinal)
                .Select(name => parent == "." ? name : $"{parent}/{name}")
                .Where(IsChart));
        }

        return charts;
    }

    private bool IsChart(string folder) => File.Exists(Full($"{folder}/{MetadataFile}"));

    private IgnoreRules RulesOf(string chart, Dictionary<string, IgnoreRules> known)
    {
        if (!known.TryGetValue(chart, out var rules))
        {
            var file = Full($"{chart}/.helmignore");
            known[chart] = rules = IgnoreRules.Parse(File.Exists(file) ? File.ReadAllBytes(file) : Encoding.UTF8.GetBytes(""));
        }

        return rules;
    }

    private string Full(string path) => context.Host.Environment.ResolvePath(path);
}
