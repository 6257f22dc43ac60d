using System.Text;
using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Dialects;
using SecretsKit.CommandLine;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Helm.Dependencies;

/// <summary><c>helm dependency list</c>: what a chart declares, and what of it lies under charts/ (spec helm.md 3.5).</summary>
internal static class DependencyListCommand
{
    private const string Ellipsis = "...";

    private static readonly Flag Width = new(FlagKind.Number, "max-col-width", "The widest column, in characters; 0 for any width.")
    {
        Default = "80",
    };

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new(
        "dependency list", "CHART [flags]", "Lists the dependencies of a chart and whether they are there.")
    {
        Flags = _ => HelmFlags.With(Width),
        Arguments = new(0, 1),
        Run = (session, flags, _) =>
            Task.FromResult(List(session, flags.Arguments is [var path, ..] ? path : ".", Math.Max(0, flags.Number(Width)))),
    };

    private static int List(HelmSession session, string name, int widest)
    {
        name = CleanPath.Of(name);
        var path = session.Host.Environment.CleanPath(name);
        if (!Path.Exists(path))
        {
            throw new ChartException($"stat {name}: no such file or directory");
        }

        var chart = ChartLocator.Load(session.ChartHost, path);
        if (chart.Metadata.Dependencies is not { } declared)
        {
            session.Host.WriteReportLine($"WARNING: no dependencies at {Inner(name)}");
            return ExitCodes.Success;
        }

        var dependencies = declared.OfType<ChartDependency>().ToList();
        var status = new DependencyStatus(session, chart, Path.Combine(path, "charts"));
        PrintTable(
            session, widest, [["NAME", "VERSION", "REPOSITORY", "STATUS"], .. dependencies.Select(dependency => Row(dependency, status))]);
        PrintOthers(session, dependencies, path, Inner(name));
        return ExitCodes.Success;
    }

    private static string[] Row(ChartDependency dependency, DependencyStatus status) =>
    [
        DisplayText.Field(dependency.Name), DisplayText.Field(dependency.Version), DisplayText.Field(
            dependency.Repository), DisplayText.Field(status.Of(dependency)),
    ];

    private static string Inner(string name) => name == "." ? "charts" : name + "/charts";

    private static void PrintTable(HelmSession session, int widest, List<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length)
            .Select(column => rows.Max(row => Length(row[column])))
            .Select(width => widest > 0 ? Math.Min(width, widest) : width)
            .ToList();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.AppendJoin('\t', row.Select((cell, column) => Fit(cell, widths[column]))).Append('\n');
        }

        session.Host.WriteReportLine(text.ToString());
    }

    // A cell that is too wide ends in dots; it keeps at least one character, however narrow the column.
    private static string Fit(string cell, int width)
    {
        var length = Length(cell);
        return length <= width
            ? cell + new string(' ', width - length)
            : string.Concat(cell.EnumerateRunes().Take(Math.Max(1, width - Ellipsis.Length)).Select(rune => rune.ToString())) + Ellipsis;
    }

    private static int Length(string cell) => cell.EnumerateRunes().Count();

    // What lies there without being declared.
    private static void PrintOthers(HelmSession session, List<ChartDependency> dependencies, string path, string shown)
    {
        var folder = Path.Combine(path, "charts");
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var entry in Directory.EnumerateFileSystemEntries(folder)
            .Where(entry => Directory.Exists(entry) || Path.GetExtension(entry) == ".tgz")
            .Order(StringComparer.Ordinal))
        {
            var name = GoQuote.Format($"{shown}/{Path.GetFileName(entry)}");
            try
            {
                var chart = ChartLocator.Load(session.ChartHost, entry);
                if (!dependencies.Exists(dependency => dependency.Name == chart.Metadata.Name))
                {
                    session.Host.WriteReportLine($"WARNING: {name} is not in Chart.yaml.");
                }
            }
            catch (SecretsKitException)
            {
                session.Host.WriteReportLine($"WARNING: {name} is not a chart.");
            }
        }
    }
}
