using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Regexp;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary>A pattern of a suite: RE2, which is linear in the text whatever the pattern is.</summary>
internal sealed class SuitePattern
{
    private readonly Re2? _expression;

    /// <summary>Compiles one.</summary>
    public SuitePattern(string pattern)
    {
        Text = pattern;
        if (pattern.Length == 0)
        {
            Problem = "expected field 'pattern' to be filled";
        }
        else if (!Re2.TryCompile(pattern, out _expression, out var error))
        {
            Problem = error;
        }
    }

    /// <summary>As the suite has it.</summary>
    public string Text { get; }

    /// <summary>Why it cannot be used; null if it can.</summary>
    public string? Problem { get; }

    /// <summary>Whether it is found in a text.</summary>
    public bool IsFoundIn(string text) => _expression!.IsMatch(text);
}

/// <summary><c>matchRegex</c>: a pattern is found in the text at a path.</summary>
internal sealed class MatchRegexAssertion(AssertionParameters parameters) : PathAssertion(parameters)
{
    private readonly SuitePattern _pattern = new(parameters.Text("pattern"));
    private readonly bool _decodes = parameters.IsOn("decodeBase64");

    /// <inheritdoc/>
    protected override string Verb => "match";

    /// <inheritdoc/>
    protected override string Expectation => _pattern.Text;

    /// <inheritdoc/>
    protected override string? Problem => _pattern.Problem;

    /// <inheritdoc/>
    protected override bool Holds(Value value, bool isNegated, AssertionSubject subject, FailureLines lines)
    {
        if (_decodes && !Base64Values.TryDecode(ref value))
        {
            return Refuse(lines, Base64Values.Problem(subject.Masked(value)));
        }

        if (ValueText.Text(value) is not { } text)
        {
            return Refuse(lines, $"expect '{Path}' to be a string, got:\n{Yaml(subject.Masked(value))}");
        }

        if (_pattern.IsFoundIn(text) != isNegated)
        {
            return true;
        }

        lines.Path(Path).Section(Heading(isNegated), _pattern.Text).Section("Actual:", subject.Mask(text).TrimEnd('\n'));
        return false;
    }
}

/// <summary><c>matchRegexRaw</c>: a pattern is found in a file that is no manifest.</summary>
internal sealed class MatchRegexRawAssertion(AssertionParameters parameters) : Assertion
{
    private readonly SuitePattern _pattern = new(parameters.Text("pattern"));

    /// <inheritdoc/>
    public override Verdict Check(AssertionSubject subject)
    {
        var lines = new FailureLines();
        if (_pattern.Problem is { } problem)
        {
            return Verdict.Fail(lines.Error(problem));
        }

        var passes = subject.Documents.Count > 0 || subject.IsNegated;
        if (!passes)
        {
            lines.Section("Expected to match:", _pattern.Text).Section("Actual:", "no manifest found");
        }

        foreach (var document in subject.Documents)
        {
            var text = RawText.Shown(document);
            if (_pattern.IsFoundIn(text) == subject.IsNegated)
            {
                passes = false;
                lines.Section(subject.IsNegated ? "Expected NOT to match:" : "Expected to match:", _pattern.Text)
                    .Section("Actual:", subject.Mask(text).TrimEnd('\n'));
            }
        }

        return new(passes, lines.Lines);
    }
}
