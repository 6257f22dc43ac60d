using System.Buffers.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Yaml.Scalars;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Data.Yaml.Emission;

/// <summary>Lays out maps and lists: two columns per level of maps, lists under a key not indented, empty ones inline.</summary>
internal sealed class BlockWriter(LineWriter lines)
{
    private const int Step = 2;
    private const int LongestSimpleKey = 128;

    // Deeper than any document that can be read; a value that contains itself is deeper than that.
    private const int MaxDepth = 1_000;
    private int _depth;

    public void WriteDocument(Value value)
    {
        value = Emitted(value);
        if (value.AsMap is { Count: > 0 } map)
        {
            WriteMap(map, 0, startsHere: true);
        }
        else if (value.AsList is { Count: > 0 } list)
        {
            WriteList(list, 0, startsHere: true);
        }
        else
        {
            WriteScalar(value, Step);
        }

        if (lines.Column > 0)
        {
            lines.Break();
        }
    }

    private void WriteMap(MapValue map, int indent, bool startsHere)
    {
        Enter(map.Type);
        foreach (var key in NaturalOrder.Sort(map.SortedKeys))
        {
            if (!startsHere)
            {
                lines.Indent(indent);
            }

            startsHere = false;
            var isSimple = WriteKey(JsonRoundTrip.PassKey(key.Span), indent);
            WriteUnderKey(Emitted(map[key]), indent, isSimple);
        }

        _depth--;
    }

    // Returns whether the key is on a line with its value; then the colon is written.
    private bool WriteKey(ReadOnlySpan<byte> key, int indent)
    {
        var traits = ScalarAnalyzer.Analyze(key, ScalarProfile.Objects);
        var isSimple = (traits & ScalarTraits.Multiline) == 0 && key.Length <= LongestSimpleKey;
        var style = ScalarStyles.Select(key, traits, isSimple);
        if (isSimple)
        {
            WriteText(key, style, indent + Step, mayFold: false);
            lines.WriteAscii(":"u8);
            return true;
        }

        lines.WriteAscii("? "u8);
        WriteText(key, style, indent + Step, mayFold: true);
        lines.Indent(indent);
        lines.WriteAscii(":"u8);
        return false;
    }

    private void WriteUnderKey(Value value, int indent, bool keyIsSimple)
    {
        if (value.AsMap is { Count: > 0 } map)
        {
            lines.Pad(keyIsSimple ? 0 : indent + Step);
            WriteMap(map, indent + Step, startsHere: !keyIsSimple);
        }
        else if (value.AsList is { Count: > 0 } list)
        {
            lines.Pad(keyIsSimple ? 0 : indent + Step);
            WriteList(list, keyIsSimple ? indent : indent + Step, startsHere: !keyIsSimple);
        }
        else
        {
            lines.WriteAscii(" "u8);
            WriteScalar(value, indent + Step);
        }
    }

    private void WriteList(ListValue list, int indent, bool startsHere)
    {
        Enter(list.Type);
        foreach (var item in list.Items)
        {
            if (!startsHere)
            {
                lines.Indent(indent);
            }

            startsHere = false;
            lines.WriteAscii("- "u8);
            var value = Emitted(item);
            if (value.AsMap is { Count: > 0 } map)
            {
                WriteMap(map, indent + Step, startsHere: true);
            }
            else if (value.AsList is { Count: > 0 } inner)
            {
                WriteList(inner, indent + Step, startsHere: true);
            }
            else
            {
                WriteScalar(value, indent + Step);
            }
        }

        _depth--;
    }

    private void Enter(GoType type)
    {
        if (++_depth > MaxDepth)
        {
            throw new DocumentException(
                ErrorCode.EmitFailed, DocumentFault.NoJsonForm, $"json: unsupported value: encountered a cycle via {type.Name}");
        }
    }

