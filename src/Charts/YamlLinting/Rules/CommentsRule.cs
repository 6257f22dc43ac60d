using SecretsKit.Charts.YamlLinting.Configuration;
using SecretsKit.Charts.YamlLinting.Text;

namespace SecretsKit.Charts.YamlLinting.Rules;

/// <summary><c>comments</c>: spaces before and inside of comments.</summary>
internal sealed class CommentsRule : LintRule
{
    /// <summary>Its options.</summary>
    public static IReadOnlyList<RuleOption> Options { get; } =
        [new("require-starting-space", true), new("ignore-shebangs", true), new("min-spaces-from-content", 2)];

    /// <inheritdoc/>
    public override void Comment(CommentPlace comment)
    {
        var least = Settings.Number("min-spaces-from-content");
        if (least >= 0 && comment.IsInline && comment.Mark.Index - comment.Before.End.Index < least)
        {
            Report(comment.Mark, $"too few spaces before comment: expected {least}");
        }

        if (!Settings.IsOn("require-starting-space"))
        {
            return;
        }

        var signs = comment.Text.AsSpan().IndexOfAnyExcept('#');
        var isShebang = signs >= 0 && comment is { Line: 1, Column: 1 } && comment.Text[signs] == '!'
            && comment.Text.Length > signs + 1 && !char.IsWhiteSpace(comment.Text[signs + 1]);
        if (signs >= 0 && comment.Text[signs] is not (' ' or '\r') && !(isShebang && Settings.IsOn("ignore-shebangs")))
        {
            Report(comment.Line, comment.Column + signs, "missing starting space in comment");
        }
    }
}
