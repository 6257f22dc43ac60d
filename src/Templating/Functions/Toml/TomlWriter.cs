using System.Buffers;
using System.Runtime.CompilerServices;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Formatting;
using SecretsKit.Templating.Functions.Conversion;
using SecretsKit.Templating.Functions.Dates;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>Writes one document: entries first, then tables, keys bytewise ascending.</summary>
/// <param name="output">Where to.</param>
/// <param name="positionalFloats">Never an exponent, as in Helm 3.</param>
internal sealed class TomlWriter(IBufferWriter<byte> output, bool positionalFloats)
{
    // Each table repeats the path to it, so that the text grows with the square of the depth.
    private const int MaxDepth = 1_000;

    private bool _hasWritten;
    private int _depth;

    public void Write(Value value)
    {
        if (TableOf(value) is { } table)
        {
            WriteEntries([], table);
        }
        else if (value.Kind == GoKind.Complex128)
        {
            throw new TomlException("unsupported type for key '': complex128");
        }
        else if (IsTableArray(value))
        {
            throw new TomlException("top-level values must be Go maps or structs");
        }
        else
        {
            WriteElement(value);
        }
    }

    private void WriteEntries(ByteString[] path, MapValue table)
    {
        Enter();
        foreach (var tables in new[] { false, true })
        {
            foreach (var key in table.SortedKeys)
            {
                var value = table[key];
                if (!IsNil(value) && IsTableOrArray(value) == tables)
                {
                    WriteEntry([.. path, key], value);
                }
            }
        }

        _depth--;
    }

    private void Enter()
    {
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new FunctionException("the value is nested too deeply for TOML") { IsLimit = true };
        }
    }

    private void WriteEntry(ByteString[] path, Value value)
    {
        if (TableOf(value) is { } table)
        {
            // A blank line is before the tables of the top.
            BreakLine(path.Length == 1);
            WriteHeader(path, "["u8, "]"u8);
            WriteEntries(path, table);
        }
        else if (IsTableArray(value))
        {
            foreach (var item in GoReflection.ListOf(value)!.Items)
            {
                BreakLine(true);
                WriteHeader(path, "[["u8, "]]"u8);
                WriteEntries(path, TableOf(item)!);
            }
        }
        else
        {
            Indent(path.Length - 1);
            WriteKey(path[^1]);
            Put(" = "u8);
            WriteElement(value);
            BreakLine(true);
        }
    }

    private void WriteHeader(ByteString[] path, ReadOnlySpan<byte> open, ReadOnlySpan<byte> close)
    {
        Indent(path.Length - 1);
        Put(open);
        for (var i = 0; i < path.Length; i++)
        {
            Put(i > 0 ? "."u8 : ""u8);
            WriteKey(path[i]);
        }

        Put(close);
        BreakLine(true);
    }

    private void WriteElement(Value value)
    {
        if (value.IsString)
        {
            TomlText.Write(output, value.StringBytes);
            _hasWritten = true;
        }
        else if (value.AsObject is TimeObject time)
        {
            Put(time.Time.Format(time.Time.Zone.Name switch
            {
                TomlTimes.LocalDateTime => "2006-01-02T15:04:05.999999999"u8,
                TomlTimes.LocalDate => "2006-01-02"u8,
                TomlTimes.LocalTime => "15:04:05.999999999"u8,
                _ => "2006-01-02T15:04:05.999999999Z07:00"u8,
            }));
        }
        else if (GoReflection.ListOf(value) is { } list)
        {
            WriteList(list);
        }
        else if (TableOf(value) is { } table)
        {
            WriteInline(table);
        }
        else if (value.Kind == GoKind.Complex128)
        {
            throw new TomlException("unsupported type: complex128");
        }
        else if (value.AsObject is not null)
        {
            TomlText.Write(output, GoText.Format(value));
            _hasWritten = true;
        }
        else if (value.Kind is GoKind.Float32 or GoKind.Float64)
        {
            WriteFloat(value.Float64);
        }
        else
        {
            Put(GoText.Format(value));
        }
    }

    private void WriteList(ListValue list)
    {
        Enter();
        Put("["u8);
        for (var i = 0; i < list.Count; i++)
        {
            Put(i > 0 ? ", "u8 : ""u8);
            WriteElement(list[i].IsNil ? throw new TomlException("toml: cannot encode array with nil element") : list[i]);
        }

        Put("]"u8);
        _depth--;
    }

    private void WriteInline(MapValue table)
    {
        Enter();
        Put("{"u8);
        var keys = new List<ByteString>();
        foreach (var tables in new[] { false, true })
        {
            foreach (var key in table.SortedKeys)
            {
                if (IsTableOrArray(table[key]) == tables)
                {
                    keys.Add(key);
                }
            }
        }

        for (var i = 0; i < keys.Count; i++)
        {
            if (IsNil(table[keys[i]]))
            {
                continue;
            }

            // A comma divides an entry from what follows, also where that is nil and left out.
            WriteKey(keys[i]);
            Put(" = "u8);
            WriteElement(table[keys[i]]);
            Put(i < keys.Count - 1 ? ", "u8 : ""u8);
        }

        Put("}"u8);
        _depth--;
    }

    private void WriteFloat(double value)
    {
        if (!double.IsFinite(value))
        {
            Put(double.IsNaN(value) ? "nan"u8 : value < 0 ? "-inf"u8 : "inf"u8);
            return;
        }

        var text = GoFloat.Format(value, positionalFloats ? GoFloatFormat.Plain : GoFloatFormat.Sprint);
        Put(System.Text.Encoding.ASCII.GetBytes(text.AsSpan().IndexOfAny('.', 'e') < 0 ? text + ".0" : text));
    }

    private void WriteKey(ByteString key)
    {
        if (TomlText.IsBareKey(key.Span))
        {
            Put(key.Span);
        }
        else
        {
            TomlText.Write(output, key.Span);
            _hasWritten = true;
        }
    }

    private void Indent(int depth)
    {
        for (; depth > 0; depth--)
        {
            Put("  "u8);
        }
    }

    private void BreakLine(bool wanted)
    {
        if (wanted && _hasWritten)
        {
            output.Write("\n"u8);
        }
    }

    private void Put(ReadOnlySpan<byte> text)
    {
        output.Write(text);
        _hasWritten |= !text.IsEmpty;
    }

    private static bool IsNil(Value value) => value.IsNil || value.AsMap is { IsNil: true } || value.AsList is { IsNil: true };

    // What comes behind the other entries of its table.
    private static bool IsTableOrArray(Value value) => !IsNil(value) && (TableOf(value) is not null || IsTableArray(value));

    // A map, or a struct by its fields.
    private static MapValue? TableOf(Value value)
    {
        if (GoReflection.MapOf(value) is { } map)
        {
            return map;
        }

        if (value.AsObject is not { Fields.Count: > 0 } fields)
        {
            return null;
        }

        var table = new MapValue();
        foreach (var (name, field) in fields.Fields)
        {
            table.Set(new(name), field);
        }

        return table;
    }

    private static bool IsTableArray(Value value)
    {
        if (GoReflection.ListOf(value) is not { Count: > 0 } list)
        {
            return false;
        }

        var all = true;
        foreach (var item in list.Items)
        {
            all &= TableOf(item) is not null && !IsNil(item);
            if (item.IsNil)
            {
                throw new TomlException("toml: cannot encode array with nil element");
            }
        }

        return all;
    }
}
