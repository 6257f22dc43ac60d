using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml.Emit;

/// <summary>
/// Comments of a tree that wait for the entry or item below them, joined into the text of a head comment. A comment that stood on the
/// line of the next value is kept apart for as long as nothing comes between.
/// </summary>
internal sealed class TreeComments
{
    private ByteString _lines;
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
            _lines = Append(_lines, comment);
        }
    }

    /// <summary>Takes the comment for the line of the next value.</summary>
    public ByteString TakeInline()
    {
        var taken = _inline is null ? default : Append(default, _inline);
        _inline = null;
        return taken;
    }

    /// <summary>Takes what is left as lines of their own.</summary>
    public ByteString TakeLines()
    {
        SettleInline();
        var taken = _lines;
        _lines = default;
        return taken;
    }

    /// <summary>One comment text above another.</summary>
    public static ByteString Stack(ByteString above, ByteString below) =>
        above.IsEmpty ? below : below.IsEmpty ? above : new ByteString((ReadOnlyMemory<byte>)(byte[])[.. above.Span, (byte)'\n', .. below.Span]);

    private static ByteString Append(ByteString lines, CommentNode comment) =>
        Stack(lines, new ByteString((ReadOnlyMemory<byte>)(byte[])[(byte)'#', .. comment.Text.Span]));

    private void SettleInline()
    {
        if (_inline is not null)
        {
            _lines = Append(_lines, _inline);
            _inline = null;
        }
    }
}
