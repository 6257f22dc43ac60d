using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Formatting;

/// <summary>Go's <c>%v</c>: what an action prints, and the text of a value everywhere else (spec go-template.md 5.1).</summary>
public static class GoText
{
    private const int MaxIntegerLength = 20;

    /// <summary>The text as bytes; a string gives itself, not a copy.</summary>
    /// <exception cref="FunctionException">
    /// The text is larger than <see cref="LimitedWriter.MaxBytes"/>, or the value holds itself.
    /// </exception>
    public static byte[] Format(Value value)
    {
        if (value.IsString)
        {
            return value.StringBytes;
        }

        var output = new LimitedWriter();
        Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The text for a message.</summary>
    public static string Show(Value value)
    {
        var output = new LimitedWriter();
        WriteIndirect(value, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Appends the text of an action's result: of a pointer what it points to.</summary>
    /// <exception cref="FunctionException">The value is nested too deeply: most likely it holds itself.</exception>
    public static void WriteIndirect(Value value, IBufferWriter<byte> output) => Write(value, output, isTop: false);

    /// <summary>Appends the text.</summary>
    /// <exception cref="FunctionException">The value is nested too deeply: most likely it holds itself.</exception>
    public static void Write(Value value, IBufferWriter<byte> output) => Write(value, output, isTop: true);

    private static void Write(Value value, IBufferWriter<byte> output, bool isTop)
    {
        if (value.IsString)
        {
            output.Write(value.StringBytes);
        }
        else if (value.AsMap is { } map)
        {
            WriteMap(map, output);
        }
        else if (value.AsList is { } list)
        {
            WriteList(list, output);
        }
        else if (value.AsObject is { } other)
        {
            WriteObject(other, output, isTop);
        }
        else
        {
            WriteScalar(value, output);
        }
    }

    private static void WriteScalar(Value value, IBufferWriter<byte> output)
    {
        switch (value.Kind)
        {
            case GoKind.Invalid:
                output.Write("<nil>"u8);
                break;
            case GoKind.Bool:
                output.Write(value.Boolean ? "true"u8 : "false"u8);
                break;
            case GoKind.Float32 or GoKind.Float64:
                GoFloat.Write(output, value.Float64, GoFloatFormat.Sprint);
                break;
            case GoKind.Uint or GoKind.Uint8 or GoKind.Uint16 or GoKind.Uint32 or GoKind.Uint64:
                _ = Utf8Formatter.TryFormat((ulong)value.Bits, output.GetSpan(MaxIntegerLength), out var digits);
                output.Advance(digits);
                break;
            default:
                _ = Utf8Formatter.TryFormat(value.Bits, output.GetSpan(MaxIntegerLength), out digits);
                output.Advance(digits);
                break;
        }
    }

    private static void WriteMap(MapValue map, IBufferWriter<byte> output)
    {
        EnsureStack();
        output.Write("map["u8);
        var first = true;
        foreach (var key in map.SortedKeys)
        {
            output.Write(first ? ""u8 : " "u8);
            first = false;
            output.Write(key.Span);
            output.Write(":"u8);
            Write(map[key], output, isTop: false);
        }

        output.Write("]"u8);
    }

    private static void WriteList(ListValue list, IBufferWriter<byte> output)
    {
        EnsureStack();
        output.Write("["u8);
        for (var i = 0; i < list.Count; i++)
        {
            output.Write(i == 0 ? ""u8 : " "u8);
            Write(list[i], output, isTop: false);
        }

        output.Write("]"u8);
    }

    private static void WriteObject(GoObject value, IBufferWriter<byte> output, bool isTop)
    {
        if (!value.TextNeedsAddress && value.TryWriteText(output))
        {
            return;
        }

        if (value.Map is { } map)
        {
            WriteMap(map, output);
        }
        else if (!value.Underlying.IsNil)
        {
            Write(value.Underlying, output, isTop);
        }
        else
        {
            EnsureStack();
            output.Write(isTop && value.Type.Kind == GoKind.Ptr ? "&{"u8 : "{"u8);
            for (var i = 0; i < value.Fields.Count; i++)
            {
                output.Write(i == 0 ? ""u8 : " "u8);
                Write(value.Fields[i].Value, output, isTop: false);
            }

            output.Write("}"u8);
        }
    }

    private static void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new FunctionException("the value is nested too deeply to print");
        }
    }
}
