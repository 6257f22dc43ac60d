using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Charts.UnitTesting.Paths;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary>An assertion about what a path finds: it holds if it holds of every value in every document.</summary>
internal abstract class PathAssertion : Assertion
{
    private readonly ValuePathQuery? _query;
    private readonly string? _fault;

    protected PathAssertion(AssertionParameters parameters)
    {
        Path = parameters.Text("path");
        (_query, _fault) = TryParse(Path);
    }

    /// <summary>As the suite has it.</summary>
    protected string Path { get; }

    /// <summary>What is wrong with the parameters; null for nothing.</summary>
    protected virtual string? Problem => null;

    /// <summary>What a value is expected to do, as <c>equal</c>.</summary>
    protected abstract string Verb { get; }

    /// <summary>What is expected, as failures show it.</summary>
    protected abstract string Expectation { get; }

    /// <summary>How failures name a path that finds nothing.</summary>
    protected virtual string ShownPath => Path;

    /// <summary>Whether it holds of a value.</summary>
    /// <param name="value">What was found.</param>
    /// <param name="isNegated">Whether the opposite is asserted.</param>
    /// <param name="subject">The snapshots.</param>
    /// <param name="lines">Receives why not.</param>
    protected abstract bool Holds(Value value, bool isNegated, AssertionSubject subject, FailureLines lines);

    /// <inheritdoc/>
    public override Verdict Check(AssertionSubject subject)
    {
        var lines = new FailureLines();
        if (Problem is { } problem)
        {
            return Verdict.Fail(lines.Error(problem));
        }

        if (subject.Documents.Count == 0)
        {
            return subject.IsNegated
                ? Verdict.Pass
                : Verdict.Fail(lines.Path(Path).Section($"Expected to {Verb}:", Expectation).Section("Actual:", "no manifest found"));
        }

        var passes = true;
        for (var at = 0; at < subject.Documents.Count && subject.GoesOn(passes); at++)
        {
            passes &= Check(subject, at, lines);
        }

        return new(passes, lines.Lines);
    }

    private bool Check(AssertionSubject subject, int at, FailureLines lines)
    {
        IReadOnlyList<Value> hits;
        try
        {
            hits = _query?.Find(subject.Documents[at]) ?? throw new PathException(_fault!);
        }
        catch (PathException failure)
        {
            lines.Document(at).Error(failure.Message);
            return false;
        }

        if (hits.Count == 0 && !subject.IsNegated)
        {
            lines.Document(at).Error("unknown path " + ShownPath);
            return false;
        }

        var passes = true;
        for (var hit = 0; hit < hits.Count && subject.GoesOn(passes); hit++)
        {
            var own = new FailureLines().Document(at).Hit(hit);
            if (!Holds(hits[hit], subject.IsNegated, subject, own))
            {
                passes = false;
                foreach (var line in own.Lines)
                {
                    lines.Line(line);
                }
            }
        }

        return passes;
    }

    /// <summary>The heading of what is expected.</summary>
    protected string Heading(bool isNegated) => $"Expected {(isNegated ? "NOT " : "")}to {Verb}:";

    /// <summary>Says that a value is of the wrong type.</summary>
    protected static bool Refuse(FailureLines lines, string problem)
    {
        lines.Error(problem);
        return false;
    }

    /// <summary>A value's YAML without the line break at its end.</summary>
    protected static string Yaml(Value value) => ValueText.Yaml(value).TrimEnd('\n');

    private static (ValuePathQuery? Query, string? Fault) TryParse(string path)
    {
        try
        {
            return (ValuePathQuery.Parse(path), null);
        }
        catch (PathException failure)
        {
            return (null, failure.Message);
        }
    }
}
