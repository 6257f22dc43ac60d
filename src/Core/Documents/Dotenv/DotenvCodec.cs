using System.Buffers;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Dotenv;

/// <summary>
/// KEY=value lines as the reference takes them (spec sops.md 6.4): no quotes, no inline comments, nothing trimmed; the two
/// characters <c>\n</c> stand for a line feed.
/// </summary>
internal sealed class DotenvCodec : DocumentCodec
{
    public static DotenvCodec Instance { get; } = new();

    public override DocumentTree Read(ReadOnlyMemory<byte> text, DocumentLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        LimitChecks.Size(text, limits);
        var entries = new List<MapEntry>();
        for (var (start, line) = (0, 1); start < text.Length; line++)
        {
            var length = text.Span[start..].IndexOf((byte)'\n');
            length = length < 0 ? text.Length - start : length;
            if (length > 0)
            {
                LimitChecks.Nodes(entries.Count, limits, line);
                entries.Add(ReadLine(text.Slice(start, length), line));
            }

            start += length + 1;
        }

        return new DocumentTree([new MapNode(entries)]);
    }

    public override void Write(DocumentTree tree, IBufferWriter<byte> output, WriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(tree);
        foreach (var (key, value) in SingleBranch.Of(tree).Entries)
        {
            if (key is CommentNode comment)
            {
                WriteComment(comment.Text.Span, output);
                continue;
            }

            var name = FlatKey.Of(key, "dotenv");
            if (!FlatScalar.TryFormat(value, out var text))
            {
                throw new DocumentException(
                    ErrorCode.EmitFailed,
                    DocumentFault.NoForm,
                    $"cannot use complex value in dotenv file; offending key {name.RevealText()}");
            }

            output.Write(name.Span);
            output.Write("="u8);
            WriteEscaped(text.Span, output);
            output.Write("\n"u8);
        }
    }

    public override void WriteValue(Node value, IBufferWriter<byte> output, WriteOptions options)
    {
        if (value is not StringNode text)
        {
            throw new DocumentException(
                ErrorCode.EmitFailed, DocumentFault.NoForm, $"the dotenv store only supports emitting strings, got {GoTypeName.Of(value)}");
        }

        output.Write(text.Value.Span);
    }

    private static MapEntry ReadLine(ReadOnlyMemory<byte> text, int line)
    {
        var bytes = text.Span;
        if (bytes[0] == '#')
        {
            return MapEntry.Comment(new CommentNode(new ByteString(text[1..])));
        }

        var equals = bytes.IndexOf((byte)'=');
        if (equals < 0)
        {
            throw new DocumentException(ErrorCode.MalformedDocument, DocumentFault.Syntax, $"invalid dotenv input line: {line}", line, 1);
        }

        return new MapEntry(new StringNode(new ByteString(text[..equals])), new StringNode(Unescape(text[(equals + 1)..])));
    }

    private static ByteString Unescape(ReadOnlyMemory<byte> value)
    {
        var escapes = value.Span.Count(@"\n"u8);
        if (escapes == 0)
        {
            return new ByteString(value);
        }

        var source = value.Span;
        var result = new byte[source.Length - escapes];
        var written = 0;
        for (var next = source.IndexOf(@"\n"u8); next >= 0; next = source.IndexOf(@"\n"u8))
        {
            source[..next].CopyTo(result.AsSpan(written));
            written += next;
            result[written++] = (byte)'\n';
            source = source[(next + 2)..];
        }

        source.CopyTo(result.AsSpan(written));
        return new ByteString(result.AsMemory());
    }

    private static void WriteEscaped(ReadOnlySpan<byte> value, IBufferWriter<byte> output)
    {
        for (var next = value.IndexOf((byte)'\n'); next >= 0; next = value.IndexOf((byte)'\n'))
        {
            output.Write(value[..next]);
            output.Write(@"\n"u8);
            value = value[(next + 1)..];
        }

        output.Write(value);
    }

    // A comment from an INI file may have several lines; written raw, all but the first would turn into keys.
    private static void WriteComment(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            output.Write("#"u8);
            output.Write(text[range]);
            output.Write("\n"u8);
        }
    }
}
