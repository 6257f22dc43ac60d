using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Charts.UnitTesting.Paths;
using SecretsKit.Charts.UnitTesting.Suites;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Running;

/// <summary>Which documents of which templates an assertion is looked at with.</summary>
internal static class DocumentSelection
{
    /// <summary>Chooses documents. What an assertion says counts before what its test says, selectors before indexes.</summary>
    /// <param name="templates">The templates with all their documents.</param>
    /// <param name="test">What the test chooses.</param>
    /// <param name="assertion">What the assertion chooses.</param>
    /// <param name="problem">Why that cannot be done; null if it can.</param>
    /// <returns>The templates that count with their documents.</returns>
    public static IReadOnlyList<(string Template, IReadOnlyList<Value> Documents)> Choose(
        IReadOnlyList<(string Template, IReadOnlyList<Value> Documents)> templates,
        DocumentChoice test,
        DocumentChoice assertion,
        out string? problem)
    {
        problem = null;
        if ((assertion.Selector ?? test.Selector) is { } selector)
        {
            return Choose(templates, selector, out problem);
        }

        if ((assertion.Index ?? test.Index) is not { } index)
        {
            return templates;
        }

        var chosen = new List<(string, IReadOnlyList<Value>)>();
        foreach (var (template, documents) in templates)
        {
            if (index < 0 || index >= documents.Count)
            {
                problem = $"document index {index} is out of range";
                return [];
            }

            chosen.Add((template, [documents[index]]));
        }

        return chosen;
    }

    /// <summary>
    /// All documents, for assertions that count them: of a selector only that it passes over templates without a match counts.
    /// </summary>
    public static IReadOnlyList<(string Template, IReadOnlyList<Value> Documents)> WithoutEmpty(
        IReadOnlyList<(string Template, IReadOnlyList<Value> Documents)> templates, DocumentChoice test, DocumentChoice assertion)
    {
        if ((assertion.Selector ?? test.Selector) is not { SkipsEmptyTemplates: true } selector)
        {
            return templates;
        }

        var chosen = Choose(templates, selector with { MatchesMany = true }, out _).Select(one => one.Template).ToHashSet();
        return [.. templates.Where(one => chosen.Contains(one.Template))];
    }

    private static List<(string Template, IReadOnlyList<Value> Documents)> Choose(
        IReadOnlyList<(string Template, IReadOnlyList<Value> Documents)> templates, DocumentSelector selector, out string? problem)
    {
        var chosen = new List<(string, IReadOnlyList<Value>)>();
        problem = selector.Path.Length == 0 ? "empty 'documentSelector.path' not supported" : null;
        if (problem is not null)
        {
            return chosen;
        }

        try
        {
            var path = ValuePathQuery.Parse(selector.Path);
            foreach (var (template, documents) in templates)
            {
                var found = documents.Where(document => path.Find(document).Any(hit => ValueEquality.AreEqual(hit, selector.Value)))
                    .ToList();
                if (found.Count == 0 && selector.SkipsEmptyTemplates)
                {
                    continue;
                }

                problem = found.Count == 0 ? "document not found"
                    : found.Count > 1 && !selector.MatchesMany ? "multiple indexes found"
                    : null;
                if (problem is not null)
                {
                    return [];
                }

                chosen.Add((template, found));
            }
        }
        catch (PathException failure)
        {
            problem = failure.Message;
        }

        return chosen;
    }
}
