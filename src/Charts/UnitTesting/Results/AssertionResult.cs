namespace SecretsKit.Charts.UnitTesting.Results;

/// <summary>What came of one assertion.</summary>
/// <param name="Index">Its place in the test, from 0.</param>
/// <param name="Type">Its name, as <c>equal</c>.</param>
/// <param name="IsInverted">Whether it has <c>not: true</c>.</param>
/// <param name="Passed">Whether it holds.</param>
/// <param name="Lines">Why it does not, a line each, tabs for what is below a heading. May quote rendered values.</param>
public sealed record AssertionResult(int Index, string Type, bool IsInverted, bool Passed, IReadOnlyList<string> Lines);
