using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Functions.Json;

/// <summary>Reads one JSON text, without recursion, and words its errors as Go does.</summary>
internal ref struct JsonReader(ReadOnlySpan<byte> text)
{
    private const int MaxDepth = 10_000;
    private const string UnexpectedEnd = "unexpected end of JSON input";

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly Stack<Container> _open = new();
    private int _at;
    private string? _error;
    private string? _numberError;

    /// <summary>The value, and the first error; after one of syntax the value is nil.</summary>
    public Value Read(out string? error)
    {
        var value = Value.Nil;
        while (ReadStart(ref value))
        {
            // A value may be the last one of its container, which then is the value.
            var ends = true;
            while (ends)
            {
                ends = Close(ref value);
            }

            if (_error is not null || _open.Count == 0)
            {
                break;
            }
        }

        if (_error is null && Skip())
        {
            Fail("after top-level value");
        }

        error = _error ?? _numberError;
        return _error is null ? value : Value.Nil;
    }

    // Reads a value up to its end, or opens containers down to their first one. False after an error.
    private bool ReadStart(ref Value value)
    {
        while (Need())
        {
            switch (_text[_at])
            {
                case (byte)'{':
                    if (!Open(new(new MapValue(), null)))
                    {
                        return false;
                    }

                    if (!Need())
                    {
                        return false;
                    }

                    if (_text[_at] == '}')
                    {
                        _at++;
                        value = _open.Pop().ToValue();
                        return true;
                    }

                    if (!ReadKey())
                    {
                        return false;
                    }

                    break;
                case (byte)'[':
                    if (!Open(new(null, [])))
                    {
                        return false;
                    }

                    if (!Need())
                    {
                        return false;
                    }

                    if (_text[_at] == ']')
                    {
                        _at++;
                        value = _open.Pop().ToValue();
                        return true;
                    }

                    break;
                default:
                    return ReadScalar(ref value);
            }
        }

        return false;
    }

    // Puts the value into the container around it. True if that ends there: then it is the value. False if another value follows, or after an error.
    private bool Close(ref Value value)
    {
        if (_error is not null || !_open.TryPeek(out var container))
        {
            return false;
        }

        container.Add(value);
        if (!Need())
        {
            return false;
        }

        var isMap = container.Map is not null;
        var c = _text[_at];
        if (c == (isMap ? '}' : ']'))
        {
            _at++;
            value = _open.Pop().ToValue();
            return true;
        }

        if (c != ',')
        {
            Fail(isMap ? "after object key:value pair" : "after array element");
            return false;
        }

        _at++;
        if (isMap && Need())
        {
            ReadKey();
        }

        return false;
    }

    private bool Open(Container container)
    {
        if (_open.Count >= MaxDepth)
        {
            return Fail("exceeded max depth");
        }

        _at++;
        _open.Push(container);
        return true;
    }

    private bool ReadKey()
    {
        if (_text[_at] != '"')
        {
            return Fail("looking for beginning of object key string");
        }

        if (!ReadString(out var key) || !Need())
        {
            return false;
        }

        if (_text[_at] != ':')
        {
            return Fail("after object key");
        }

        _at++;
        _open.Peek().Key = new(key.AsMemory());
        return true;
    }

    private bool ReadScalar(ref Value value)
    {
        switch (_text[_at])
        {
            case (byte)'"':
                var read = ReadString(out var bytes);
                value = Value.Of(bytes);
                return read;
            case (byte)'t':
                value = Value.True;
                return ReadWord("true"u8, "true");
            case (byte)'f':
                value = Value.False;
                return ReadWord("false"u8, "false");
            case (byte)'n':
                value = Value.Nil;
                return ReadWord("null"u8, "null");
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return ReadNumber(ref value);
            default:
                return Fail("looking for beginning of value");
        }
    }

    private bool ReadWord(ReadOnlySpan<byte> word, string name)
    {
        foreach (var letter in word)
        {
            if (_at == _text.Length)
            {
                return End();
            }

            if (_text[_at] != letter)
            {
                return Fail($"in literal {name} (expecting '{(char)letter}')");
            }

            _at++;
        }

        return true;
    }

    private bool ReadNumber(ref Value value)
    {
        var start = _at;
        _at += _text[_at] == '-' ? 1 : 0;
        if (_at < _text.Length && _text[_at] == '0')
        {
            _at++;
        }
        else if (!Digits("in numeric literal"))
        {
            return false;
        }

        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            if (!Digits("after decimal point in numeric literal"))
            {
                return false;
            }
        }

        if (_at < _text.Length && _text[_at] is ((byte)'e' or (byte)'E'))
        {
            _at++;
            _at += _at < _text.Length && _text[_at] is ((byte)'+' or (byte)'-') ? 1 : 0;
            if (!Digits("in exponent of numeric literal"))
            {
                return false;
            }
        }

        var digits = _text[start.._at];
        if (GoNumber.ParseFloat(digits, out var number) == GoNumberError.None)
        {
            value = Value.Float(number);
            return true;
        }

        value = Value.Nil;
        _numberError ??= $"json: cannot unmarshal number {System.Text.Encoding.ASCII.GetString(digits)} into Go value of type float64";
        return true;
    }

    private bool Digits(string context)
    {
        if (_at == _text.Length)
        {
            return End();
        }

        if (!char.IsAsciiDigit((char)_text[_at]))
        {
            return Fail(context);
        }

        while (_at < _text.Length && char.IsAsciiDigit((char)_text[_at]))
        {
            _at++;
        }

        return true;
    }

    private bool ReadString(out byte[] value)
    {
        value = [];
        var start = ++_at;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '"')
            {
                value = JsonText.Unquote(_text[start.._at++]);
                return true;
            }

            if (c < ' ')
            {
                return Fail("in string literal");
            }

            _at++;
            if (c == '\\' && !SkipEscape())
            {
                return false;
            }
        }

        return End();
    }

    private bool SkipEscape()
    {
        if (_at == _text.Length)
        {
            return End();
        }

        if (!"\"\\/bfnrtu"u8.Contains(_text[_at]))
        {
            return Fail("in string escape code");
        }

        if (_text[_at++] != 'u')
        {
            return true;
        }

        for (var i = 0; i < 4; i++, _at++)
        {
            if (_at == _text.Length)
            {
                return End();
            }

            if (!char.IsAsciiHexDigit((char)_text[_at]))
            {
                return Fail("in \\u hexadecimal character escape");
            }
        }

        return true;
    }

    // Whether anything but white space is left.
    private bool Skip()
    {
        while (_at < _text.Length && _text[_at] is ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'))
        {
            _at++;
        }

        return _at < _text.Length;
    }

    private bool Need() => Skip() || End();

    private bool End()
    {
        _error = UnexpectedEnd;
        return false;
    }

    private bool Fail(string context)
    {
        var quoted = _text[_at] switch
        {
            (byte)'\'' => @"'\''",
            (byte)'"' => "'\"'",
            var c => "'" + GoQuote.Format(((char)c).ToString())[1..^1] + "'",
        };
        _error = $"invalid character {quoted} {context}";
        return false;
    }

    private sealed class Container(MapValue? map, List<Value>? items)
    {
        public MapValue? Map => map;

        public ByteString Key { get; set; }

        public void Add(Value value)
        {
            map?.Set(Key, value);
            items?.Add(value);
        }

        public Value ToValue() => map is not null ? Value.Of(map) : Value.Of(new ListValue([.. items!]));
    }
}
