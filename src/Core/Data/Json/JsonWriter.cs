using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Json;

namespace SecretsKit.Core.Data.Json;

/// <summary>Writes one value.</summary>
internal sealed class JsonWriter(IBufferWriter<byte> output, GoJsonOptions options)
{
    // From this depth on, containers are remembered, as Go does: one inside itself is distinguished from a deep one.
    private const int TrustedDepth = 1_000;

    private const int MaxIntegerLength = 20;

    private readonly JsonLayout _layout = new(output, options.Indented ? 2 : null);
    private HashSet<object>? _open;
    private int _depth;

    public void Write(Value value)
    {
        if (value.IsString)
        {
            JsonStringEncoder.Write(output, value.StringBytes, options.EscapesHtml);
        }
        else if (value.AsMap is { } map)
        {
            WriteMap(map);
        }
        else if (value.AsList is { } list)
        {
            WriteList(list);
        }
        else if (value.AsObject is { } other)
        {
            WriteObject(other);
        }
        else
        {
            WriteScalar(value);
        }
    }

    private void WriteScalar(Value value)
    {
        switch (value.Kind)
        {
            case GoKind.Invalid:
                output.Write("null"u8);
                break;
            case GoKind.Float32 or GoKind.Float64 when !double.IsFinite(value.Float64):
                throw new ValueException($"json: unsupported value: {GoFloat.Format(value.Float64, GoFloatFormat.Sprint)}");
            case GoKind.Float32 or GoKind.Float64:
                GoFloat.Write(output, value.Float64, GoFloatFormat.Json);
                break;
            case GoKind.Complex128 or GoKind.Func:
                throw Unsupported(value.Type!);
            case GoKind.Bool:
                output.Write(value.Boolean ? "true"u8 : "false"u8);
                break;
            default:
                WriteInteger(value);
                break;
        }
    }

    private void WriteMap(MapValue map)
    {
        if (map.IsNil)
        {
            output.Write("null"u8);
            return;
        }

        Begin('{', map.Type, map);
        var first = true;
        foreach (var key in map.SortedKeys)
        {
            _layout.Next(ref first, _depth);
            WriteKey(key.Span);
            Write(map[key]);
        }

        End('}', first, map);
    }

    private void WriteList(ListValue list)
    {
        if (list.IsNil)
        {
            output.Write("null"u8);
        }
        else if (list.Type == GoType.ByteSlice)
        {
            WriteBase64(list);
        }
        else
        {
            Begin('[', list.Type, list);
            var first = true;
            foreach (var item in list.Items)
            {
                _layout.Next(ref first, _depth);
                Write(item);
            }

            End(']', first, list);
        }
    }

    private void WriteInteger(Value value)
    {
        var text = output.GetSpan(MaxIntegerLength);
        var fits = value.Kind is GoKind.Uint or GoKind.Uint8 or GoKind.Uint16 or GoKind.Uint32 or GoKind.Uint64
            ? Utf8Formatter.TryFormat((ulong)value.Bits, text, out var written)
            : Utf8Formatter.TryFormat(value.Bits, text, out written);
        Debug.Assert(fits, "an integer has at most so many digits");
        output.Advance(written);
    }

    private void WriteBase64(ListValue list)
    {
        var bytes = new byte[list.Count];
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] = (byte)list[at].Bits;
        }

        output.Write("\""u8);
        var text = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        Base64.EncodeToUtf8(bytes, text, out _, out var written);
        output.Advance(written);
        output.Write("\""u8);
    }

    private void WriteObject(GoObject value)
    {
        if (value.JsonFailure is { } failure)
        {
            throw new ValueException($"json: error calling MarshalJSON for type {value.Type.Name}: {failure}");
        }

        if (value.JsonForm is { } form)
        {
            Write(form);
        }
        else if (value.Map is { } map)
        {
            WriteMap(map);
        }
        else if (!value.Underlying.IsNil)
        {
            Write(value.Underlying);
        }
        else if (value.Type.Kind is GoKind.Complex128 or GoKind.Func)
        {
            throw Unsupported(value.Type);
        }
        else
        {
            Begin('{', value.Type, value);
            var first = true;
            foreach (var (name, field) in value.Fields)
            {
                _layout.Next(ref first, _depth);
                WriteKey(System.Text.Encoding.UTF8.GetBytes(name));
                Write(field);
            }

            End('}', first, value);
        }
    }

    private void Begin(char bracket, GoType type, object container)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()
            || (_depth >= TrustedDepth && !(_open ??= new(ReferenceEqualityComparer.Instance)).Add(container)))
        {
            throw new ValueException($"json: unsupported value: encountered a cycle via {type.Name}");
        }

        _layout.Open(bracket);
        _depth++;
    }

    private void End(char bracket, bool empty, object container)
    {
        if (--_depth >= TrustedDepth)
        {
            _open!.Remove(container);
        }

        _layout.Close(bracket, empty, _depth);
    }

    private void WriteKey(ReadOnlySpan<byte> key)
    {
        JsonStringEncoder.Write(output, key, options.EscapesHtml);
        _layout.EndKey();
    }

    private static ValueException Unsupported(GoType type) => new($"json: unsupported type: {type.Name}");
}
