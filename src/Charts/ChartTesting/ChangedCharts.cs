namespace SecretsKit.Charts.ChartTesting;

/// <summary>Which charts changed files belong to. Reads nothing by itself.</summary>
/// <param name="chartFolders">The folders that charts are in, as configured; <c>.</c> for one chart at the root.</param>
/// <param name="isChart">Whether a folder has a Chart.yaml.</param>
public sealed class ChangedCharts(IReadOnlyList<string> chartFolders, Func<string, bool> isChart)
{
    /// <summary>Names of charts that are left out. Default: none.</summary>
    public IReadOnlyCollection<string> Excluded { get; init; } = [];

    /// <summary>Whether a chart's own rules leave a file out, by chart and path in it. Default: none does.</summary>
    public Func<string, string, bool> IsIgnored { get; init; } = (_, _) => false;

    /// <summary>Folders of changed files that are in no chart, in the order of the files; once for each file.</summary>
    public IReadOnlyList<string> Strays => _strays;

    private readonly List<string> _strays = [];

    /// <summary>The charts of changed files, each once, in the order of their first file.</summary>
    /// <param name="files">Paths from the root, with slashes.</param>
    public IReadOnlyList<string> Find(IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var charts = new List<string>();
        foreach (var file in files)
        {
            // A file at the root is in no chart, even where the root is one.
            if (file.Split('/', 3) is not [_, var second, ..] || Excluded.Contains(second))
            {
                continue;
            }

            if (ChartOf(file) is not { } chart)
            {
                _strays.Add(Parent(file));
            }
            else if (!Excluded.Contains(chart[(chart.LastIndexOf('/') + 1)..]) && !charts.Contains(chart)
                && !IsIgnored(chart, chart == "." ? file : file[(chart.Length + 1)..]))
            {
                charts.Add(chart);
            }
        }

        return charts;
    }

    /// <summary>The outermost chart that a file is in, or null.</summary>
    /// <param name="file">A path from the root, with slashes.</param>
    public string? ChartOf(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        foreach (var folder in chartFolders.Select(name => name.TrimEnd('/')))
        {
            var start = folder == "." ? "" : folder + "/";
            if (!file.StartsWith(start, StringComparison.Ordinal))
            {
                continue;
            }

            var end = file.IndexOf('/', start.Length);
            if (end > 0 && isChart(file[..end]))
            {
                return file[..end];
            }

            if (folder == "." && isChart("."))
            {
                return ".";
            }
        }

        return null;
    }

    private static string Parent(string file) => file.LastIndexOf('/') is var slash and > 0 ? file[..slash] : ".";
}
