using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;

namespace SecretsKit.Charts.YamlLinting;

/// <summary>Comments that switch rules off and on: for a line, from here on, or for a whole file.</summary>
internal sealed class LintDirectives
{
    private const string Prefix = "# yamllint ";

    private readonly HashSet<string> _disabled = [];
    private HashSet<string> _onLine = [];
    private HashSet<string> _onNextLine = [];

    /// <summary>Whether the first line of a text asks for no linting at all.</summary>
    public static bool DisablesFile(string content)
    {
        var end = content.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? content.AsSpan() : content.AsSpan(0, end);
        return line.StartsWith('#') && line[1..].Trim() is "yamllint disable-file";
    }

    /// <summary>Whether a rule is switched off here.</summary>
    public bool Disable(string rule) => _disabled.Contains(rule) || _onLine.Contains(rule);

    /// <summary>Reads a comment.</summary>
    public void Read(CommentPlace comment)
    {
        if (!comment.Text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return;
        }

        var words = comment.Text[Prefix.Length..].TrimEnd().Split(' ');
        if (words.Skip(1).Any(word => !word.StartsWith("rule:", StringComparison.Ordinal) || word.Length == 5))
        {
            return;
        }

        var names = words.Skip(1).Select(word => word[5..]).Where(name => RuleTable.Find(name) is not null).ToList();
        var rules = words.Length == 1 ? [.. RuleTable.All.Select(rule => rule.Name)] : names;
        switch (words[0])
        {
            case "disable":
                _disabled.UnionWith(rules);
                break;
            case "enable":
                _disabled.ExceptWith(rules);
                break;
            case "disable-line":
                (comment.IsInline ? _onLine : _onNextLine).UnionWith(rules);
                break;
        }
    }

    /// <summary>The line is done.</summary>
    public void EndLine() => (_onLine, _onNextLine) = (_onNextLine, []);
}
