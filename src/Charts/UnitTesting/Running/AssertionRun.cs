using SecretsKit.Charts.UnitTesting.Assertions;
using SecretsKit.Charts.UnitTesting.Locating;
using SecretsKit.Charts.UnitTesting.Rendering;
using SecretsKit.Charts.UnitTesting.Results;
using SecretsKit.Charts.UnitTesting.Snapshots;
using SecretsKit.Charts.UnitTesting.Suites;
using SecretsKit.Core.Data;

namespace SecretsKit.Charts.UnitTesting.Running;

/// <summary>
/// Looks at the assertions of a test: for each the templates that it is about, and of each the documents that were chosen.
/// </summary>
/// <param name="suite">Of the test.</param>
/// <param name="test">The test.</param>
/// <param name="paths">Names of templates.</param>
/// <param name="rendered">What came of rendering.</param>
/// <param name="snapshots">Of the test.</param>
/// <param name="mask">Clears texts of what was decrypted.</param>
internal sealed class AssertionRun(
    TestSuite suite, TestCase test, TemplatePaths paths, RenderedChart rendered, TestSnapshots snapshots, Func<string, string> mask)
{
    /// <summary>Whether the first document that fails is the last that is looked at. Default no.</summary>
    public bool FailsFast { get; init; }

    /// <summary>Looks at one.</summary>
    /// <param name="index">Its place.</param>
    public AssertionResult Run(int index)
    {
        var assertion = test.Assertions[index];
        var lines = new FailureLines();
        var passes = Check(assertion, lines);
        return new(index, assertion.Type, assertion.IsInverted, passes, lines.Lines);
    }

    private bool Check(AssertionCase assertion, FailureLines lines)
    {
        var templates = new List<(string Template, IReadOnlyList<Value> Documents)>();
        foreach (var path in Templates(assertion).Distinct())
        {
            if (!rendered.Documents.TryGetValue(path, out var documents) && rendered.Error is null)
            {
                lines.Error($"template \"{path}\" not exists or not selected in test suite");
                return false;
            }

            templates.Add((path, documents ?? []));
        }

        IReadOnlyList<(string Template, IReadOnlyList<Value> Documents)> chosen = templates;
        if (rendered.Error is not null && templates.Count == 0)
        {
            templates.Add((paths.Full(""), []));
        }

        if (templates.Count == 0)
        {
            lines.Error("no template was rendered: name the ones to test in `templates` of the suite or in `template` of the test");
            return false;
        }

        if (rendered.Error is null && assertion.Check.SeesAllDocuments)
        {
            chosen = DocumentSelection.WithoutEmpty(templates, test.Choice, assertion.Choice);
        }
        else if (rendered.Error is null)
        {
            chosen = DocumentSelection.Choose(templates, test.Choice, assertion.Choice, out var problem);
            if (problem is not null)
            {
                lines.Line("Error:").Line(problem);
                return false;
            }
        }

        var passes = true;
        foreach (var (template, documents) in chosen)
        {
            var verdict = Check(assertion, template, documents);
            if (!verdict.Passes)
            {
                passes = false;
                lines.Line("Template:\t" + template);
                verdict.Lines.ToList().ForEach(line => lines.Line(line));
                if (FailsFast)
                {
                    break;
                }
            }
        }

        return passes;
    }

    private Verdict Check(AssertionCase assertion, string template, IReadOnlyList<Value> documents)
    {
        var failure = rendered.Error is null ? null : rendered.FailureOf(template);
        if (rendered.Error is not null && !assertion.Check.IsAboutFailures)
        {
            return Verdict.Fail(new FailureLines().Line("Error: Invalid rendering: " + rendered.ShownFailure));
        }

        return assertion.Check.Check(new(documents, assertion.IsNegated, snapshots)
        {
            Failure = failure,
            ShownFailure = rendered.ShownFailure,
            HasFailed = rendered.Error is not null,
            FailsFast = FailsFast,
            Mask = mask,
        });
    }

    // What is not said is everything that was rendered, and what the suite names besides, so that a name without template is noticed.
    private IEnumerable<string> Templates(AssertionCase assertion)
    {
        if (assertion.Template.Length > 0)
        {
            return paths.Resolve([assertion.Template], rendered.Documents.Keys);
        }

        if (test.Templates.Count > 0)
        {
            return paths.Resolve(test.Templates, rendered.Documents.Keys).Order(StringComparer.Ordinal);
        }

        var named = rendered.Error is not null || rendered.HasLostNames
            ? []
            : paths.Resolve(suite.Templates, rendered.Documents.Keys)
                .Where(path => !PathPattern.HasWildcard(path) && (rendered.Documents.ContainsKey(path) || !IsExcluded(path)));
        return named.Concat(rendered.Documents.Keys).Order(StringComparer.Ordinal);
    }

    private bool IsExcluded(string path) => suite.ExcludedTemplates.Any(name => paths.Full(name) == path
        || (PathPattern.HasWildcard(name) && PathPattern.Matches(paths.Full(name), path)));
}
