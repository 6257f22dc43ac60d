namespace SecretsKit.Charts.UnitTesting.Results;

/// <summary>What came of the suites of one chart.</summary>
/// <param name="Path">As the user named it.</param>
/// <param name="Name">Of the chart; empty where it could not be loaded.</param>
public sealed record ChartTestResult(string Path, string Name)
{
    /// <summary>Why no suite ran; null for none.</summary>
    public string? Error { get; init; }

    /// <summary>In order. Where <see cref="Error"/> is about a suite, that one alone.</summary>
    public IReadOnlyList<SuiteResult> Suites { get; init; } = [];

    /// <summary>Whether nothing failed.</summary>
    public bool Passed => Error is null && Suites.All(suite => suite.Passed);
}
