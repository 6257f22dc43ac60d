using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>Values, arrays and inline tables.</summary>
internal ref partial struct TomlReader
{
    private Value ReadValue(bool inArray, out bool isArray)
    {
        SkipBlanks();
        isArray = false;
        switch (Next())
        {
            case '[':
                isArray = true;
                Deepen();
                var array = ReadArray();
                _depth--;
                return array;
            case '{':
                Deepen();
                var table = ReadInline(inArray);
                _depth--;
                return table;
            case '"':
                return Value.Of(IsLong('"') ? ReadLongBasic() : ReadBasic());
            case '\'':
                return Value.Of((IsLong('\'') ? ReadLongLiteral() : ReadLiteral()).ToArray());
            case >= '0' and <= '9' or '-' or '+':
                Back();
                return ReadNumber();
            case '.':
                throw Fail("floats must start with a digit, not '.'");
            case EndOfText:
                throw Fail("unexpected EOF; expected value");
            case '\n':
                throw FailOnLineBefore($"expected value but found {Show('\n')} instead");
            case var c when GoUnicode.IsLetter(new(c)):
                Back();
                return ReadWord();
            case var c:
                throw Fail($"expected value but found {Show(c)} instead");
        }
    }

    private void Deepen()
    {
        if (++_depth > MaxDepth)
        {
            throw Fail("nested too deeply");
        }
    }

    private bool IsLong(int quote)
    {
        var start = _at;
        if (Accept(quote) && Accept(quote))
        {
            return true;
        }

        Return(start);
        return false;
    }

    private Value ReadWord()
    {
        var start = _at;
        if (Next() is 'i' or 'n')
        {
            if ((Accept('n') && Accept('f')) || (Accept('a') && Accept('n')))
            {
                return FloatOf(_text[start.._at]);
            }

            // The reference takes one letter back, not all that it has tried.
            start = _at - 1;
        }

        Return(start);
        while (Next() is var c && c != EndOfText && GoUnicode.IsLetter(new(c)))
        {
        }

        Back();
        return _text[start.._at] switch
        {
            [(byte)'t', (byte)'r', (byte)'u', (byte)'e'] => Value.True,
            [(byte)'f', (byte)'a', (byte)'l', (byte)'s', (byte)'e'] => Value.False,
            var word => throw Fail($"expected value but found {GoQuote.Format(word, GoQuoteStyle.Quote)} instead"),
        };
    }

    private Value ReadArray()
    {
        _document.BeginArray();
        var items = new List<Value>();
        while (true)
        {
            switch (NextVisible())
            {
                case ',':
                    throw Fail("unexpected comma");
                case ']':
                    return Value.Of(new ListValue([.. items]));
                default:
                    Back();
                    items.Add(ReadValue(inArray: true, out _));
                    break;
            }

            switch (NextVisible())
            {
                case ',':
                    break;
                case ']':
                    return Value.Of(new ListValue([.. items]));
                case var c:
                    throw Fail($"expected a comma (',') or array terminator (']'), but got {ShowPlain(c)}");
            }
        }
    }

    private int NextVisible()
    {
        while (true)
        {
            switch (Next())
            {
                case ' ' or '\t' or '\n' or '\r':
                    break;
                case '#':
                    SkipComment();
                    break;
                case var c:
                    return c;
            }
        }
    }

    private Value ReadInline(bool inArray)
    {
        var (outer, outerKey) = (_document.Place, _document.Key);
        var table = new MapValue();
        try
        {
            _document.EnterInline(inArray);
        }
        catch (TomlConflictException conflict)
        {
            throw FailAt(_keyLine, conflict.Message);
        }

        var inner = _document.Place with { Path = outer.Path.Child(outerKey) };
        while (HasInlineEntry(isFirst: table.Count == 0))
        {
            var path = ReadKey();
            BeginEntry(path);
            var value = ReadValue(inArray: false, out var isArray);
            EndEntry(value, isArray);
            AddInline(table, path, value);
            _document.Place = inner;
        }

        (_document.Place, _document.Key) = (outer, outerKey);
        return Value.Of(table);
    }

    // Reads up to the next key, or the brace that ends the table.
    private bool HasInlineEntry(bool isFirst)
    {
        if (!isFirst)
        {
            switch (NextInline())
            {
                case ',':
                    SkipBlanks();
                    if (Peek() == '}')
                    {
                        Next();
                        return _isV11 ? false : throw Fail("trailing comma not allowed in inline tables");
                    }

                    break;
                case '}':
                    return false;
                case var c:
                    throw Fail($"expected a comma or an inline table terminator '}}', but got {ShowPlain(c)} instead");
            }
        }

        switch (NextInline())
        {
            case ',':
                throw Fail("unexpected comma");
            case '}':
                return false;
            default:
                Back();
                return true;
        }
    }

    private int NextInline()
    {
        while (true)
        {
            switch (Next())
            {
                case ' ' or '\t':
                    break;
                case '\n' or '\r':
                    _ = _isV11 ? true : throw FailOnLineBefore("newlines not allowed within inline tables");
                    break;
                case '#':
                    SkipComment();
                    break;
                case var c:
                    return c;
            }
        }
    }

    // The value of an inline table is built apart from the document, whose tables only find conflicts.
    private readonly void AddInline(MapValue table, List<ByteString> path, Value value)
    {
        foreach (var key in path[..^1])
        {
            if (!table.TryGet(key, out var inner))
            {
                inner = Value.Of(new MapValue());
                table.Set(key, inner);
            }

            table = inner.AsMap ?? throw FailAt(_keyLine, $"{GoQuote.Format(_document.Place.Path.ToString())} is not a table");
        }

        table.Set(path[^1], value);
    }
}
