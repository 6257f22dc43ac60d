using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Schema;

namespace SecretsKit.Charts.UnitTesting.Requests;

/// <summary>How charts are tested.</summary>
/// <param name="Charts">What charts are loaded and rendered with.</param>
/// <param name="Host">What is around the tests.</param>
public sealed record UnitTestRequest(ChartHost Charts, IUnitTestHost Host)
{
    /// <summary>Where suites are if nothing else is said.</summary>
    public const string DefaultPattern = "tests/*_test.yaml";

    /// <summary>Patterns of suites, relative to the chart.</summary>
    public IReadOnlyList<string> Patterns { get; init; } = [DefaultPattern];

    /// <summary>Values files that win over those of suites.</summary>
    public IReadOnlyList<string> ValuesFiles { get; init; } = [];

    /// <summary>Whether unknown fields of suites are refused. Default no.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Whether snapshots that differ are stored anew. Default no.</summary>
    public bool UpdatesSnapshots { get; init; }

    /// <summary>Whether suites of subcharts run. Default yes.</summary>
    public bool TestsSubcharts { get; init; } = true;

    /// <summary>A folder of the chart that is a chart itself and renders to suites; empty for none.</summary>
    public string ChartTestsPath { get; init; } = "";

    /// <summary>Whether the first test that fails is the last. Default no.</summary>
    public bool FailsFast { get; init; }

    /// <summary>Whether values are checked against schemas. Default yes.</summary>
    public bool ValidatesSchema { get; init; } = true;

    /// <summary>Fetches the schemas that a chart's schemas refer to. Default null: such references are refused.</summary>
    public Func<string, SchemaSource>? FetchSchema { get; init; }
}
