using System.Buffers;
using System.Globalization;
using System.Text;
using SecretsKit.Templating.Functions.Text;

namespace SecretsKit.Templating.Functions.Toml;

internal ref partial struct TomlReader
{
    private byte[] ReadLiteral(bool multiLine)
    {
        ReadOnlySpan<byte> quotes = multiLine ? "'''"u8 : "'"u8;
        _at += quotes.Length;
        SkipFirstBreak(multiLine);
        var output = new ArrayBufferWriter<byte>();
        while (!AtEnd(quotes, multiLine, output))
        {
            Take(output, '\'', multiLine);
        }

        return output.WrittenSpan.ToArray();
    }

    private byte[] ReadBasic(bool multiLine)
    {
        ReadOnlySpan<byte> quotes = multiLine ? "\"\"\""u8 : "\""u8;
        _at += quotes.Length;
        SkipFirstBreak(multiLine);
        var output = new ArrayBufferWriter<byte>();
        while (!AtEnd(quotes, multiLine, output))
        {
            if (Peek() == '\\')
            {
                _at++;
                ReadEscape(output, multiLine);
            }
            else
            {
                Take(output, '"', multiLine);
            }
        }

        return output.WrittenSpan.ToArray();
    }

    private void SkipFirstBreak(bool multiLine)
    {
        if (multiLine)
        {
            _at += _text[_at..].StartsWith("\r\n"u8) ? 2 : Peek() == '\n' ? 1 : 0;
        }
    }

    // Up to two quotes may stand before the three that end the text.
    private bool AtEnd(ReadOnlySpan<byte> quotes, bool multiLine, ArrayBufferWriter<byte> output)
    {
        if (!_text[_at..].StartsWith(quotes))
        {
            return false;
        }

        for (var extra = 0; multiLine && extra < 2 && _text[(_at + 1)..].StartsWith(quotes); extra++)
        {
            output.Write(quotes[..1]);
            _at++;
        }

        _at += quotes.Length;
        return true;
    }

    private void Take(ArrayBufferWriter<byte> output, char quote, bool multiLine)
    {
        var c = Peek();
        if (c == EndOfText)
        {
            throw Fail(multiLine ? $"unexpected EOF; expected '{quote}{quote}{quote}'" : $"unexpected EOF; expected '{quote}'");
        }

        _at++;
        if (!multiLine && c is '\n')
        {
            throw Fail("strings cannot contain newlines");
        }

        if (c is < ' ' and not ('\t' or '\n') or 0x7f && !(multiLine && c == '\r' && Peek() == '\n'))
        {
            throw Fail($"control characters are not allowed inside strings: '0x{c:x2}'");
        }

        output.Write([(byte)c]);
    }

    private void ReadEscape(ArrayBufferWriter<byte> output, bool multiLine)
    {
        // A backslash at the end of a line swallows all white space up to the next character.
        if (multiLine && Peek() is ('\n' or '\r' or ' ' or '\t'))
        {
            while (Peek() is '\n' or '\r' or ' ' or '\t')
            {
                _at++;
            }

            return;
        }

        var c = Next();
        var plain = c switch
        {
            'b' => '\b',
            't' => '\t',
            'n' => '\n',
            'f' => '\f',
            'r' => '\r',
            'e' => '\u001b',
            '"' or '\\' => (char)c,
            _ => '\0',
        };
        if (plain != 0)
        {
            output.Write([(byte)plain]);
        }
        else if (c is 'u' or 'U' or 'x')
        {
            ReadRune(output, c switch { 'u' => 4, 'U' => 8, _ => 2 });
        }
        else
        {
            throw Fail($"invalid escape character {Show(c)}; only the following escape characters are allowed: "
                + "\\b, \\t, \\n, \\f, \\r, \\\", \\\\, \\uXXXX, and \\UXXXXXXXX");
        }
    }

    private void ReadRune(ArrayBufferWriter<byte> output, int length)
    {
        var digits = Encoding.UTF8.GetString(_text[_at..Math.Min(_at + length, _text.Length)]);
        if (digits.Length < length || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            throw Fail($"expected {(length == 4 ? "four" : length == 8 ? "eight" : "two")} hexadecimal digits after '\\{(length == 4 ? 'u' : length == 8 ? 'U' : 'x')}', but got \"{digits}\" instead");
        }

        _at += length;
        Runes.Write(output, Rune.IsValid(value) ? new Rune(value) : throw Fail($"Escaped character '\\u{digits}' is not valid UTF-8."));
    }
}
