using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Templating.Functions.Toml;

/// <summary>Numbers, dates and times: first how far one reaches, by its first characters, then what it means.</summary>
internal ref partial struct TomlReader
{
    private const string StrayUnderscore = "underscores must be surrounded by digits";
    private const string LeadingZero = "cannot have leading zeroes";

    private Value ReadNumber()
    {
        var start = _at;
        var first = Next();
        if (first is '-' or '+')
        {
            return ReadSigned(start);
        }

        if (first == '0')
        {
            switch (Next())
            {
                case 'b':
                    return ReadPrefixed(start, "binary", static c => c is '0' or '1');
                case 'o':
                    return ReadPrefixed(start, "octal", static c => c is >= '0' and <= '7');
                case 'x':
                    return ReadPrefixed(start, "hexadecimal", static c => c < 0x80 && char.IsAsciiHexDigit((char)c));
                case >= '0' and <= '9' or '_' or '.' or 'e' or 'E':
                    Back();
                    break;
                default:
                    Back();
                    return IntegerOf(_text[start.._at]);
            }
        }

        return ReadPlain(start, mayBeTime: true);
    }

    private Value ReadSigned(int start)
    {
        switch (Next())
        {
            case 'i':
                return Accept('n') && Accept('f') ? FloatOf(_text[start.._at]) : throw NotAFloat(start);
            case 'n':
                return Accept('a') && Accept('n') ? FloatOf(_text[start.._at]) : throw NotAFloat(start);
            case '0' when Peek() is var prefix && prefix is 'b' or 'o' or 'x':
                throw Fail($"cannot use sign with non-decimal numbers: '{Encoding.UTF8.GetString(_text[start.._at])}{(char)prefix}'");
            case >= '0' and <= '9':
                return ReadPlain(start, mayBeTime: false);
            case '.':
                throw Fail("floats must start with a digit, not '.'");
            case var c:
                throw Fail($"expected a digit but got {Show(c)}");
        }
    }

    private readonly TomlException NotAFloat(int start) => Fail($"invalid float: '{Encoding.UTF8.GetString(_text[start.._at])}'");

    private Value ReadPrefixed(int start, string kind, Func<int, bool> isDigit)
    {
        if (Peek() is var first && !isDigit(first))
        {
            var article = kind == "octal" ? "an" : "a";
            throw FailAt(_line, $"not {article} {kind} number: '{Encoding.UTF8.GetString(_text[start.._at])}{new Rune(first)}'");
        }

        while (Next() is var c && (isDigit(c) || c == '_'))
        {
        }

        Back();
        return IntegerOf(_text[start.._at]);
    }

    // Once there was an underscore, it is no date.
    private Value ReadPlain(int start, bool mayBeTime)
    {
        while (true)
        {
            switch (Next())
            {
                case >= '0' and <= '9':
                    break;
                case '_':
                    mayBeTime = false;
                    break;
                case '-' or ':' when mayBeTime:
                    return ReadTime(start);
                case '.' or 'e' or 'E':
                    while (Next() is (>= '0' and <= '9') or '_' or '.' or '-' or '+' or 'e' or 'E')
                    {
                    }

                    Back();
                    return FloatOf(_text[start.._at]);
                default:
                    Back();
                    return IntegerOf(_text[start.._at]);
            }
        }
    }

    private Value ReadTime(int start)
    {
        while (Next() is (>= '0' and <= '9') or '-' or ':' or 'T' or 't' or ' ' or '.' or 'Z' or 'z' or '+')
        {
        }

        Back();
        var text = _text[start.._at].TrimEnd((byte)' ').ToArray();
        foreach (ref var c in text.AsSpan())
        {
            c = c switch { (byte)'t' or (byte)' ' => (byte)'T', (byte)'z' => (byte)'Z', _ => c };
        }

        return TomlTimes.Read(text, _isV11 ? TomlVersion.V11 : TomlVersion.V10)
            ?? throw FailAt(_line, $"invalid datetime: {GoQuote.Format(text, GoQuoteStyle.Quote)}");
    }

    private readonly Value IntegerOf(ReadOnlySpan<byte> text)
    {
        var problem = !AreUnderscoresPlaced(text) ? StrayUnderscore : HasLeadingZero(text) ? LeadingZero : null;
        return problem is not null ? throw FailAt(_line, $"Invalid integer {GoQuote.Format(text, GoQuoteStyle.Quote)}: {problem}")
            : GoNumber.ParseInt(text, 0, out var number) == GoNumberError.None ? Value.Int64(number)
            : throw FailAt(_line, $"{Encoding.ASCII.GetString(text)} is out of range for int64");
    }

    private readonly Value FloatOf(ReadOnlySpan<byte> text)
    {
        if (FloatProblem(text) is { } problem)
        {
            throw FailAt(_line, $"Invalid float {GoQuote.Format(text, GoQuoteStyle.Quote)}: {problem}");
        }

        if (text is [.., (byte)'n', (byte)'a', (byte)'n'] && text.Length <= "+nan".Length)
        {
            return Value.Float(text[0] == '-' ? -double.NaN : double.NaN);
        }

        return GoNumber.ParseFloat(text.ToArray().Where(c => c != '_').ToArray(), out var number) switch
        {
            GoNumberError.None => Value.Float(number),
            GoNumberError.Range => throw FailAt(_line, $"{Encoding.ASCII.GetString(text)} is out of range for float64"),
            _ => throw FailAt(_line, $"Invalid float value: {GoQuote.Format(text, GoQuoteStyle.Quote)}"),
        };
    }

    private static string? FloatProblem(ReadOnlySpan<byte> text)
    {
        var isFirst = true;
        var hasLeadingZero = false;
        foreach (var range in text.SplitAny((byte)'.', (byte)'e', (byte)'E'))
        {
            var part = text[range];
            if (part.IsEmpty)
            {
                continue;
            }

            if (!AreUnderscoresPlaced(part))
            {
                return StrayUnderscore;
            }

            hasLeadingZero |= isFirst && HasLeadingZero(part);
            isFirst = false;
        }

        return hasLeadingZero ? LeadingZero : HasBarePeriod(text) ? "'.' must be followed by one or more digits" : null;
    }

    // What is before an underscore and at the end may be any hexadecimal digit.
    private static bool AreUnderscoresPlaced(ReadOnlySpan<byte> text)
    {
        if (text is [.., (byte)'i', (byte)'n', (byte)'f'] or [.., (byte)'n', (byte)'a', (byte)'n'] && text.Length <= "+nan".Length)
        {
            return true;
        }

        var isDigit = false;
        foreach (var c in text)
        {
            if (c == '_' && !isDigit)
            {
                return false;
            }

            isDigit = char.IsAsciiHexDigit((char)c);
        }

        return isDigit;
    }

    private static bool HasLeadingZero(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'0', (byte)'b' or (byte)'o' or (byte)'x', ..] => false,
        [(byte)'0', _, ..] => true,
        [(byte)'-' or (byte)'+', (byte)'0', _, ..] => true,
        _ => false,
    };

    private static bool HasBarePeriod(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '.' && (i + 1 == text.Length || !char.IsAsciiDigit((char)text[i + 1])))
            {
                return true;
            }
        }

        return false;
    }
}
