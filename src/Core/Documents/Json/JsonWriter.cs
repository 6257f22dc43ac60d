using System.Buffers;
using System.Globalization;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Json;

namespace SecretsKit.Core.Documents.Json;

/// <summary>Writes nodes as Go's encoder and indenter do. Comments have no place in JSON and are left out.</summary>
internal readonly ref struct JsonWriter
{
    private const int TabIndent = -1;

    private readonly IBufferWriter<byte> _output;
    private readonly JsonLayout _layout;

    private JsonWriter(IBufferWriter<byte> output, JsonLayout layout) => (_output, _layout) = (output, layout);

    /// <summary>One item per line.</summary>
    /// <param name="output">Where the text goes.</param>
    /// <param name="indent">Spaces per level; -1 or null for one tab.</param>
    public static JsonWriter Indented(IBufferWriter<byte> output, int? indent) =>
        indent is < TabIndent
            ? throw new DocumentException(
                ErrorCode.EmitFailed, DocumentFault.NoForm, "JSON Indentation parameter smaller than -1 is not accepted")
            : new JsonWriter(output, indent is null or TabIndent ? new(output, 1, (byte)'\t') : new(output, indent));

    /// <summary>All on one line.</summary>
    public static JsonWriter Compact(IBufferWriter<byte> output) => new(output, new JsonLayout(output, null));

    public void Write(Node node) => Write(node, 0);

    private void Write(Node node, int depth)
    {
        switch (node)
        {
            case MapNode map:
                WriteMap(map, depth);
                break;
            case ListNode list:
                WriteList(list, depth);
                break;
            case StringNode text:
                JsonStringEncoder.Write(_output, text.Value.Span);
                break;
            case NullNode:
                _output.Write("null"u8);
                break;
            case BoolNode truth:
                _output.Write(truth.Value ? "true"u8 : "false"u8);
                break;
            case IntNode number:
                WriteNumber(number.Value);
                break;
            case UnsignedNode number:
                WriteNumber(number.Value);
                break;
            case FloatNode number when double.IsFinite(number.Value):
                GoFloat.Write(_output, number.Value, GoFloatFormat.Json);
                break;
            case FloatNode number:
                throw Failed($"json: unsupported value: {GoFloat.Format(number.Value, GoFloatFormat.Plain)}");
            case TimeNode time:
                WriteTime(time.Value);
                break;
            default:
                throw Failed($"a {node} has no form in JSON");
        }
    }

    private void WriteMap(MapNode map, int depth)
    {
        var empty = true;
        _layout.Open('{');
        foreach (var (key, value) in map.Entries)
        {
            if (key is CommentNode)
            {
                continue;
            }

            if (key is not StringNode name)
            {
                throw Failed("only text can be a key in JSON");
            }

            _layout.Next(ref empty, depth + 1);
            JsonStringEncoder.Write(_output, name.Value.Span);
            _layout.EndKey();
            try
            {
                Write(value, depth + 1);
            }
            catch (DocumentException e)
            {
                // The reference names each map on the way out, and a value that it has no text for.
                throw Failed("Error encoding value : " + e.Message);
            }
        }

        _layout.Close('}', empty, depth);
    }

    private void WriteList(ListNode list, int depth)
    {
        var empty = true;
        _layout.Open('[');
        foreach (var item in list.Items)
        {
            if (item is not CommentNode)
            {
                _layout.Next(ref empty, depth + 1);
                Write(item, depth + 1);
            }
        }

        _layout.Close(']', empty, depth);
    }

    private void WriteNumber<T>(T number)
        where T : IUtf8SpanFormattable
    {
        const int LongestInteger = 20;
        number.TryFormat(_output.GetSpan(LongestInteger), out var written, default, CultureInfo.InvariantCulture);
        _output.Advance(written);
    }

    private void WriteTime(Timestamp time)
    {
        _output.Write("\""u8);
        time.TryFormatRfc3339Nano(_output.GetSpan(Timestamp.MaxLength), out var written);
        _output.Advance(written);
        _output.Write("\""u8);
    }

    private static DocumentException Failed(string message) => new(ErrorCode.EmitFailed, DocumentFault.NoForm, message);
}
