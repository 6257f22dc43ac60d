using System.Globalization;
using SecretsKit.Charts.UnitTesting.Paths;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Assertions;

/// <summary><c>lengthEqual</c>: a list has so many items, or several lists have equally many.</summary>
internal sealed class LengthAssertion : Assertion
{
    private const int NoCount = -1;

    private readonly IReadOnlyList<string> _paths;
    private readonly int? _count;
    private readonly string? _problem;

    public LengthAssertion(AssertionParameters parameters)
    {
        var path = parameters.Text("path");
        (_paths, _count) = (parameters.Texts("paths"), parameters.Count("count"));
        _problem = (path.Length, _paths.Count, _count) switch
        {
            ( > 0, > 0, _) => "'paths' couldn't be used with 'path'",
            ( > 0, _, null) => "'count' field must be set if 'path' is used",
            (0, 0, _) => "'path' or 'paths' field must be set",
            _ => null,
        };
        _paths = path.Length > 0 ? [path] : _paths;
    }

    /// <inheritdoc/>
    public override Verdict Check(AssertionSubject subject)
    {
        var lines = new FailureLines();
        if (_problem is not null)
        {
            return Verdict.Fail(lines.Error(_problem));
        }

        if (subject.Documents.Count == 0)
        {
            return subject.IsNegated ? Verdict.Pass : Verdict.Fail(Explain(lines, _paths[0], "no manifest found", false));
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
        var lengths = new List<(string Path, int Length)>();
        foreach (var path in _paths)
        {
            try
            {
                var hits = ValuePathQuery.Parse(path).Find(subject.Documents[at]);
                if (hits.Count == 0)
                {
                    return subject.IsNegated;
                }

                lengths.AddRange(hits.Select(hit => (path, LengthOf(hit))));
            }
            catch (PathException failure)
            {
                lines.Document(at).Error(failure.Message);
                return false;
            }
        }

        var expected = _count ?? (lengths.TrueForAll(list => list.Length == lengths[0].Length) ? lengths[0].Length : NoCount);
        var isSame = lengths.TrueForAll(list => list.Length == expected);
        if (isSame != subject.IsNegated)
        {
            return true;
        }

        var (shown, length) = subject.IsNegated ? lengths[0] : lengths.Find(list => list.Length != expected);
        Explain(lines.Document(at), shown, length.ToString(CultureInfo.InvariantCulture), subject.IsNegated);
        return false;
    }

    private FailureLines Explain(FailureLines lines, string path, string actual, bool isNegated) => lines
        .Path(path)
        .Section($"Expected {(isNegated ? "NOT " : "")}to match count:", (_count ?? NoCount).ToString(CultureInfo.InvariantCulture))
        .Section("Actual:", actual);

    private static int LengthOf(Value value) => value.AsList?.Count ?? 0;
}
