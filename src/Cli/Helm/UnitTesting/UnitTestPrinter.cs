using System.Globalization;
using System.Text;
using SecretsKit.Charts.UnitTesting.Results;
using SecretsKit.Cli.Helm.Queries;

namespace SecretsKit.Cli.Helm.UnitTesting;

/// <summary>Prints results as the reference does (spec chart-testing.md B6). What was decrypted is masked, as in all messages.</summary>
/// <param name="session">Streams.</param>
/// <param name="host">Masks.</param>
/// <param name="hasColour">Whether there are colours.</param>
internal sealed class UnitTestPrinter(HelmSession session, UnitTestHost host, bool hasColour)
{
    private readonly StringBuilder _text = new();

    /// <summary>Prints what came of a chart.</summary>
    public void Print(ChartTestResult chart)
    {
        if (chart.Error is null)
        {
            _text.Append("\n### Chart [ ")
                .Append(Bold(host.Shown(chart.Name)))
                .Append(" ] ")
                .Append(Faint(host.Shown(chart.Path)))
                .Append("\n\n");
        }

        chart.Suites.ToList().ForEach(Print);
        if (chart.Error is not null)
        {
            _text.Append("\n### ").Append(Red("Error: ")).Append(' ').Append(host.Shown(chart.Error)).Append("\n\n");
        }

        Flush();
    }

    /// <summary>Prints the counts behind all charts.</summary>
    public void PrintSummary(IReadOnlyList<ChartTestResult> charts, TimeSpan duration)
    {
        List<SuiteResult> suites = [.. charts.SelectMany(chart => chart.Suites)];
        List<TestResult> tests = [.. suites.SelectMany(suite => suite.Tests)];
        var failedSnapshots = suites.Sum(suite => suite.FailedSnapshots);
        if (failedSnapshots > 0)
        {
            var failedSuites = suites.Count(suite => suite.FailedSnapshots > 0);
            _text.Append("\nSnapshot Summary: ")
                .Append(Red(string.Create(CultureInfo.InvariantCulture, $"{failedSnapshots} snapshot failed")))
                .Append(CultureInfo.InvariantCulture, $" in {failedSuites} test suite.")
                .Append(Faint(" Check changes and use `-u` to update snapshot."))
                .Append('\n');
        }

        _text.Append('\n');
        Counts(
            "Charts:      ", charts.Count(chart => !chart.Passed), charts.Count(chart => chart.Error is not null), 0, charts.Count);
        Counts(
            "Test Suites: ",
            suites.Count(suite => !suite.Passed),
            suites.Count(suite => suite.Error is not null),
            suites.Count(suite => suite.IsSkipped),
            suites.Count);
        Counts(
            "Tests:       ",
            tests.Count(test => test.Outcome is TestOutcome.Failed or TestOutcome.Errored),
            tests.Count(test => test.Outcome == TestOutcome.Errored),
            tests.Count(test => test.Outcome == TestOutcome.Skipped),
            tests.Count);
        Counts("Snapshot:    ", failedSnapshots, 0, 0, suites.Sum(suite => suite.Snapshots));
        _text.Append("Time:        ").Append(GoDuration(duration)).Append("\n\n");
        Flush();
    }

    private void Print(SuiteResult suite)
    {
        var (colour, word) = suite.IsSkipped ? (43, " SKIP ") : suite.Passed ? (42, " PASS ") : (41, " FAIL ");
        var slash = suite.File.LastIndexOf('/') + 1;
        _text.Append(Label(word, colour))
            .Append(' ')
            .Append(Bold(host.Shown(suite.Name)))
            .Append('\t')
            .Append(Faint(host.Shown(suite.File[..slash])))
            .Append(host.Shown(suite.File[slash..]))
            .Append('\n');
        if (suite.Error is not null)
        {
            _text.Append('\t').Append(Red("- Execution Error: ")).Append("\n\t\t").Append(host.Shown(suite.Error)).Append("\n\n");
        }

        suite.Tests.ToList().ForEach(Print);
    }

    private void Print(TestResult test)
    {
        var name = host.Shown(test.Name);
        switch (test.Outcome)
        {
            case TestOutcome.Skipped:
                _text.Append('\t')
                    .Append(Bold("- "))
                    .Append(Label("SKIPPED", 43))
                    .Append(hasColour ? $"\e[33m '{name}'\e[0m" : $" '{name}'")
                    .Append('\n');
                break;
            case TestOutcome.Errored:
                _text.Append('\t')
                    .Append(Red($"- {name}\n"))
                    .Append("\t\t")
                    .Append(Red("Error: "))
                    .Append(host.Shown(test.Error!))
                    .Append("\n\n");
                break;
            case TestOutcome.Failed:
                _text.Append('\t').Append(Red($"- {name}\n")).Append('\n');
                test.Assertions.Where(assertion => !assertion.Passed).ToList().ForEach(Print);
                break;
        }
    }

    private void Print(AssertionResult assertion)
    {
        _text.Append("\t\t").Append(Red($"- {AssertionTitle.Of(assertion)}")).Append('\n');
        foreach (var line in assertion.Lines)
        {
            _text.Append("\t\t\t").Append(host.Shown(line)).Append('\n');
        }

        _text.Append('\n');
    }

    private void Counts(string heading, int failed, int errored, int skipped, int total)
    {
        _text.Append(heading);
        if (failed > 0)
        {
            _text.Append(Red(string.Create(CultureInfo.InvariantCulture, $"{failed} failed, ")));
        }

        if (errored > 0)
        {
            _text.Append(Red(string.Create(CultureInfo.InvariantCulture, $"{errored} errored, ")));
        }

        _text.Append(CultureInfo.InvariantCulture, $"{total - failed - skipped} passed, ");
        if (skipped > 0)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{skipped} skipped, ");
        }

        _text.Append(CultureInfo.InvariantCulture, $"{total} total\n");
    }

    private string Label(string text, int colour) => hasColour ? $"\e[{colour};{(colour == 41 ? 37 : 30)}m{text}\e[0;0m" : text;

    private string Bold(string text) => hasColour ? $"\e[1m{text}\e[22m" : text;

    private string Faint(string text) => hasColour ? $"\e[2m{text}\e[22m" : text;

    private string Red(string text) => hasColour ? $"\e[31m{text}\e[0m" : text;

    private static string GoDuration(TimeSpan time) => time.TotalSeconds >= 1
        ? time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s"
        : time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) + "ms";

    private void Flush()
    {
        QueryOutput.Print(session, Encoding.UTF8.GetBytes(_text.ToString()));
        session.Host.Output.Flush();
        _text.Clear();
    }
}
