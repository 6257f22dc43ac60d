using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Values;

namespace SecretsKit.Templating.Functions.Toml;

internal ref partial struct TomlReader
{
    private Value ReadValue()
    {
        switch (Peek())
        {
            case '"':
                return Value.Of(_text[_at..].StartsWith("\"\"\""u8) ? ReadBasic(multiLine: true) : ReadBasic(multiLine: false));
            case '\'':
                return Value.Of(_text[_at..].StartsWith("'''"u8) ? ReadLiteral(multiLine: true) : ReadLiteral(multiLine: false));
            case '[':
                return Nested(static (ref TomlReader reader) => reader.ReadArray());
            case '{':
                return Nested(static (ref TomlReader reader) => reader.ReadInline());
            case EndOfText:
                throw Fail("unexpected EOF; expected value");
            default:
                return ReadBareValue();
        }
    }

    private delegate Value Reading(ref TomlReader reader);

    private Value Nested(Reading read)
    {
        if (++_depth > MaxDepth)
        {
            throw Fail("nested too deeply");
        }

        var value = read(ref this);
        _depth--;
        return value;
    }

    private Value ReadArray()
    {
        _at++;
        var items = new List<Value>();
        while (true)
        {
            SkipBlankLines();
            if (Peek() == ']')
            {
                _at++;
                return Value.Of(new ListValue([.. items]));
            }

            if (Peek() == ',')
            {
                throw Fail("unexpected comma");
            }

            items.Add(ReadValue());
            SkipBlankLines();
            if (Peek() == ',')
            {
                _at++;
            }
            else if (Peek() != ']')
            {
                throw Fail(Next() is var c && c == EndOfText
                    ? "unexpected EOF; expected a comma (',') or array terminator (']')"
                    : $"expected a comma (',') or array terminator (']'), but got {Show(c)}");
            }
        }
    }

    private Value ReadInline()
    {
        _at++;
        var table = new MapValue();
        var (outer, last) = (_table, _lastKey);
        _table = last;
        SkipBlanks();
        while (Peek() != '}')
        {
            if (table.Count > 0)
            {
                if (Peek() != ',')
                {
                    throw Fail(Next() is var c && c == EndOfText
                        ? "unexpected EOF; expected a comma or an inline table terminator '}'"
                        : $"expected a comma or an inline table terminator '}}', but got {Show(c)} instead");
                }

                _at++;
                SkipBlanks();
            }

            if (Peek() is '\n' or '\r')
            {
                throw Fail("newlines not allowed within inline tables");
            }

            ReadEntry(table);
            SkipBlanks();
        }

        _at++;
        (_table, _lastKey) = (outer, last);
        _closed.Add(table);
        return Value.Of(table);
    }

    private Value ReadBareValue()
    {
        var start = _at;
        while (Peek() is not (EndOfText or ',' or ']' or '}' or '#' or '\n' or '\r' or ' ' or '\t'))
        {
            _at++;
        }

        // A date and a time may be divided by a blank.
        if (_at - start == 10 && Peek() == ' ' && _at + 1 < _text.Length && char.IsAsciiDigit((char)_text[_at + 1]))
        {
            do
            {
                _at++;
            }
            while (Peek() is not (EndOfText or ',' or ']' or '}' or '#' or '\n' or '\r' or ' ' or '\t'));
        }

        var word = _text[start.._at];
        if (word.IsEmpty)
        {
            throw Fail($"expected value but found {Show(Next())} instead");
        }

        return Encoding.UTF8.GetString(word) switch
        {
            "true" => Value.True,
            "false" => Value.False,
            "inf" or "+inf" => Value.Float(double.PositiveInfinity),
            "-inf" => Value.Float(double.NegativeInfinity),
            "nan" or "+nan" or "-nan" => Value.Float(double.NaN),
            _ => ReadNumber(word),
        };
    }

    private readonly Value ReadNumber(ReadOnlySpan<byte> word)
    {
        var quoted = GoQuote.Format(word, GoQuoteStyle.Quote);
        var digits = word is [(byte)'+' or (byte)'-', ..] ? word[1..] : word;
        if (digits.IsEmpty || !char.IsAsciiDigit((char)digits[0]))
        {
            throw Fail(word[0] is (byte)'+' or (byte)'-' ? $"expected a digit but got {Show(digits.IsEmpty ? EndOfText : digits[0])}"
                : char.IsAsciiLetter((char)word[0]) ? $"expected value but found {quoted} instead"
                : $"expected value but found {Show(word[0])} instead");
        }

        var prefixed = digits is [(byte)'0', (byte)'x' or (byte)'o' or (byte)'b', ..];
        if (!prefixed && word.Length >= 8 && (word[4] == '-' || word[2] == ':'))
        {
            return TomlTimes.Read(word) ?? throw Fail($"invalid datetime: {quoted}");
        }

        var isFloat = !prefixed && word.ContainsAny((byte)'.', (byte)'e', (byte)'E');
        if (word.IndexOf("__"u8) >= 0 || word[^1] == '_' || digits[0] == '_')
        {
            throw Fail($"Invalid {(isFloat ? "float" : "integer")} {quoted}: underscores must be surrounded by digits");
        }

        if (!prefixed && digits is [(byte)'0', >= (byte)'0' and <= (byte)'9' or (byte)'_', ..])
        {
            throw Fail($"Invalid {(isFloat ? "float" : "integer")} {quoted}: cannot have leading zeroes");
        }

        if (isFloat)
        {
            var plain = word.ToArray().Where(c => c != '_').ToArray();
            var parsed = GoNumber.ParseFloat(plain, out var real);
            var point = word.IndexOf((byte)'.');
            if (point >= 0 && (point + 1 == word.Length || !char.IsAsciiDigit((char)word[point + 1])))
            {
                throw Fail($"Invalid float {quoted}: '.' must be followed by one or more digits");
            }

            return parsed switch
            {
                GoNumberError.None => Value.Float(real),
                GoNumberError.Range => throw Fail($"{quoted} is out of range for float64"),
                _ => throw Fail($"Invalid float value: {quoted}"),
            };
        }

        return GoNumber.ParseInt(word, 0, out var number) switch
        {
            GoNumberError.None => Value.Int64(number),
            GoNumberError.Range => throw Fail($"{quoted} is out of range for int64"),
            _ => throw Fail($"Invalid integer {quoted}"),
        };
    }
}
