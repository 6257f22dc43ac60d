namespace SecretsKit.Charts.UnitTesting.Results;

/// <summary>How a test ended.</summary>
public enum TestOutcome
{
    /// <summary>All assertions hold.</summary>
    Passed,

    /// <summary>An assertion does not hold.</summary>
    Failed,

    /// <summary>It could not be carried out: values, rendering or a program failed.</summary>
    Errored,

    /// <summary>The suite says that it is not to run.</summary>
    Skipped,
}

/// <summary>What came of one test.</summary>
/// <param name="Name">As the suite has it; may be empty.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record TestResult(string Name, TestOutcome Outcome)
{
    /// <summary>Why it could not be carried out; null unless <see cref="TestOutcome.Errored"/>. May quote values.</summary>
    public string? Error { get; init; }

    /// <summary>Those that were looked at, in order.</summary>
    public IReadOnlyList<AssertionResult> Assertions { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
