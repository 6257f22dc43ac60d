using System.Buffers;
using System.Globalization;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>Strings. The opening quote has been read. A string is read to its end before its escapes are replaced.</summary>
internal ref partial struct TomlReader
{
    // More quotes than this in a row cannot end a string of several lines: two of its own and three that end it.
    private const int MostClosingQuotes = 5;

    private ReadOnlySpan<byte> ReadLiteral()
    {
        var start = _at;
        while (true)
        {
            switch (Next())
            {
                case EndOfText:
                    throw Fail("unexpected EOF; expected \"'\"");
                case '\n' or '\r':
                    throw FailOnLineBefore("strings cannot contain newlines");
                case '\'':
                    return _text[start.._before];
                default:
                    break;
            }
        }
    }

    private ReadOnlySpan<byte> ReadLongLiteral()
    {
        var start = _at;
        while (true)
        {
            switch (Next())
            {
                case EndOfText:
                    throw Fail("unexpected EOF; expected \"'''\"");
                case '\'' when IsLongEnd(start, '\''):
                    return WithoutFirstBreak(_text[start..(_at - 3)]);
                default:
                    break;
            }
        }
    }

    private byte[] ReadBasic()
    {
        var (start, isPlain) = (_at, true);
        while (true)
        {
            switch (Next())
            {
                case EndOfText:
                    throw Fail("unexpected EOF; expected '\"'");
                case '\n' or '\r':
                    throw FailOnLineBefore("strings cannot contain newlines");
                case '\\':
                    isPlain = false;
                    CheckEscape(start);
                    break;
                case '"':
                    return isPlain ? _text[start.._before].ToArray() : ReplaceEscapes(_text[start.._before]);
                default:
                    break;
            }
        }
    }

    private byte[] ReadLongBasic()
    {
        var start = _at;
        while (true)
        {
            switch (Next())
            {
                case EndOfText:
                    throw Fail("unexpected EOF; expected '\"\"\"'");
                case '\\' when Next() is not ('\n' or '\r'):
                    Back();
                    CheckEscape(start);
                    break;
                case '"' when IsLongEnd(start, '"'):
                    return ReplaceEscapes(WithoutFirstBreak(_text[start..(_at - 3)]));
                default:
                    break;
            }
        }
    }

    // Whether the quote that has been read is the first of the last three of a row; if so, those have been read too.
    private bool IsLongEnd(int start, int quote)
    {
        var first = _at;
        if (!Accept(quote) || !Accept(quote))
        {
            Return(first);
            return false;
        }

        if (Peek() != quote)
        {
            return true;
        }

        var row = _text[start.._at];
        ReadOnlySpan<byte> quotes = [(byte)quote, (byte)quote, (byte)quote, (byte)quote, (byte)quote];
        if (row.EndsWith(quotes) && !(quote == '"' && row.Length > MostClosingQuotes && row[^(MostClosingQuotes + 1)] == '\\'))
        {
            throw Fail(quote == '"' ? "unexpected '\"\"\"\"\"\"'" : "unexpected \"''''''\"");
        }

        Return(first);
        return false;
    }

    private static ReadOnlySpan<byte> WithoutFirstBreak(ReadOnlySpan<byte> text) =>
        text.StartsWith("\n"u8) ? text[1..] : text.StartsWith("\r\n"u8) ? text[2..] : text;

    private void CheckEscape(int start)
    {
        var c = Next();
        switch (c)
        {
            case 'b' or 't' or 'n' or 'f' or 'r' or '"' or '\\' or ' ' or '\t':
            case 'e' when _isV11:
                break;
            case 'x' when _isV11:
                CheckDigits(start, 2, "two hexadecimal digits after '\\x'");
                break;
            case 'u':
                CheckDigits(start, 4, "four hexadecimal digits after '\\u'");
                break;
            case 'U':
                CheckDigits(start, 8, "eight hexadecimal digits after '\\U'");
                break;
            default:
                throw FailAt(_isEnded ? _line - 1 : _line, $"invalid escape in string '\\{new Rune(c)}'");
        }
    }

    private void CheckDigits(int start, int count, string expected)
    {
        for (var i = 0; i < count; i++)
        {
            if (Next() is var c && !(c < 0x80 && char.IsAsciiHexDigit((char)c)))
            {
                throw Fail($"expected {expected}, but got {GoQuote.Format(_text[start.._at], GoQuoteStyle.Quote)} instead");
            }
        }
    }

    private readonly byte[] ReplaceEscapes(ReadOnlySpan<byte> text)
    {
        var output = new ArrayBufferWriter<byte>(text.Length + 1);
        while (text.IndexOf((byte)'\\') is var escape && escape >= 0)
        {
            output.Write(text[..escape]);
            text = text[(escape + 1)..];
            text = text[ReplaceEscape(output, text)..];
        }

        output.Write(text);
        return output.WrittenSpan.ToArray();
    }

    // Writes what an escape means; gives how many bytes it takes behind the backslash.
    private readonly int ReplaceEscape(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        switch ((char)text[0])
        {
            case 'x':
                return 1 + WriteRune(output, text[1..3]);
            case 'u':
                return 1 + WriteRune(output, text[1..5]);
            case 'U':
                return 1 + WriteRune(output, text[1..9]);
            case ' ' or '\t' or '\r' or '\n':
                return SkipLineEnd(text);
            case var c:
                output.GetSpan(1)[0] = Unescape(c);
                output.Advance(1);
                return 1;
        }
    }

    private static byte Unescape(char letter) => (byte)(letter switch
    {
        'b' => '\b',
        't' => '\t',
        'n' => '\n',
        'f' => '\f',
        'r' => '\r',
        'e' => '\u001b',
        _ => letter,
    });

    // A backslash at the end of a line goes with all white space up to the next character.
    private readonly int SkipLineEnd(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExcept(" \t\r\n"u8);
        end = end < 0 ? text.Length : end;
        return text[..end].Contains((byte)'\n') ? end : throw FailAt(_line, $"invalid escape: '\\{(char)text[0]}'");
    }

    private readonly int WriteRune(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> digits)
    {
        var value = uint.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        Runes.Write(output, Rune.IsValid(value) ? new(value)
            : throw FailAt(_line, $"Escaped character '\\u{Encoding.ASCII.GetString(digits)}' is not valid UTF-8."));
        return digits.Length;
    }
}
