using System.Buffers;
using System.Globalization;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Json;

/// <summary>
/// Reads JSON straight into nodes, accepting and refusing what Go's token decoder does. Strings without escapes stay slices of the
/// source. Two differences, both deliberate: text that ends early is refused, and no message repeats a value.
/// </summary>
internal ref struct JsonReader
{
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);

    private readonly DocumentLimits _limits;
    private JsonCursor _cursor;
    private int _depth;
    private int _nodes;

    public JsonReader(ReadOnlyMemory<byte> text, DocumentLimits limits)
    {
        _limits = limits;
        _cursor = new JsonCursor(text);
        if (text.Length > limits.MaxBytes)
        {
            throw _cursor.Exceeded($"text is longer than {limits.MaxBytes} bytes");
        }
    }

    /// <summary>The object at the start of the text. What follows its closing brace is not looked at, as in the reference.</summary>
    public MapNode ReadDocument()
    {
        const string Rule = "SOPS only supports JSON files with a top-level object (starting with '{'), not ";
        var next = _cursor.PeekToken("EOF");
        if (next == '{')
        {
            return ReadMap();
        }

        if (next == '[')
        {
            throw _cursor.Unsupported(
                Rule + "arrays or other types. Got delimiter [ instead. To encrypt this file, wrap it in an object, e.g., {\"data\": " +
                    "[...]}");
        }

        throw _cursor.Unsupported($"{Rule}other JSON types. Got a value of type {GoTypeName.Of(ReadValue())} instead");
    }

    /// <summary>The one value that the text consists of.</summary>
    public Node ReadWhole()
    {
        _cursor.PeekToken("unexpected end of JSON input");
        var value = ReadValue();
        _cursor.ExpectEnd();
        return value;
    }

    private Node ReadValue()
    {
        const string Context = " looking for beginning of value";
        var first = _cursor.PeekToken();
        if (++_nodes > _limits.MaxNodes)
        {
            throw _cursor.Exceeded($"more than {_limits.MaxNodes} values");
        }

        switch (first)
        {
            case (byte)'{':
                return ReadMap();
            case (byte)'[':
                return ReadList();
            case (byte)'"':
                return new StringNode(_cursor.ReadString());
            case (byte)'t':
                _cursor.ExpectLiteral("true"u8);
                return new BoolNode(true);
            case (byte)'f':
                _cursor.ExpectLiteral("false"u8);
                return new BoolNode(false);
            case (byte)'n':
                _cursor.ExpectLiteral("null"u8);
                return NullNode.Instance;
            case (byte)'-':
            case >= (byte)'0' and <= (byte)'9':
                return ReadNumber();
            default:
                throw _cursor.Unexpected(Context);
        }
    }

    // What the reference says when the text ends where a key or the closing brace should stand.
    private const string KeyMissing = "Expected JSON object key, got %!s(<nil>) of type <nil> instead";

    private MapNode ReadMap()
    {
        Enter();
        var entries = new List<MapEntry>();
        var context = "";
        while (true)
        {
            var next = _cursor.PeekToken(KeyMissing);
            if (next == '}' && context.Length == 0)
            {
                break;
            }

            if (next != '"')
            {
                throw _cursor.Unexpected(context);
            }

            var key = new StringNode(_cursor.ReadString());
            if (_cursor.PeekToken() != ':')
            {
                throw _cursor.Unexpected(" after object key");
            }

            _cursor.Skip();
            entries.Add(new MapEntry(key, ReadValue()));
            if (!Continues((byte)'}', " after object key:value pair", KeyMissing))
            {
                return new MapNode(entries);
            }

            context = " looking for beginning of object key string";
        }

        Leave();
        return new MapNode(entries);
    }

    private ListNode ReadList()
    {
        Enter();
        var items = new List<Node>();
        if (_cursor.PeekToken() == ']')
        {
            Leave();
            return new ListNode(items);
        }

        do
        {
            items.Add(ReadValue());
        }
        while (Continues((byte)']', " after array element"));

        return new ListNode(items);
    }

    private bool Continues(byte close, string context, string atEnd = "unexpected EOF")
    {
        var next = _cursor.PeekToken(atEnd);
        if (next == ',')
        {
            _cursor.Skip();
            return true;
        }

        if (next != close)
        {
            throw _cursor.Unexpected(context);
        }

        Leave();
        return false;
    }

    private void Enter()
    {
        if (++_depth > _limits.MaxDepth)
        {
            throw _cursor.Exceeded($"nesting is deeper than {_limits.MaxDepth} levels");
        }

        _cursor.Skip();
    }

    private void Leave()
    {
        _cursor.Skip();
        _depth--;
    }

    private Node ReadNumber()
    {
        var start = _cursor.Position;
        if (_cursor.Take((byte)'-'))
        {
            RequireDigit(" in numeric literal");
        }

        // A number that starts with 0 ends there: what follows is the next token's problem.
        if (!_cursor.Take((byte)'0'))
        {
            _cursor.SkipWhile(Digits);
        }

        var whole = true;
        if (_cursor.Take((byte)'.'))
        {
            whole = false;
            RequireDigit(" after decimal point in numeric literal");
            _cursor.SkipWhile(Digits);
        }

        if (_cursor.Take((byte)'e') || _cursor.Take((byte)'E'))
        {
            whole = false;
            _ = _cursor.Take((byte)'+') || _cursor.Take((byte)'-');
            RequireDigit(" in exponent of numeric literal");
            _cursor.SkipWhile(Digits);
        }

        var literal = _cursor.Since(start);
        if (whole && long.TryParse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return new IntNode(integer);
        }

        return GoNumber.ParseFloat(literal, out var number) == GoNumberError.None
            ? new FloatNode(number)
            : throw _cursor.Malformed("strconv.ParseFloat: value out of range");
    }

    private readonly void RequireDigit(string context)
    {
        if (_cursor.AtEnd)
        {
            throw _cursor.EndedEarly();
        }

        if (!char.IsAsciiDigit((char)_cursor.Current))
        {
            throw _cursor.Unexpected(context);
        }
    }
}
