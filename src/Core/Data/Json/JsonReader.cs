using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Json;

namespace SecretsKit.Core.Data.Json;

/// <summary>Reads one JSON text, without recursion, and words its errors as Go does.</summary>
internal ref partial struct JsonReader(ReadOnlySpan<byte> text)
{
    private const string UnexpectedEnd = "unexpected end of JSON input";
    private const string UnexpectedStreamEnd = "unexpected EOF";

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly Stack<Container> _open = new();
    private int _at;
    private JsonError? _error;
    private JsonError? _numberError;

    /// <summary>What numbers and depth are taken for.</summary>
    public GoJsonReading Reading { get; init; } = GoJsonReading.Default;

    /// <summary>The value that is the whole text, and the first error; after one of syntax the value is nil.</summary>
    public Value Read(out JsonError? error)
    {
        var value = ReadOne();
        if (_error is null && Skip())
        {
            Fail("after top-level value", JsonFault.TrailingText);
        }

        error = _error ?? _numberError;
        return _error is null ? value : Value.Nil;
    }

    /// <summary>
    /// The value at the start of the text, how many bytes it takes, and the first error; after one of syntax the value is nil.
    /// </summary>
    public Value ReadPrefix(out int consumed, out JsonError? error)
    {
        var value = ReadOne();
        consumed = _at;
        error = _error ?? _numberError;
        return _error is null ? value : Value.Nil;
    }

    private Value ReadOne()
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

        return value;
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

    // Puts the value into the container around it. True if that ends there: then it is the value. False if
    // another value follows, or after an error.
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
        if (_open.Count >= Reading.MaxDepth)
        {
            return Fail("exceeded max depth", JsonFault.TooDeep);
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
        _error = new(JsonFault.UnexpectedEnd, Reading.IsStream ? UnexpectedStreamEnd : UnexpectedEnd);
        return false;
    }

    // Go tries a blank at the end, which words, numbers and escapes do not take.
    private bool EndWithin(string context) => Reading.IsStream ? End() : Fail((byte)' ', context);

    private bool Fail(string context, JsonFault fault = JsonFault.UnexpectedCharacter) => Fail(_text[_at], context, fault);

    private bool Fail(byte found, string context, JsonFault fault = JsonFault.UnexpectedCharacter)
    {
        _error = new(fault, $"invalid character {JsonCharacter.Quote(found)} {context}");
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
