using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;
using SecretsKit.Charts.YamlText.Scanning;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary>
/// <c>comments-indentation</c>: a comment is at the column of what is behind it, or of what is before it where that is further right.
/// </summary>
internal sealed class CommentsIndentationRule : LintRule
{
    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } = [];

    /// <inheritdoc/>
    public override void Comment(CommentPlace comment)
    {
        if (comment.IsInline)
        {
            return;
        }

        var next = comment.After is null or { Type: YamlTokenType.StreamEnd } ? 0 : comment.After.Start.Column;
        var previous = comment.Before.Type == YamlTokenType.StreamStart ? 0 : IndentOf(comment.Before);

        // Once a comment went back to a column, the comments under it do not go right again.
        previous = comment.Above is { IsInline: false } above ? above.Mark.Column : Math.Max(previous, next);
        if (comment.Mark.Column != previous && comment.Mark.Column != next)
        {
            Report(comment.Mark, "comment not indented like content");
        }
    }

    private int IndentOf(YamlToken token)
    {
        var start = token.Start.Index == 0 ? 0 : Content.LastIndexOf('\n', token.Start.Index - 1) + 1;
        var text = Content.AsSpan(start).IndexOfAnyExcept(' ');
        return Math.Max(text, 0);
    }
}
