using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.UnitTesting.Requests;
using SecretsKit.Charts.UnitTesting.Results;
using SecretsKit.Charts.UnitTesting.Running;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm.UnitTesting.Reports;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.UnitTesting;

/// <summary><c>helm unittest</c>: runs the unit tests of charts, as the plugin helm-unittest 1.1 does (spec chart-testing.md B).</summary>
internal static class UnitTestCommand
{
    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("unittest", "CHART [...] [flags]", "Runs the unit tests of charts.")
    {
        Flags = _ => UnitTestFlags.Table,
        RepeatsComplaints = true,
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(HelmSession session, ParsedFlags flags, CancellationToken ct)
    {
        if (flags.Arguments.Count == 0)
        {
            throw new SecretsKitException(ErrorCode.Usage, "requires at least 1 arg(s), only received 0")
            {
                Hint = "name the charts: helm unittest CHART [...]; helm unittest --help lists the flags",
            };
        }

        session = session with { Generation = GenerationOf(session) };
        var clock = session.Host.Clock;
        var began = clock.GetTimestamp();
        var host = new UnitTestHost(session, flags.IsOn(UnitTestFlags.DebugPlugin));
        var tester = new ChartTester(Request(session, flags, host, ct));
        var printer = new UnitTestPrinter(session, host, HasColour(session, flags));
        var results = new List<ChartTestResult>();
        foreach (var path in flags.Arguments)
        {
            results.Add(await tester.RunAsync(path, ct));
            printer.Print(results[^1]);
            if (flags.IsOn(UnitTestFlags.FailFast) && !results[^1].Passed)
            {
                break;
            }
        }

        printer.PrintSummary(results, clock.GetElapsedTime(began));
        if (flags.Text(UnitTestFlags.OutputFile) is { Length: > 0 } file)
        {
            ReportFile.Write(session, host, file, flags.Text(UnitTestFlags.OutputType), [.. results.SelectMany(result => result.Suites)]);
        }

        return results.TrueForAll(result => result.Passed) ? ExitCodes.Success : 1;
    }

    // The reference renders with Helm 3's library whatever Helm calls it; 4 has to be asked for.
    private static HelmGeneration GenerationOf(HelmSession session) =>
        session.Host.Environment.Variable("SECRETSKIT_HELM") == "4" ? HelmGeneration.V4 : HelmGeneration.V3;

    private static UnitTestRequest Request(HelmSession session, ParsedFlags flags, UnitTestHost host, CancellationToken ct) =>
        new(session.ChartHost, host)
        {
            Patterns = flags.List(UnitTestFlags.Files) is { Count: > 0 } patterns ? patterns : [UnitTestRequest.DefaultPattern],
            ValuesFiles = flags.List(UnitTestFlags.Values),
            IsStrict = flags.IsOn(UnitTestFlags.Strict),
            UpdatesSnapshots = flags.IsOn(UnitTestFlags.UpdateSnapshot),
            TestsSubcharts = flags.IsOn(UnitTestFlags.WithSubchart),
            ChartTestsPath = flags.Text(UnitTestFlags.ChartTestsPath),
            FailsFast = flags.IsOn(UnitTestFlags.FailFast),
            ValidatesSchema = !flags.IsOn(HelmFlags.SkipSchema),
            FetchSchema = new RemoteSchemas(session.ChartHost, ct).Fetch,
        };

    private static bool HasColour(HelmSession session, ParsedFlags flags) => flags.IsGiven(UnitTestFlags.Color)
        ? flags.IsOn(UnitTestFlags.Color)
        : session.Host.UnwrappedTerminal().OutputFeatures.Colour;
}
