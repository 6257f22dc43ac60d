using SecretsKit.Charts.UnitTesting.Requests;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Helm.UnitTesting;

/// <summary>The flags of <c>unittest</c> (spec chart-testing.md B1).</summary>
internal static class UnitTestFlags
{
    public static readonly Flag Color = new(FlagKind.Switch, "color", "Colours, or none with =false. Default: on terminals.");
    public static readonly Flag Strict = new(FlagKind.Switch, "strict", "Refuses unknown fields in suites.");
    public static readonly Flag Files = new(
        FlagKind.List, "file", "A pattern of suites, relative to the chart; ** is any number of folders.")
    {
        Aliases = ["f"],
        Default = UnitTestRequest.DefaultPattern,
        TakesFile = true,
    };
    public static readonly Flag Values = new(
        FlagKind.List, "values", "A values file that wins over those of suites; encrypted ones are decrypted in memory.")
    {
        Aliases = ["v"],
        TakesFile = true,
    };
    public static readonly Flag UpdateSnapshot = new(FlagKind.Switch, "update-snapshot", "Stores what is rendered now as snapshots.")
    {
        Aliases = ["u"],
    };
    public static readonly Flag WithSubchart = new(FlagKind.Switch, "with-subchart", "Also the suites of subcharts that take part.")
    {
        Aliases = ["s"],
        Default = "true",
    };
    public static readonly Flag OutputFile = new(FlagKind.Text, "output-file", "Writes a report into this file.")
    {
        Aliases = ["o"],
        TakesFile = true,
    };
    public static readonly Flag OutputType = new(FlagKind.Text, "output-type", "The form of that report: XUnit, JUnit, NUnit or Sonar.")
    {
        Aliases = ["t"],
        Default = "XUnit",
        Values = ["XUnit", "JUnit", "NUnit", "Sonar"],
    };
    public static readonly Flag ChartTestsPath = new(
        FlagKind.Text, "chart-tests-path", "A folder of the chart that is a chart itself and renders to suites.");
    public static readonly Flag FailFast = new(FlagKind.Switch, "failfast", "Ends with the first test that fails.") { Aliases = ["q"] };
    public static readonly Flag DebugPlugin = new(FlagKind.Switch, "debugPlugin", "Writes what is rendered under .debug.")
    {
        Aliases = ["d"],
    };

    /// <summary>All flags: those of every command but for its colours, which mean something else here.</summary>
    public static FlagTable Table { get; } = new(
    [
        .. HelmFlags.Global.Where(flag => flag.Name is not ("color" or "colour")),
        Color, Strict, Files, Values, UpdateSnapshot, WithSubchart, OutputFile, OutputType, ChartTestsPath, FailFast, DebugPlugin,
        HelmFlags.SkipSchema,
    ]);
}
