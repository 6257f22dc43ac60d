using SecretsKit.Core.Documents.Yaml.Reading;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml.Emit;

/// <summary>
/// Comments of a tree that wait for the entry or item below them, joined into the text of a head comment. A comment that was on the
/// line of the next value is kept apart for as long as nothing comes between.
/// </summary>
internal sealed class TreeComments
{
    private CommentText _lines;
    private CommentNode? _inline;

    public void Add(CommentNode comment)
    {
        SettleInline();
        if (comment.Inline)
        {
            _inline = comment;
        }
        else
        {
            _lines.Add(Marked(comment));
        }
    }

    /// <summary>Takes the comment for the line of the next value.</summary>
    public ByteString TakeInline()
    {
        var taken = _inline is null ? default : new ByteString(Marked(_inline));
        _inline = null;
        return taken;
    }

    /// <summary>Takes what is left as lines of their own.</summary>
    public ByteString TakeLines()
    {
        SettleInline();
        return new ByteString(_lines.Take());
    }

    /// <summary>One comment text above another.</summary>
    public static ByteString Stack(ByteString above, ByteString below)
    {
        var lines = default(CommentText);
        lines.Add(above.Memory);
        lines.Add(below.Memory);
        return new ByteString(lines.Take());
    }

    private static ReadOnlyMemory<byte> Marked(CommentNode comment) => (byte[])[(byte)'#', .. comment.Text.Span];

    private void SettleInline()
    {
        if (_inline is not null)
        {
            _lines.Add(Marked(_inline));
            _inline = null;
        }
    }
}
