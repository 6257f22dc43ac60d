namespace SecretsKit.Charts.UnitTesting.Results;

/// <summary>What came of one suite.</summary>
/// <param name="Name">As the suite has it; empty where it could not be read.</param>
/// <param name="File">The path of its file, as people see it.</param>
public sealed record SuiteResult(string Name, string File)
{
    /// <summary>Why it could not be read or begun; null for none.</summary>
    public string? Error { get; init; }

    /// <summary>Tests that ran or were skipped, in order.</summary>
    public IReadOnlyList<TestResult> Tests { get; init; } = [];

    /// <summary>When it began.</summary>
    public DateTimeOffset Began { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Comparisons with snapshots.</summary>
    public int Snapshots { get; init; }

    /// <summary>Those that differ.</summary>
    public int FailedSnapshots { get; init; }

    /// <summary>Whether all of it was skipped.</summary>
    public bool IsSkipped => Error is null && Tests.Count > 0 && Tests.All(test => test.Outcome == TestOutcome.Skipped);

    /// <summary>Whether nothing failed.</summary>
    public bool Passed => Error is null && Tests.All(test => test.Outcome is TestOutcome.Passed or TestOutcome.Skipped);
}
