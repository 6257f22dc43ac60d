using System.Buffers;
using System.Text.Unicode;
using SecretsKit.Core.Documents.Yaml.Emit;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml;

/// <summary>
/// Writes YAML nodes as go-yaml v3.0.4's encoder does: styles, tags, anchors and comments as the nodes carry them, changed only where
/// the text or the place does not allow a style. Long lines are never folded.
/// </summary>
public static class YamlWriter
{
    private const YamlStyle Quoted = YamlStyle.DoubleQuoted | YamlStyle.SingleQuoted | YamlStyle.Literal | YamlStyle.Folded;

    /// <summary>Writes a stream of documents, separated by lines <c>---</c>, ending with a line break.</summary>
    /// <param name="documents">The documents; a node of another kind is the root of a document.</param>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="indent">Spaces per level; outside 2 to 9 counts as 2.</param>
    /// <param name="compactSequences">
    /// Whether a sequence under a key begins at the key's column, as in Kubernetes' tools. Default false.
    /// </param>
    /// <exception cref="DocumentException">There is no document, an anchor's name has other characters than letters, digits, <c>_</c> and
    /// <c>-</c>, or a scalar is not valid UTF-8.</exception>
    public static void Write(IReadOnlyList<YamlNode> documents, IBufferWriter<byte> output, int indent, bool compactSequences = false)
    {
        if (documents.Count == 0)
        {
            throw new DocumentException(ErrorCode.EmitFailed, DocumentFault.NoForm, "yaml: expected STREAM-START");
        }

        using var emitter = new YamlEmitter(output, indent, lossless: false) { CompactsSequences = compactSequences };
        foreach (var document in documents)
        {
            var isDocument = document.Kind == YamlKind.Document;
            emitter.BeginDocument(new NodeComments { Head = isDocument ? document.HeadComment : default });
            foreach (var node in isDocument ? document.Children : [document])
            {
                WriteNode(emitter, node, node.FootComment, default);
            }

            emitter.EndDocument(new NodeComments { Foot = isDocument ? document.FootComment : default });
        }

        emitter.Finish();
    }

    // The tail is lost before an alias or a sequence that is a key; so it is in the reference.
    private static void WriteNode(YamlEmitter emitter, YamlNode node, ByteString foot, ByteString tail)
    {
        switch (node.Kind)
        {
            case YamlKind.Scalar:
                WriteScalar(emitter, node, new NodeComments(node.HeadComment, node.LineComment, foot, tail));
                break;
            case YamlKind.Alias:
                emitter.Alias(node.Value.RevealText(), new NodeComments(node.HeadComment, node.LineComment, foot, default));
                break;
            case YamlKind.Sequence:
                BeginCollection(emitter, node, default);
                foreach (var item in node.Children)
                {
                    WriteNode(emitter, item, item.FootComment, default);
                }

                emitter.EndCollection(new NodeComments { Line = node.LineComment, Foot = foot });
                break;
            case YamlKind.Mapping:
                BeginCollection(emitter, node, tail);
                var last = WriteEntries(emitter, node);
                emitter.EndCollection(new NodeComments { Line = node.LineComment, Foot = foot, Tail = last });
                break;
            default:
                throw new DocumentException(ErrorCode.EmitFailed, DocumentFault.NoForm, "yaml: a document cannot stand inside a document");
        }
    }

    private static void BeginCollection(YamlEmitter emitter, YamlNode node, ByteString tail)
    {
        var isMapping = node.Kind == YamlKind.Mapping;
        var isEmpty = node.Children.Count < (isMapping ? 2 : 1);
        var properties = new NodeProperties(node.Anchor, CollectionTag(node));
        var comments = new NodeComments { Head = node.HeadComment, Tail = tail };
        emitter.BeginCollection(isMapping, (node.Style & YamlStyle.Flow) != 0, isEmpty, properties, comments);
    }

    // Returns the foot comment of the last key, which is after its value.
    private static ByteString WriteEntries(YamlEmitter emitter, YamlNode mapping)
    {
        var tail = default(ByteString);
        for (var i = 0; i + 1 < mapping.Children.Count; i += 2)
        {
            var key = mapping.Children[i];
            var value = mapping.Children[i + 1];
            WriteNode(emitter, key, default, tail);
            WriteNode(emitter, value, value.FootComment, default);
            tail = key.FootComment;
        }

        return tail;
    }

    private static void WriteScalar(YamlEmitter emitter, YamlNode node, in NodeComments comments)
    {
        if (!Utf8.IsValid(node.Value.Span))
        {
            throw new DocumentException(ErrorCode.EmitFailed, DocumentFault.NoForm, YamlTags.Shorten(node.Tag) == YamlTags.Binary
                ? "yaml: explicitly tagged !!binary data must be base64-encoded"
                : $"yaml: cannot marshal invalid UTF-8 data as {YamlTags.Shorten(node.Tag)}");
        }

        var (tag, forcesQuotes) = ScalarTag(node);
        var style = node.Style & Quoted;
        if (style == YamlStyle.None && node.Value.Span.Contains((byte)'\n'))
        {
            style = YamlStyle.Literal;
        }
        else if (style == YamlStyle.None && forcesQuotes)
        {
            style = YamlStyle.DoubleQuoted;
        }

        emitter.Scalar(node.Value.Span, Strongest(style), new NodeProperties(node.Anchor, tag), comments);
    }

    // Several style bits may be set; the first of this order counts.
    private static YamlStyle Strongest(YamlStyle style)
    {
        foreach (var one in (ReadOnlySpan<YamlStyle>)[YamlStyle.DoubleQuoted, YamlStyle.SingleQuoted, YamlStyle.Literal, YamlStyle.Folded])
        {
            if ((style & one) != 0)
            {
                return one;
            }
        }

        return YamlStyle.None;
    }

    // A tag that was not asked for is left out where the text says the same; a string that would read as something else is quoted instead.
    private static (string? Tag, bool ForcesQuotes) ScalarTag(YamlNode node)
    {
        if (node.Tag.Length == 0)
        {
            return (null, false);
        }

        if ((node.Style & YamlStyle.Tagged) != 0)
        {
            return (node.Tag, false);
        }

        var tag = YamlTags.Shorten(node.Tag);
        if (tag == YamlTags.Str && (node.Style & Quoted) != 0)
        {
            return (null, false);
        }

        var implied = YamlResolver.Resolve(node.Value.Span);
        var impliedTag = implied.Type == YamlScalarType.Merge ? YamlTags.Str : implied.Tag;
        return impliedTag == tag ? (null, false) : tag == YamlTags.Str ? (null, true) : (node.Tag, false);
    }

    private static string? CollectionTag(YamlNode node)
    {
        var usual = node.Kind == YamlKind.Mapping ? YamlTags.Map : YamlTags.Seq;
        var saysNothing = node.Tag.Length == 0 || ((node.Style & YamlStyle.Tagged) == 0 && YamlTags.Shorten(node.Tag) == usual);
        return saysNothing ? null : node.Tag;
    }
}
