using SecretsKit.Charts.UnitTesting.Paths;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary><c>exists</c>: there is something at a path, if only null.</summary>
internal sealed class PresenceAssertion : Assertion
{
    private readonly string _path;
    private readonly ValuePathQuery? _query;
    private readonly string? _fault;

    public PresenceAssertion(AssertionParameters parameters)
    {
        _path = parameters.Text("path");
        try
        {
            _query = ValuePathQuery.Parse(_path);
        }
        catch (PathException failure)
        {
            _fault = failure.Message;
        }
    }

    /// <inheritdoc/>
    public override Verdict Check(AssertionSubject subject)
    {
        var lines = new FailureLines();
        var passes = subject.Documents.Count > 0 || subject.IsNegated;
        if (!passes)
        {
            Explain(lines, subject.IsNegated);
        }

        for (var at = 0; at < subject.Documents.Count && subject.GoesOn(passes); at++)
        {
            passes &= Check(subject, at, lines);
        }

        return new(passes, lines.Lines);
    }

    private bool Check(AssertionSubject subject, int at, FailureLines lines)
    {
        try
        {
            var isThere = (_query ?? throw new PathException(_fault!)).Find(subject.Documents[at]).Count > 0;
            if (isThere == subject.IsNegated)
            {
                Explain(lines.Document(at), subject.IsNegated);
            }

            return isThere != subject.IsNegated;
        }
        catch (PathException failure)
        {
            lines.Document(at).Error(failure.Message);
            return false;
        }
    }

    private void Explain(FailureLines lines, bool isNegated) => lines.Path($"{_path} expected to {(isNegated ? "NOT " : "")}exists");
}
