using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Text;

/// <summary>A text as the rules see it: tokens, comments and lines in the order in which they are judged.</summary>
internal sealed class LintedText(string content)
{
    private readonly ScanResult _scan = YamlScanner.Scan(content);

    /// <summary>The text.</summary>
    public string Content => content;

    /// <summary>Its tokens.</summary>
    public ScanResult Scan => _scan;

    /// <summary>
    /// A <see cref="TokenPlace"/>, <see cref="CommentPlace"/> or <see cref="TextLine"/> after the other: a line comes behind all that
    /// begins on it.
    /// </summary>
    public IEnumerable<object> Elements()
    {
        using var lines = TextLine.Of(content).GetEnumerator();
        var hasLine = lines.MoveNext();
        foreach (var (line, element) in TokensAndComments())
        {
            while (hasLine && line > lines.Current.Number)
            {
                yield return lines.Current;
                hasLine = lines.MoveNext();
            }

            yield return element;
        }

        for (; hasLine; hasLine = lines.MoveNext())
        {
            yield return lines.Current;
        }
    }

    private IEnumerable<(int Line, object Element)> TokensAndComments()
    {
        var tokens = _scan.Tokens;

        // A token is judged with the two behind it: where scanning failed, the last two are not.
        var count = tokens.Count - (_scan.Failure is null ? 0 : 2);
        var comment = 0;
        for (var at = 0; at < count; at++)
        {
            var place = new TokenPlace(
                tokens[at], At(at - 1), At(at + 1), At(at + 2));
            yield return (place.Token.Start.Line + 1, place);
            CommentPlace? above = null;
            for (; comment < _scan.Comments.Count && _scan.Comments[comment].TokenBefore <= at + 1; comment++)
            {
                above = Comment(_scan.Comments[comment].Mark, tokens[at], At(at + 1), above);
                yield return (above.Line, above);
            }
        }

        YamlToken? At(int index) => index >= 0 && index < tokens.Count ? tokens[index] : null;
    }

    private CommentPlace Comment(TextMark mark, YamlToken before, YamlToken? after, CommentPlace? above)
    {
        var end = content.AsSpan(mark.Index).IndexOfAny('\n', '\0');
        var text = end < 0 ? content[mark.Index..] : content.Substring(mark.Index, end);
        var isInline = before.Type != YamlTokenType.StreamStart && mark.Line == before.End.Line
            && content[before.End.Index - 1] != '\n';
        return new(mark, text, before, after, above, isInline);
    }
}
