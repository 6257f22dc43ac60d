using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>Reads one document of TOML 1.0.</summary>
internal ref partial struct TomlReader(ReadOnlySpan<byte> text)
{
    private const int MaxDepth = 500;
    private const int EndOfText = -1;

    private readonly ReadOnlySpan<byte> _text = text;

    // What a header has opened; what dotted keys or inline tables have made is closed to headers.
    private readonly HashSet<MapValue> _opened = [];
    private readonly HashSet<MapValue> _closed = [];
    private readonly Dictionary<MapValue, Dictionary<ByteString, List<Value>>> _arrays = [];
    private int _at;
    private int _depth;
    private string _lastKey = "";
    private string _table = "";

    public MapValue Read()
    {
        var root = new MapValue();
        var table = root;
        while (true)
        {
            SkipBlankLines();
            switch (Peek())
            {
                case EndOfText:
                    Settle();
                    return root;
                case '[':
                    table = ReadHeader(root);
                    break;
                default:
                    ReadEntry(table);
                    break;
            }

            EndLine();
        }
    }

    private MapValue ReadHeader(MapValue root)
    {
        _at++;
        var isArray = Peek() == '[';
        _at += isArray ? 1 : 0;
        SkipBlanks();
        var path = ReadKey("table name");
        SkipBlanks();
        if (Peek() != ']')
        {
            throw Fail(Next() is var c && c == EndOfText
                ? "unexpected EOF; expected '.' or ']' to end table name"
                : $"expected '.' or ']' to end table name, but got {Show(c)} instead");
        }

        _at++;
        if (isArray && Next() is var second && second != ']')
        {
            throw Fail($"expected end table array name delimiter ']', but got {Show(second)} instead");
        }

        _table = string.Join('.', path.Select(key => key.RevealText()));
        var table = root;
        foreach (var key in path[..^1])
        {
            table = Descend(table, key);
        }

        return isArray ? AddToArray(table, path[^1]) : OpenTable(table, path[^1]);
    }

    private MapValue OpenTable(MapValue parent, ByteString key)
    {
        var table = parent.TryGet(key, out var known) ? known.AsMap : new MapValue();
        if (table is null || !_opened.Add(table) || _closed.Contains(table))
        {
            throw Duplicate();
        }

        parent.Set(key, Value.Of(table));
        return table;
    }

    private MapValue AddToArray(MapValue parent, ByteString key)
    {
        if (!_arrays.TryGetValue(parent, out var arrays))
        {
            _arrays[parent] = arrays = [];
        }

        if (!arrays.TryGetValue(key, out var items))
        {
            if (parent.Contains(key))
            {
                throw Duplicate();
            }

            arrays[key] = items = [];
            parent.Set(key, Value.Nil);
        }

        var table = new MapValue();
        items.Add(Value.Of(table));
        return table;
    }

    // The last table of an array stands for the array.
    private MapValue Descend(MapValue table, ByteString key)
    {
        if (_arrays.TryGetValue(table, out var arrays) && arrays.TryGetValue(key, out var items))
        {
            return items[^1].AsMap!;
        }

        if (!table.TryGet(key, out var known))
        {
            known = Value.Of(new MapValue());
            table.Set(key, known);
        }

        return known.AsMap is { } inner && !(_closed.Contains(inner) && !_opened.Contains(inner)) ? inner : throw Duplicate();
    }

    private void ReadEntry(MapValue table)
    {
        var path = ReadKey("key");
        var name = string.Join('.', path.Select(key => key.RevealText()));
        SkipBlanks();
        if (Peek() != '=')
        {
            throw Fail(Next() is var c && c == EndOfText
                ? "unexpected EOF; expected key separator '='"
                : $"expected key separator '=', but got {Show(c)} instead");
        }

        _at++;
        _lastKey = _table.Length > 0 ? _table + "." + name : name;
        SkipBlanks();
        var value = ReadValue();
        foreach (var key in path[..^1])
        {
            table = Dotted(table, key, name);
        }

        if (table.Contains(path[^1]))
        {
            throw Fail($"Key '{name}' has already been defined.");
        }

        table.Set(path[^1], value);
        _lastKey = "";
    }

    private MapValue Dotted(MapValue table, ByteString key, string name)
    {
        if (!table.TryGet(key, out var known))
        {
            var made = new MapValue();
            _closed.Add(made);
            table.Set(key, Value.Of(made));
            return made;
        }

        return known.AsMap is { } inner && !_opened.Contains(inner) ? inner : throw Fail($"Key '{name}' has already been defined.");
    }

    // Arrays of tables become lists when all their tables are known.
    private void Settle()
    {
        foreach (var (table, arrays) in _arrays)
        {
            foreach (var (key, items) in arrays)
            {
                table.Set(key, Value.Of(new ListValue([.. items], GoType.SliceOf(GoType.AnyMap))));
            }
        }
    }

    private ByteString[] ReadKey(string what)
    {
        var path = new List<ByteString>();
        while (true)
        {
            SkipBlanks();
            path.Add(Peek() switch
            {
                '"' => new(ReadBasic(multiLine: false).AsMemory()),
                '\'' => new(ReadLiteral(multiLine: false).AsMemory()),
                _ => ReadBareKey(what),
            });
            SkipBlanks();
            if (Peek() != '.')
            {
                return [.. path];
            }

            _at++;
        }
    }

    private ByteString ReadBareKey(string what)
    {
        var length = TomlText.BareKeyLength(_text[_at..]);
        if (length == 0)
        {
            throw Fail(Next() is var c && c == EndOfText ? "unexpected EOF; expected key"
                : c is '.' or '=' or ']' && what == "key" ? $"unexpected '{(char)c}'"
                : c is ']' or '.' ? "unexpected end of table name (table names cannot be empty)"
                : $"invalid start of {what}: {Show(c)}");
        }

        _at += length;
        return new(_text.Slice(_at - length, length));
    }

    private void EndLine()
    {
        SkipBlanks();
        SkipComment();
        if (Peek() is not ('\n' or EndOfText) && !_text[_at..].StartsWith("\r\n"u8))
        {
            throw Fail($"expected a top-level item to end with a newline, comment, or EOF, but got {Show(Next())} instead");
        }
    }

    private void SkipBlanks()
    {
        while (Peek() is ' ' or '\t')
        {
            _at++;
        }
    }

    private void SkipBlankLines()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r' or '#')
        {
            SkipComment();
            _at += Peek() == EndOfText ? 0 : 1;
        }
    }

    private void SkipComment()
    {
        if (Peek() == '#')
        {
            var end = _text[_at..].IndexOf((byte)'\n');
            _at = end < 0 ? _text.Length : _at + end;
        }
    }

    private readonly int Peek() => _at < _text.Length ? _text[_at] : EndOfText;

    private int Next()
    {
        if (_at == _text.Length)
        {
            return EndOfText;
        }

        _ = Rune.DecodeFromUtf8(_text[_at..], out var rune, out var width);
        _at += Math.Max(width, 1);
        return rune.Value;
    }

    private TomlException Duplicate() => Fail($"Key '{_table}' has already been defined.");

    // The line counts the break that was read last.
    private readonly TomlException Fail(string message)
    {
        var line = _text[.._at].Count((byte)'\n') + 1;
        return new(_lastKey.Length > 0 ? $"toml: line {line} (last key \"{_lastKey}\"): {message}" : $"toml: line {line}: {message}");
    }

    private static string Show(int rune) => rune == EndOfText ? "EOF" : GoQuote.FormatRune(rune);
}
