using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Json;

namespace SecretsKit.Core.Data.Json;

/// <summary>Words, numbers and strings.</summary>
internal ref partial struct JsonReader
{
    private const string EscapeCode = "in string escape code";
    private const string HexEscape = "in \\u hexadecimal character escape";

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
            if (_at == _text.Length || _text[_at] != letter)
            {
                var context = $"in literal {name} (expecting '{(char)letter}')";
                return _at == _text.Length ? EndWithin(context) : Fail(context);
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
        if (Reading.Number is { } read)
        {
            value = read(digits);
            return true;
        }

        if (GoNumber.ParseFloat(digits, out var number) == GoNumberError.None)
        {
            value = Value.Float(number);
            return true;
        }

        value = Value.Nil;
        _numberError ??= new(
            JsonFault.NumberRange,
            $"json: cannot unmarshal number {System.Text.Encoding.ASCII.GetString(digits)} into Go value of type float64");
        return true;
    }

    private bool Digits(string context)
    {
        if (_at == _text.Length)
        {
            return EndWithin(context);
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
                value = JsonStringDecoder.Decode(_text[start.._at++]);
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
            return EndWithin(EscapeCode);
        }

        if (!"\"\\/bfnrtu"u8.Contains(_text[_at]))
        {
            return Fail(EscapeCode);
        }

        if (_text[_at++] != 'u')
        {
            return true;
        }

        for (var i = 0; i < 4; i++, _at++)
        {
            if (_at == _text.Length)
            {
                return EndWithin(HexEscape);
            }

            if (!char.IsAsciiHexDigit((char)_text[_at]))
            {
                return Fail(HexEscape);
            }
        }

        return true;
    }
}
