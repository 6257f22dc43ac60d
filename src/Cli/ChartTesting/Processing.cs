using SecretsKit.Charts.ChartTesting;
using SecretsKit.Cli.ChartTesting.Settings;
using SecretsKit.Cli.ChartTesting.Steps;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.ChartTesting;

/// <summary>Does something with each chart of a run, and says how that ended.</summary>
internal sealed class Processing(TestingContext context)
{
    private readonly List<(TestedChart Chart, string? Problem)> _results = [];

    /// <summary>Processes the charts.</summary>
    /// <param name="charts">Selects them.</param>
    /// <param name="prepare">Runs once before the first.</param>
    /// <param name="action">What is done with a chart; fails with what is reported of it.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">Something failed; the results are printed.</exception>
    public async Task RunAsync(
        Func<Task<IReadOnlyList<TestedChart>>> charts,
        Func<IReadOnlyList<TestedChart>, Task> prepare,
        Func<TestedChart, Task> action,
        CancellationToken ct)
    {
        try
        {
            var selected = await charts();
            if (selected.Count > 0)
            {
                PrintCharts(selected);
                await prepare(selected);
                await ProcessAsync(selected, action, ct);
            }
        }
        catch (SecretsKitException)
        {
            // What ends the whole run leaves no results.
            _results.Clear();
            throw;
        }
        finally
        {
            PrintResults();
        }

        if (_results.Exists(result => result.Problem is not null))
        {
            throw new SecretsKitException(ErrorCode.General, "failed processing charts");
        }
    }

    private async Task ProcessAsync(IReadOnlyList<TestedChart> charts, Func<TestedChart, Task> action, CancellationToken ct)
    {
        var dependencies = new DependencyStep(context);
        await dependencies.AddRepositoriesAsync(ct);
        foreach (var chart in charts)
        {
            if (!context.Settings.SkipHelmDependencies)
            {
                await dependencies.BuildAsync(chart, ct);
            }

            try
            {
                await action(chart);
                _results.Add((chart, null));
            }
            catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
            {
                _results.Add((chart, failure.Message));
            }
        }
    }

    private void PrintCharts(IReadOnlyList<TestedChart> charts) =>
        PrintBox(
            "Charts to be processed",
            " Charts to be processed:",
            [.. charts.Select(chart => " " + DisplayText.Field(chart.ToString()))],
            endsWithSpace: true);

    private void PrintResults() =>
        PrintBox(
            "Test Results",
            null,
            _results.Count == 0 ? ["No chart changes detected."] : [.. _results.Select(Row)],
            endsWithSpace: false);

    private static string Row((TestedChart Chart, string? Problem) result)
    {
        var chart = DisplayText.Field(result.Chart.ToString());
        return result.Problem is { } problem ? $" ✖︎ {chart} > {DisplayText.SafeLines(problem)}" : $" ✔︎ {chart}";
    }

    private void PrintBox(string group, string? title, IReadOnlyList<string> rows, bool endsWithSpace)
    {
        var isGrouped = context.Settings.GithubGroups;
        if (isGrouped)
        {
            context.PrintEscaped("::group::" + group);
            rows.ToList().ForEach(context.PrintEscaped);
            context.PrintEscaped("::endgroup::");
            return;
        }

        context.Print($"\n{ConfigurationText.Rule}{(title is null ? "" : $"\n{title}\n{ConfigurationText.Rule}")}");
        rows.ToList().ForEach(context.PrintEscaped);
        context.Print(ConfigurationText.Rule + (endsWithSpace ? "\n" : ""));
    }
}
