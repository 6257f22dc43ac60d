using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Paths;

/// <summary>
/// A path of an assertion: a JSONPath for YAML whose first dollar may be left out. Children, <c>["k.e.y"]</c>, indexes, slices,
/// unions, <c>*</c>, <c>..</c>, filters with comparisons and regular expressions (spec chart-testing.md B3.9).
/// </summary>
internal sealed class ValuePathQuery
{
    private readonly IReadOnlyList<PathStep> _steps;

    private ValuePathQuery(string text, IReadOnlyList<PathStep> steps) => (Text, _steps) = (text, steps);

    /// <summary>As the suite has it.</summary>
    public string Text { get; }

    /// <summary>Reads a path; an empty one is the document.</summary>
    /// <exception cref="PathException">It is none.</exception>
    public static ValuePathQuery Parse(string text) => new(text, text.Length == 0 ? [] : PathParser.Parse(text));

    /// <summary>What it finds, in the order of the document, keys sorted.</summary>
    /// <exception cref="PathException">It visits too much.</exception>
    public IReadOnlyList<Value> Find(Value document) => new PathSearch(document).Follow(_steps, document);
}
