using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Text;

/// <summary>A comment and what is around it.</summary>
/// <param name="Mark">Where its sign is.</param>
/// <param name="Text">From its sign to the end of the line.</param>
/// <param name="Before">The token before it.</param>
/// <param name="After">The token behind it, or null.</param>
/// <param name="Above">The comment before it between the same tokens, or null.</param>
/// <param name="IsInline">Whether content is before it on its line.</param>
internal sealed record CommentPlace(
    TextMark Mark, string Text, YamlToken Before, YamlToken? After, CommentPlace? Above, bool IsInline)
{
    /// <summary>The line from 1.</summary>
    public int Line => Mark.Line + 1;

    /// <summary>The column from 1.</summary>
    public int Column => Mark.Column + 1;
}
