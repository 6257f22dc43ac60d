using System.Buffers;
using System.Buffers.Binary;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Signing;

/// <summary>
/// What a signature of a file signs: all that the file means, in one form for all formats. Documents,
/// keys, order, structure, values with their types (ciphertext as it is), comments, and all metadata but the signature. Two files have the
/// same form exactly when they mean the same:
/// each node is its type, a count or a length, and its bytes. Layout, quoting and the place of a comment on its line are no part of it.
/// </summary>
/// <remarks>
/// The form: the text <c>secretskit signed file v1</c> and a zero byte; the number of documents; each
/// document; the metadata, as a map whose names are in byte order. A node is one of: <c>n</c>; <c>s</c> and a text; <c>c</c> and the text
/// of a comment; <c>i</c>, <c>u</c>, <c>f</c> and the 8 bytes of a signed or unsigned integer or of a double; <c>0</c> or <c>1</c> for
/// truth values; <c>t</c>, a signed integer of seconds since 1970, one of nanoseconds and one of seconds east of UTC; <c>l</c>, the number
/// of items, and the items; <c>m</c>, the number of entries, and key and value of each (a comment in a map is an entry with the value
/// <c>n</c>). A text is its length and its bytes. Numbers have 8 bytes, the highest first.
/// </remarks>
internal sealed class CanonicalText(IBufferWriter<byte> output)
{
    private static ReadOnlySpan<byte> Heading => "secretskit signed file v1\0"u8;

    /// <summary>Writes the form of a file. Takes time and output linear in its size.</summary>
    public static void Write(EncryptedFile file, IBufferWriter<byte> output)
    {
        var text = new CanonicalText(output);
        output.Write(Heading);
        text.Number(file.Tree.Branches.Count);
        foreach (var branch in file.Tree.Branches)
        {
            text.Append(branch);
        }

        text.Append(MetadataWriter.Write(file.Metadata));
    }

    private void Append(Node node)
    {
        switch (node)
        {
            case MapNode map:
                Tag('m');
                Number(map.Entries.Count);
                foreach (var (key, value) in map.Entries)
                {
                    Append(key);
                    Append(value);
                }

                break;
            case ListNode list:
                Tag('l');
                Number(list.Items.Count);
                list.Items.ForEach(Append);
                break;
            default:
                AppendScalar(node);
                break;
        }
    }

    private void AppendScalar(Node node)
    {
        switch (node)
        {
            case NullNode:
                Tag('n');
                break;
            case StringNode text:
                Tag('s');
                Bytes(text.Value);
                break;
            case CommentNode comment:
                Tag('c');
                Bytes(comment.Text);
                break;
            case IntNode number:
                Tag('i');
                Number(number.Value);
                break;
            case UnsignedNode number:
                Tag('u');
                Number((long)number.Value);
                break;
            case FloatNode number:
                Tag('f');
                Number(BitConverter.DoubleToInt64Bits(number.Value));
                break;
            case BoolNode truth:
                Tag(truth.Value ? '1' : '0');
                break;
            case TimeNode { Value: var time }:
                Tag('t');
                Number(time.UnixSeconds);
                Number(time.Nanoseconds);
                Number(time.OffsetSeconds);
                break;
            default:
                throw new SecretsKitException(ErrorCode.UnsupportedDocument, "the file holds a kind of value that cannot be signed");
        }
    }

    private void Tag(char tag)
    {
        output.GetSpan(1)[0] = (byte)tag;
        output.Advance(1);
    }

    private void Number(long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), number);
        output.Advance(sizeof(long));
    }

    private void Bytes(ByteString bytes)
    {
        Number(bytes.Length);
        output.Write(bytes.Span);
    }
}
