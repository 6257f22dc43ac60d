using SecretsKit.Core.Documents.Yaml.Reading;
using SecretsKit.Core.Documents.Yaml.Scalars;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml.Emit;

/// <summary>The comments that come with a node or with the end of a collection.</summary>
/// <param name="Head">Lines above the node.</param>
/// <param name="Line">The comment on its line.</param>
/// <param name="Foot">Lines below it.</param>
/// <param name="Tail">
/// Lines below the entry before this one: the foot of a key waits until its value, which may be long, is written.
/// </param>
internal readonly record struct NodeComments(ByteString Head, ByteString Line, ByteString Foot, ByteString Tail);

/// <summary>
/// Comments that were announced and are not written yet. They are taken at certain points of the layout only, so that one may wait
/// past the end of its own node; that is how the reference decides where it belongs.
/// </summary>
/// <param name="output">Where they go.</param>
/// <param name="lossless">Whether a comment that is still waiting when another comes is kept above it. The reference drops it.</param>
internal sealed class PendingComments(YamlOutput output, bool lossless)
{
    private CommentText _head;
    private CommentText _line;
    private CommentText _foot;
    private CommentText _tail;
    private CommentText _keyLine;

    public bool HasHead => !_head.IsEmpty;

    /// <summary>Whether something will be written after the next node of a flow collection.</summary>
    public bool FollowsItem => !_line.IsEmpty || !_foot.IsEmpty || !_tail.IsEmpty;

    /// <summary>Whether something will be written before the end of a flow mapping.</summary>
    public bool PrecedesEnd => !_head.IsEmpty || !_foot.IsEmpty || !_tail.IsEmpty;

    public void Announce(in NodeComments comments)
    {
        Replace(ref _head, comments.Head);
        Replace(ref _line, comments.Line);
        Replace(ref _foot, comments.Foot);
        Replace(ref _tail, comments.Tail);
    }

    public void WriteHead(int indent)
    {
        if (!_tail.IsEmpty)
        {
            WriteAt(indent, ref _tail);
            output.MarkFoot(indent);
        }

        if (!_head.IsEmpty)
        {
            WriteAt(indent, ref _head);
        }
    }

    /// <summary>Writes the comment on the current line; the line is ended.</summary>
    /// <returns>Whether there was one.</returns>
    public bool WriteLine(int indent)
    {
        if (_line.IsEmpty)
        {
            return false;
        }

        if (!output.Whitespace)
        {
            output.Write((byte)' ');
        }

        Write(_line.Take().Span, indent);
        return true;
    }

    public void WriteFoot(int indent)
    {
        if (!_foot.IsEmpty)
        {
            WriteAt(indent, ref _foot);
            output.MarkFoot(indent);
        }
    }

    /// <summary>Keeps a key's own line comment until it is known what its value is.</summary>
    public void HoldKeyLine()
    {
        if (!_line.IsEmpty)
        {
            _keyLine = _line;
            _line = default;
        }
    }

    /// <summary>Gives a key's line comment to its scalar value, unless that has one of its own.</summary>
    public void PassKeyLineToScalar()
    {
        if (!_keyLine.IsEmpty && _line.IsEmpty)
        {
            _line = _keyLine;
            _keyLine = default;
        }
    }

    /// <summary>Writes a key's line comment after its colon, before a block.</summary>
    public void WriteKeyLine(int indent)
    {
        if (_keyLine.IsEmpty)
        {
            return;
        }

        (_line, _keyLine) = (_keyLine, _line);
        WriteLine(indent);
        (_line, _keyLine) = (_keyLine, _line);
    }

    private void Replace(ref CommentText pending, ByteString announced)
    {
        if (!announced.IsEmpty)
        {
            pending = lossless ? pending : default;
            pending.Add(announced.Memory);
        }
    }

    private void WriteAt(int indent, ref CommentText comment)
    {
        output.Indent(indent);
        Write(comment.Take().Span, indent);
    }

    private void Write(ReadOnlySpan<byte> comment, int indent)
    {
        var broken = false;
        while (!comment.IsEmpty)
        {
            var width = YamlCharacters.BreakWidth(comment);
            if (width > 0)
            {
                output.Break(comment[..width]);
                broken = true;
                comment = comment[width..];
                continue;
            }

            if (broken)
            {
                output.Indent(indent);
                broken = false;
            }

            if (comment[0] != '#')
            {
                output.Write("# "u8);
            }

            var length = YamlCharacters.IndexOfBreak(comment);
            output.Write(comment[..length]);
            output.Indention = false;
            comment = comment[length..];
        }

        if (!broken)
        {
            output.Break();
        }

        output.Whitespace = true;
    }
}
