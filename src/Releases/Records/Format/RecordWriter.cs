using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;

namespace SecretsKit.Releases.Records.Format;

/// <summary>
/// Writes a record as Go's <c>encoding/json</c> writes the structs of Helm: fields in the order of their shape. Fields that the shape does
/// not know follow those that it knows, sorted.
/// </summary>
internal static class RecordWriter
{
    /// <summary>Appends an object.</summary>
    /// <param name="fields">Checked by <see cref="RecordCheck"/>, or made by us.</param>
    /// <param name="shape">Which fields in which order.</param>
    /// <param name="output">Receives JSON without white space.</param>
    /// <exception cref="ValueException">A value has no form in JSON, such as a number that is none.</exception>
    public static void Write(MapValue fields, RecordShape shape, IBufferWriter<byte> output)
    {
        output.Write("{"u8);
        var first = true;
        foreach (var field in shape.Fields)
        {
            var value = fields[field.Key];
            if (field.Presence == FieldPresence.Always || !RecordTree.IsEmpty(value, field.Kind))
            {
                Separate(ref first, output);
                output.Write(field.QuotedKey);
                WriteField(value, field, output);
            }
        }

        foreach (var key in fields.SortedKeys)
        {
            if (!shape.Knows(key))
            {
                Separate(ref first, output);
                GoJson.Write(Value.Of(key.Span), output, GoJsonOptions.Compact);
                output.Write(":"u8);
                GoJson.Write(fields[key], output, GoJsonOptions.Compact);
            }
        }

        output.Write("}"u8);
    }

    private static void WriteField(Value value, RecordField field, IBufferWriter<byte> output)
    {
        switch (field.Kind)
        {
            case FieldKind.Object when value.AsMap is { } map:
                Write(map, field.Shape!, output);
                break;
            case FieldKind.Struct:
                Write(value.AsMap ?? new(), field.Shape!, output);
                break;
            case FieldKind.ObjectList when value.AsList is { } list:
                WriteList(list, field.Shape!, output);
                break;
            case FieldKind.Time or FieldKind.TimeOrEmpty:
                WriteTime(value, field.Kind, output);
                break;
            case FieldKind.Text when value.IsNil:
                output.Write("\"\""u8);
                break;
            case FieldKind.Integer when value.IsNil:
                output.Write("0"u8);
                break;
            case FieldKind.Boolean when value.IsNil:
                output.Write("false"u8);
                break;
            default:
                GoJson.Write(value, output, GoJsonOptions.Compact);
                break;
        }
    }

    private static void WriteList(ListValue list, RecordShape shape, IBufferWriter<byte> output)
    {
        output.Write("["u8);
        var first = true;
        foreach (var item in list.Items)
        {
            Separate(ref first, output);
            if (item.AsMap is { } map)
            {
                Write(map, shape, output);
            }
            else
            {
                output.Write("null"u8);
            }
        }

        output.Write("]"u8);
    }

    private static void WriteTime(Value value, FieldKind kind, IBufferWriter<byte> output)
    {
        var time = RecordTree.TimeOf(value);
        if (time is null && kind == FieldKind.TimeOrEmpty)
        {
            output.Write("\"\""u8);
            return;
        }

        output.Write("\""u8);
        var text = output.GetSpan(Timestamp.MaxLength);
        _ = (time ?? RecordTree.ZeroTime).TryFormatRfc3339Nano(text, out var length);
        output.Advance(length);
        output.Write("\""u8);
    }

    private static void Separate(ref bool first, IBufferWriter<byte> output)
    {
        if (!first)
        {
            output.Write(","u8);
        }

        first = false;
    }
}
