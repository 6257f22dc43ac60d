using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>
/// Reads one document. What is refused, its message and its line are those of the reference (BurntSushi/toml, 1.5 for TOML 1.0 and 1.6 for
/// TOML 1.1): a message names the line up to which the reference had read, which is not always that of the mistake.
/// </summary>
internal ref partial struct TomlReader
{
    private const int MaxDepth = 500;
    private const int HeadLength = 6;

    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _isV11;
    private readonly TomlDocument _document;

    // Where the next character is, and where the last one read was.
    private int _at;
    private int _before;
    private int _line = 1;

    // Whether the last read was behind the end. Messages then name the line of the last line break.
    private bool _isEnded;

    // The line of the first part of the key that was read last.
    private int _keyLine;
    private int _depth;

    public TomlReader(ReadOnlySpan<byte> text, TomlVersion version)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        _text = text switch
        {
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => text[2..],
            _ => text.StartsWith(mark) ? text[mark.Length..] : text,
        };
        _isV11 = version == TomlVersion.V11;
        _document = new(version);
    }

    /// <summary>The document as a table.</summary>
    /// <exception cref="TomlException">The text is not TOML.</exception>
    public MapValue Read()
    {
        if (_text[..Math.Min(HeadLength, _text.Length)].Contains((byte)0))
        {
            throw FailAt(1, "files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8");
        }

        while (Next() is var c && c != EndOfText)
        {
            switch (c)
            {
                case ' ' or '\t' or '\n' or '\r':
                    break;
                case '#':
                    SkipComment();
                    break;
                case '[':
                    ReadHeader();
                    EndLine();
                    break;
                default:
                    Back();
                    ReadEntry();
                    EndLine();
                    break;
            }
        }

        _document.Finish();
        return _document.Root;
    }

    private void ReadHeader()
    {
        var isArray = Accept('[');
        var path = ReadTableName();
        if (isArray && Next() is var c && c != ']')
        {
            throw Fail($"expected end of table array name delimiter ']', but got {Show(c)} instead");
        }

        try
        {
            if (isArray)
            {
                _document.OpenArrayTable(path);
            }
            else
            {
                _document.OpenTable(path);
            }
        }
        catch (TomlConflictException conflict)
        {
            throw FailAt(_keyLine, conflict.Message);
        }
    }

    private List<ByteString> ReadTableName()
    {
        var path = new List<ByteString>();
        while (true)
        {
            SkipBlanks();
            if (Peek() is var start && start is ']' or EndOfText or '.')
            {
                throw Fail($"unexpected {(start == '.' ? "table separator" : "end of table name")} (table names cannot be empty)");
            }

            path.Add(ReadKeyPart(isFirst: path.Count == 0));
            SkipBlanks();
            switch (Next())
            {
                case '.':
                    continue;
                case ']':
                    return path;
                case var c:
                    throw Fail($"expected '.' or ']' to end table name, but got {Show(c)} instead");
            }
        }
    }

    private void ReadEntry()
    {
        var outer = _document.Place;
        BeginEntry(ReadKey());
        var value = ReadValue(inArray: false, out var isArray);
        EndEntry(value, isArray);
        _document.Place = outer;
        _document.Key = ByteString.Empty;
    }

    // Goes into the tables that the parts of a dotted key name. The last part is the key at hand meanwhile.
    private void BeginEntry(List<ByteString> path)
    {
        _document.Key = path[^1];
        try
        {
            for (var i = 0; i < path.Count - 1; i++)
            {
                _document.Enter(path[i]);
            }
        }
        catch (TomlConflictException conflict)
        {
            throw FailAt(_keyLine, conflict.Message);
        }
    }

    private void EndEntry(Value value, bool isArray)
    {
        try
        {
            _document.Define(value, isArray);
        }
        catch (TomlConflictException conflict)
        {
            throw FailAt(_keyLine, conflict.Message);
        }
    }

    // A key with its dots and the equals sign behind it.
    private List<ByteString> ReadKey()
    {
        SkipBlanks();
        switch (Peek())
        {
            case '=' or EndOfText:
                throw Fail("unexpected '=': key name appears blank");
            case '.':
                throw Fail("unexpected '.': keys cannot start with a '.'");
            default:
                break;
        }

        var path = new List<ByteString>();
        while (true)
        {
            SkipBlanks();
            if (Peek() is var start && start is '=' or EndOfText or '.')
            {
                throw Fail(start == '.' ? "unexpected '.'" : "unexpected '='");
            }

            path.Add(ReadKeyPart(isFirst: path.Count == 0));
            SkipBlanks();
            switch (Next())
            {
                case '.':
                    continue;
                case '=':
                    return path;
                case EndOfText:
                    throw Fail("unexpected EOF; expected key separator '='");
                case '\n':
                    throw FailOnLineBefore($"expected '.' or '=', but got {Show('\n')} instead");
                case var c:
                    throw Fail($"expected '.' or '=', but got {Show(c)} instead");
            }
        }
    }

    // May be empty; what is wrong then is found behind it.
    private ByteString ReadKeyPart(bool isFirst)
    {
        _keyLine = isFirst ? _line : _keyLine;
        if (Accept('"'))
        {
            return new(ReadBasic().AsMemory());
        }

        if (Accept('\''))
        {
            return new(ReadLiteral());
        }

        var start = _at;
        _at += TomlText.BareKeyLength(_text[_at..]);
        _ = Peek();
        return new(_text[start.._at]);
    }

    private void EndLine()
    {
        while (true)
        {
            switch (Next())
            {
                case ' ' or '\t':
                    continue;
                case '#':
                    SkipComment();
                    return;
                case '\n' or '\r':
                    return;
                case EndOfText:
                    Back();
                    return;
                case var c:
                    throw Fail($"expected a top-level item to end with a newline, comment, or EOF, but got {Show(c)} instead");
            }
        }
    }
}