    private void WriteText(ReadOnlySpan<byte> text, ScalarStyle style, int indent, bool mayFold)
    {
        switch (style)
        {
            case ScalarStyle.Plain:
                QuotedText.WriteLines(lines, text, indent, mayFold, isQuoted: false);
                break;
            case ScalarStyle.SingleQuoted:
                QuotedText.WriteSingle(lines, text, indent, mayFold);
                break;
            case ScalarStyle.DoubleQuoted:
                QuotedText.WriteDouble(lines, text, indent, mayFold);
                break;
            default:
                BlockText.WriteHeader(lines, text, (byte)'|', BlockText.StartsLikeIndentation(text) ? Step : 0);
                lines.Break();
                BlockText.WriteLiteral(lines, text, indent);
                break;
        }
    }

    // Scalars and whatever is empty.
    private void WriteScalar(Value value, int indent)
    {
        if (value.IsString)
        {
            var text = JsonRoundTrip.Pass(value.StringBytes);
            var style = ScalarStyles.Select(text, ScalarAnalyzer.Analyze(text, ScalarProfile.Objects), isSimpleKey: false);
            WriteText(text, style, indent, mayFold: true);
            return;
        }

        if (value.AsMap is { } map)
        {
            lines.WriteAscii(map.IsNil ? "null"u8 : "{}"u8);
            return;
        }

        if (value.AsList is { } list)
        {
            lines.WriteAscii(list.IsNil ? "null"u8 : "[]"u8);
            return;
        }

        Span<byte> buffer = stackalloc byte[GoFloat.MaxShortestLength];
        var length = 0;
        switch (value.Kind)
        {
            case GoKind.Invalid:
                lines.WriteAscii("null"u8);
                return;
            case GoKind.Bool:
                lines.WriteAscii(value.Boolean ? "true"u8 : "false"u8);
                return;
            case GoKind.Float64 or GoKind.Float32:
                WriteFloat(value.Float64, buffer, out length);
                break;
            case GoKind.Uint or GoKind.Uint8 or GoKind.Uint16 or GoKind.Uint32 or GoKind.Uint64:
                Utf8Formatter.TryFormat((ulong)value.Bits, buffer, out length);
                break;
            case GoKind.Int or GoKind.Int8 or GoKind.Int16 or GoKind.Int32 or GoKind.Int64:
                Utf8Formatter.TryFormat(value.Bits, buffer, out length);
                break;
            default:
                throw new DocumentException(ErrorCode.EmitFailed, DocumentFault.NoJsonForm, $"json: unsupported type: {value.Type!.Name}");
        }

        lines.WriteAscii(buffer[..length]);
    }

    private static void WriteFloat(double value, Span<byte> buffer, out int length)
    {
        if (!double.IsFinite(value))
        {
            throw new DocumentException(
                ErrorCode.EmitFailed, DocumentFault.NoJsonForm, "json: unsupported value: " + GoFloat.Format(value, GoFloatFormat.Sprint));
        }

        GoFloat.TryFormat(value, buffer, out length, GoFloatFormat.KubernetesYaml);
    }

    // Objects become what JSON makes of them, bytes become base64.
    private static Value Emitted(Value value)
    {
        if (value.AsObject is { } other)
        {
            if (other.Type.Kind is GoKind.Complex128 or GoKind.Func)
            {
                throw new DocumentException(ErrorCode.EmitFailed, DocumentFault.NoJsonForm, $"json: unsupported type: {other.Type.Name}");
            }

            if (other.JsonFailure is { } failure)
            {
                throw new DocumentException(
                    ErrorCode.EmitFailed,
                    DocumentFault.NoJsonForm,
                    $"json: error calling MarshalJSON for type {other.Type.Name}: {failure}");
            }

            return Emitted(other.JsonForm ?? (other.Map is { } map ? Value.Of(map) : FieldMap(other)));
        }

        return value.AsList is { IsNil: false } list && list.Type == GoType.ByteSlice ? Value.Of(Base64Text(list)) : value;
    }

    private static Value FieldMap(GoObject value)
    {
        var map = new MapValue(capacity: value.Fields.Count);
        foreach (var (name, field) in value.Fields)
        {
            map.Set(new(name), field);
        }

        return Value.Of(map);
    }

    private static string Base64Text(ListValue list)
    {
        var bytes = new byte[list.Count];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)list[i].Bits;
        }

        return Convert.ToBase64String(bytes);
    }
}
