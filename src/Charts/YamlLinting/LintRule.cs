using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting;

/// <summary>A rule at work on one text: it may keep what it saw.</summary>
internal abstract class LintRule
{
    private Action<int, int, string> _report = (_, _, _) => { };

    /// <summary>How it is configured.</summary>
    protected RuleSettings Settings { get; private set; } = RuleSettings.None;

    /// <summary>The text.</summary>
    protected string Content { get; private set; } = "";

    /// <summary>Prepares it for one text.</summary>
    /// <param name="settings">How it is configured.</param>
    /// <param name="content">The text.</param>
    /// <param name="report">Takes line and column, both from 1, and message of a problem.</param>
    public LintRule For(RuleSettings settings, string content, Action<int, int, string> report)
    {
        (Settings, Content, _report) = (settings, content, report);
        return this;
    }

    /// <summary>Judges a token.</summary>
    public virtual void Token(in TokenPlace place)
    {
    }

    /// <summary>Judges a comment.</summary>
    public virtual void Comment(CommentPlace comment)
    {
    }

    /// <summary>Judges a line.</summary>
    public virtual void Line(TextLine line)
    {
    }

    /// <summary>Reports a problem.</summary>
    protected void Report(int line, int column, string message) => _report(line, column, message);

    /// <summary>Reports a problem at a place.</summary>
    protected void Report(TextMark mark, string message) => _report(mark.Line + 1, mark.Column + 1, message);
}
