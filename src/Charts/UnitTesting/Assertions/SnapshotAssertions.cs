using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Charts.UnitTesting.Snapshots;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary><c>matchSnapshot</c>: what a path finds is what it found before.</summary>
internal sealed class MatchSnapshotAssertion(AssertionParameters parameters) : PathAssertion(parameters)
{
    private readonly SnapshotCheck _check = new(parameters);

    /// <inheritdoc/>
    protected override string Verb => "match snapshot";

    /// <inheritdoc/>
    protected override string Expectation => "";

    /// <inheritdoc/>
    protected override string? Problem => _check.Problem;

    /// <inheritdoc/>
    protected override bool Holds(Value value, bool isNegated, AssertionSubject subject, FailureLines lines) =>
        _check.Holds(ValueText.Yaml(subject.Masked(value)), isNegated, subject, lines, Path);
}

/// <summary><c>matchSnapshotRaw</c>: the same of the text of a file that is no manifest.</summary>
internal sealed class MatchSnapshotRawAssertion(AssertionParameters parameters) : Assertion
{
    private readonly SnapshotCheck _check = new(parameters);

    /// <inheritdoc/>
    public override Verdict Check(AssertionSubject subject)
    {
        var lines = new FailureLines();
        if (_check.Problem is { } problem)
        {
            return Verdict.Fail(lines.Error(problem));
        }

        var passes = subject.Documents.Count > 0 || subject.IsNegated;
        if (!passes)
        {
            lines.Section("Expected to match snapshot:", "").Section("Actual:", "no manifest found");
        }

        foreach (var document in subject.Documents)
        {
            var raw = RawText.Of(document);
            var content = raw.IsNil ? "<nil>\n" : ValueText.Yaml(subject.Masked(raw));
            passes &= _check.Holds(content, subject.IsNegated, subject, lines, path: null);
        }

        return new(passes, lines.Lines);
    }
}

/// <summary>What both have in common: the comparison, and patterns that the text must or must not have.</summary>
internal sealed class SnapshotCheck
{
    private readonly SuitePattern? _wanted;
    private readonly SuitePattern? _unwanted;

    public SnapshotCheck(AssertionParameters parameters)
    {
        _wanted = Pattern(parameters, "matchRegex");
        _unwanted = Pattern(parameters, "notMatchRegex");
    }

    /// <summary>What is wrong with the patterns; null for nothing.</summary>
    public string? Problem => _wanted?.Problem ?? _unwanted?.Problem;

    /// <summary>Compares a text with the next snapshot of the test. Values that were decrypted are masked on the way.</summary>
    public bool Holds(string content, bool isNegated, AssertionSubject subject, FailureLines lines, string? path)
    {
        content = subject.Mask(content);
        var comparison = subject.Snapshots.Compare(content);
        if (_wanted is not null && !_wanted.IsFoundIn(content))
        {
            lines.Section($"Expected pattern '{_wanted.Text}' not found in snapshot:", "");
            return false;
        }

        if (_unwanted is not null && _unwanted.IsFoundIn(content))
        {
            lines.Section($"Expected pattern '{_unwanted.Text}' should not be in snapshot:", "");
            return false;
        }

        if (comparison.IsSame != isNegated)
        {
            return true;
        }

        Explain(path is null ? lines : lines.Path(path), comparison, isNegated);
        return false;
    }

    private static void Explain(FailureLines lines, SnapshotComparison comparison, bool isNegated) => lines.Section(
        $"Expected {(isNegated ? "NOT " : "")}to match snapshot {comparison.Index}:",
        Differ.Unified(comparison.Expected, comparison.Actual));

    private static SuitePattern? Pattern(AssertionParameters parameters, string name) =>
        parameters.Any(name).IsNil ? null : new(parameters.Inner(name).Text("pattern"));
}
