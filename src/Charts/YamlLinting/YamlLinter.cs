using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText;
using SecretsKit.Charts.YamlText.Parsing;

namespace SecretsKit.Charts.YamlLinting;

/// <summary>
/// Judges the form of YAML texts: the rules, options, directives and messages of yamllint 1.38. Has no state; for any number of threads.
/// </summary>
/// <param name="configuration">Which rules, and how.</param>
public sealed class YamlLinter(YamlLintConfiguration configuration)
{
    /// <summary>The problems of a text, by place.</summary>
    /// <param name="content">The text.</param>
    /// <param name="path">Its path as patterns of the configuration see it: relative, with slashes.</param>
    public IReadOnlyList<YamlProblem> Lint(string content, string path)
    {
        if (configuration.Ignores(path) || LintDirectives.DisablesFile(content))
        {
            return [];
        }

        var text = new LintedText(content);
        var problems = new LintRun(configuration, text, path).Problems().OrderBy(PlaceOf).ToList();
        if (Syntax(text) is not { } syntax)
        {
            return problems;
        }

        // What follows on its line is most likely the same fault.
        var at = problems.FindIndex(problem => PlaceOf(problem).CompareTo(PlaceOf(syntax)) >= 0);
        if (at >= 0 && problems[at].Line == syntax.Line)
        {
            problems.RemoveAt(at);
        }

        problems.Insert(at < 0 ? problems.Count : at, syntax);
        return problems;
    }

    private static YamlProblem? Syntax(LintedText text)
    {
        try
        {
            SyntaxParser.Parse(text.Scan);
            return null;
        }
        catch (YamlSyntaxException failure)
        {
            return new(failure.Mark.Line + 1, failure.Mark.Column + 1, $"syntax error: {failure.Words} (syntax)", null, true);
        }
    }

    private static (int Line, int Column) PlaceOf(YamlProblem problem) => (problem.Line, problem.Column);
}
