using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;

namespace SecretsKit.Charts.YamlLinting;

/// <summary>All rules on one text.</summary>
internal sealed class LintRun
{
    private readonly LintedText _text;
    private readonly List<LintRule> _rules = [];
    private readonly List<YamlProblem> _problems = [];
    private readonly LintDirectives _directives = new();

    // Of the line that is being judged: directives on it may take them back.
    private readonly List<YamlProblem> _pending = [];

    /// <summary>Prepares the rules.</summary>
    public LintRun(YamlLintConfiguration configuration, LintedText text, string path)
    {
        _text = text;
        foreach (var (name, settings) in configuration.Rules)
        {
            if (settings.Ignored?.Contains(path) != true)
            {
                _rules.Add(RuleTable.Find(name)!.Create().For(settings, text.Content, Take(name, settings.IsError)));
            }
        }
    }

    /// <summary>The problems that no directive takes back.</summary>
    public IReadOnlyList<YamlProblem> Problems()
    {
        foreach (var element in _text.Elements())
        {
            Judge(element);
        }

        return _problems;
    }

    private void Judge(object element)
    {
        switch (element)
        {
            case TokenPlace place:
                _rules.ForEach(rule => rule.Token(place));
                break;
            case CommentPlace comment:
                _rules.ForEach(rule => rule.Comment(comment));
                _directives.Read(comment);
                break;
            case TextLine line:
                _rules.ForEach(rule => rule.Line(line));
                _problems.AddRange(_pending.Where(problem => !_directives.Disable(problem.Rule!)));
                _pending.Clear();
                _directives.EndLine();
                break;
        }
    }

    private Action<int, int, string> Take(string rule, bool isError) =>
        (line, column, message) => _pending.Add(new(line, column, message, rule, isError));
}
