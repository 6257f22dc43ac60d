namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary><c>failedTemplate</c>: rendering fails, with a message or a pattern of one.</summary>
internal sealed class FailedTemplateAssertion : Assertion
{
    private readonly string _message;
    private readonly string _pattern;

    public FailedTemplateAssertion(AssertionParameters parameters) =>
        (_message, _pattern) = (parameters.Text("errorMessage"), parameters.Text("errorPattern"));

    /// <inheritdoc/>
    public override bool IsAboutFailures => true;

    /// <inheritdoc/>
    public override Verdict Check(AssertionSubject subject)
    {
        var lines = new FailureLines();
        if (_message.Length > 0 && _pattern.Length > 0)
        {
            return Verdict.Fail(lines.Error("single attribute 'errorMessage' or 'errorPattern' supported at the same time"));
        }

        if (!subject.HasFailed)
        {
            return subject.IsNegated ? Verdict.Pass : Verdict.Fail(lines.Line("Error: Invalid rendering: %!s(<nil>)"));
        }

        if (subject.Failure is not { } failure)
        {
            return subject.IsNegated ? Verdict.Pass : Verdict.Fail(Explain(lines, "No failed document", false));
        }

        return IsMeant(failure) != subject.IsNegated
            ? Verdict.Pass
            : Verdict.Fail(Explain(lines.Document(0), subject.ShownFailure ?? failure, subject.IsNegated));
    }

    // What is no pattern, or is not found as one, may be meant as it is.
    private bool IsMeant(string failure) => _pattern.Length == 0
        ? _message.Length == 0 || failure == _message
        : failure.Contains(_pattern, StringComparison.Ordinal)
            || (new SuitePattern(_pattern) is { Problem: null } pattern && pattern.IsFoundIn(failure));

    private FailureLines Explain(FailureLines lines, string actual, bool isNegated)
    {
        var (verb, expected) = _pattern.Length > 0 ? ("match", _pattern) : ("equal", _message);
        return lines.Section($"Expected {(isNegated ? "NOT " : "")}to {verb}:", expected).Section("Actual:", actual);
    }
}
