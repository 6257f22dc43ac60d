using System.Buffers;
using System.Runtime.CompilerServices;
using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Formatting;

internal ref partial struct Printer
{
    private void WriteFields(GoObject value, int verb, bool isTop)
    {
        if (Flags.GoSyntax && !_isReporting && value.GoSyntaxText is { } text)
        {
            WriteText(text);
            return;
        }

        EnsureStack();
        _output.Write(isTop && value.Type.Kind == GoKind.Ptr ? "&"u8 : ""u8);
        if (Flags.GoSyntax)
        {
            WriteText(value.Type.Name.TrimStart('*'));
        }

        _output.Write("{"u8);
        var fields = value.PrintedFields;
        for (var i = 0; i < fields.Count; i++)
        {
            WriteSeparator(i);
            var (name, field) = fields[i];
            if (Flags.NamesFields || Flags.GoSyntax)
            {
                WriteText(name);
                _output.Write(":"u8);
            }

            Write(field, verb, isTop: false, isElement: true);
        }

        _output.Write("}"u8);
    }

    private void WriteMap(MapValue map, GoType type, int verb)
    {
        EnsureStack();
        if (Flags.GoSyntax)
        {
            WriteText(type.Name);
            if (map.IsNil)
            {
                _output.Write("(nil)"u8);
                return;
            }
        }

        _output.Write(Flags.GoSyntax ? "{"u8 : "map["u8);
        var keys = map.SortedKeys;
        for (var i = 0; i < keys.Length; i++)
        {
            WriteSeparator(i);
            WriteString(Value.EmptyString, keys[i].Span, verb);
            _output.Write(":"u8);
            Write(map[keys[i]], verb, isTop: false, isElement: true);
        }

        _output.Write(Flags.GoSyntax ? "}"u8 : "]"u8);
    }

    private void WriteList(Value value, ListValue list, int verb, bool isTop)
    {
        if (IsBytes(list) && (verb is 's' or 'q' or 'x' or 'X' || (isTop && Flags.GoSyntax)))
        {
            WriteBytes(value, list, verb);
            return;
        }

        EnsureStack();
        if (Flags.GoSyntax)
        {
            WriteText(value.Type!.Name);
            if (list.IsNil)
            {
                _output.Write("(nil)"u8);
                return;
            }
        }

        _output.Write(Flags.GoSyntax ? "{"u8 : "["u8);
        for (var i = 0; i < list.Count; i++)
        {
            WriteSeparator(i);
            Write(list[i], verb, isTop: false, isElement: true);
        }

        _output.Write(Flags.GoSyntax ? "}"u8 : "]"u8);
    }

    private static bool IsBytes(ListValue list) => ReferenceEquals(list.Type.Element, GoType.Uint8);

    private void WriteBytes(Value value, ListValue list, int verb)
    {
        if (verb is 's' or 'q' or 'x' or 'X')
        {
            var bytes = new byte[list.Count];
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)list[i].Bits;
            }

            WriteString(value, bytes, verb);
            return;
        }

        _output.Write("[]byte"u8);
        _output.Write(list.IsNil ? "(nil)"u8 : "{"u8);
        for (var i = 0; i < list.Count; i++)
        {
            WriteSeparator(i);
            WriteInteger(list[i], list[i], 'v');
        }

        _output.Write(list.IsNil ? ""u8 : "}"u8);
    }

    private void WriteSeparator(int index)
    {
        if (index > 0)
        {
            _output.Write(Flags.GoSyntax ? ", "u8 : " "u8);
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
