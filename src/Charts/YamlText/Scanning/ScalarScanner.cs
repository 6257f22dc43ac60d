using System.Text;

namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>Scans plain and quoted scalars.</summary>
internal sealed class ScalarScanner(TextCursor cursor)
{
    private const string QuotedContext = "while scanning a quoted scalar";
    private const string DoubleContext = "while scanning a double-quoted scalar";

    private readonly StringBuilder _text = new();

    /// <summary>Scans a scalar without quotes.</summary>
    /// <param name="indent">The column of the block around it.</param>
    /// <param name="inFlow">Whether a bracket or brace is open.</param>
    /// <param name="endedByBreak">Whether a line break is behind it: a key may follow then.</param>
    public YamlToken Plain(int indent, bool inFlow, out bool endedByBreak)
    {
        _text.Clear();
        endedByBreak = false;
        var (start, end) = (cursor.Mark, cursor.Mark);
        var gap = "";
        while (cursor.Current != '#' && PlainRun(inFlow) is > 0 and var length)
        {
            endedByBreak = false;
            var from = cursor.Index;
            cursor.Move(length);
            _text.Append(gap).Append(cursor.Since(from));
            end = cursor.Mark;
            gap = PlainGap(ref endedByBreak);
            if (gap.Length == 0 || cursor.Current == '#' || (!inFlow && cursor.Column <= indent))
            {
                break;
            }
        }

        return new(YamlTokenType.Scalar, start, end) { Value = _text.ToString() };
    }

    /// <summary>Scans a scalar in quotes of either kind.</summary>
    public YamlToken Quoted()
    {
        _text.Clear();
        var start = cursor.Mark;
        var quote = cursor.Current;
        cursor.Move();
        QuotedWords(quote, start);
        while (cursor.Current != quote)
        {
            QuotedGap(start);
            QuotedWords(quote, start);
        }

        cursor.Move();
        return new(YamlTokenType.Scalar, start, cursor.Mark) { Value = _text.ToString(), Style = quote };
    }

    private int PlainRun(bool inFlow)
    {
        var length = 0;
        while (!cursor.IsSpaceAhead(length) && !EndsPlain(length, inFlow))
        {
            length++;
        }

        return length;
    }

    private bool EndsPlain(int distance, bool inFlow)
    {
        var value = cursor.Ahead(distance);
        return value == ':'
            ? cursor.IsSpaceAhead(distance + 1) || (inFlow && cursor.Ahead(distance + 1) is ',' or '[' or ']' or '{' or '}')
            : inFlow && value is ',' or '?' or '[' or ']' or '{' or '}';
    }

    // Empty where the scalar ends.
    private string PlainGap(ref bool sawBreak)
    {
        var from = cursor.Index;
        cursor.MoveOverSpaces();
        if (!cursor.AtBreak)
        {
            return cursor.Since(from);
        }

        var first = cursor.MoveOverBreak();
        sawBreak = true;
        var more = new StringBuilder();
        while (!AtSeparator())
        {
            if (cursor.Current == ' ')
            {
                cursor.Move();
            }
            else if (cursor.AtBreak)
            {
                more.Append(cursor.MoveOverBreak());
            }
            else
            {
                return Folded(first, more);
            }
        }

        return "";
    }

    private void QuotedWords(char quote, TextMark start)
    {
        while (true)
        {
            var from = cursor.Index;
            while (!cursor.IsSpaceAhead(0) && cursor.Current is not ('\'' or '"' or '\\'))
            {
                cursor.Move();
            }

            _text.Append(cursor.Since(from));
            var value = cursor.Current;
            if (value == '\'' && quote == '\'' && cursor.Ahead(1) == '\'')
            {
                _text.Append('\'');
                cursor.Move(2);
            }
            else if (value == '\\' && quote == '"')
            {
                Escape(start);
            }
            else if (value is '\'' or '"' or '\\' && value != quote)
            {
                _text.Append(value);
                cursor.Move();
            }
            else
            {
                return;
            }
        }
    }

    private void Escape(TextMark start)
    {
        cursor.Move();
        var value = cursor.Current;
        if (QuotedEscapes.Replacement(value) is { } replacement)
        {
            _text.Append(replacement);
            cursor.Move();
        }
        else if (QuotedEscapes.CodeLength(value) is > 0 and var length)
        {
            cursor.Move();
            _text.Append(Code(length, start));
        }
        else if (cursor.AtBreak)
        {
            cursor.MoveOverBreak();
            _text.Append(QuotedBreaks(start));
        }
        else
        {
            throw new YamlSyntaxException(
                DoubleContext, start, $"found unknown escape character {PythonText.Quoted(value)}", cursor.Mark);
        }
    }

    private string Code(int length, TextMark start)
    {
        var code = 0;
        for (var at = 0; at < length; at++)
        {
            var digit = cursor.Ahead(at);
            if (!char.IsAsciiHexDigit(digit))
            {
                throw new YamlSyntaxException(
                    DoubleContext,
                    start,
                    $"expected escape sequence of {length} hexadecimal numbers, but found {PythonText.Quoted(digit)}",
                    cursor.Mark);
            }

            code = unchecked((code << 4) | Convert.ToInt32(digit.ToString(), 16));
        }

        cursor.Move(length);
        return Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD";
    }

    private void QuotedGap(TextMark start)
    {
        var from = cursor.Index;
        while (cursor.Current is ' ' or '\t')
        {
            cursor.Move();
        }

        var blanks = cursor.Since(from);
        if (cursor.Current == '\0')
        {
            throw new YamlSyntaxException(QuotedContext, start, "found unexpected end of stream", cursor.Mark);
        }

        if (!cursor.AtBreak)
        {
            _text.Append(blanks);
            return;
        }

        var first = cursor.MoveOverBreak();
        _text.Append(Folded(first, QuotedBreaks(start)));
    }

    private StringBuilder QuotedBreaks(TextMark start)
    {
        var breaks = new StringBuilder();
        while (true)
        {
            if (AtSeparator())
            {
                throw new YamlSyntaxException(QuotedContext, start, "found unexpected document separator", cursor.Mark);
            }

            while (cursor.Current is ' ' or '\t')
            {
                cursor.Move();
            }

            if (!cursor.AtBreak)
            {
                return breaks;
            }

            breaks.Append(cursor.MoveOverBreak());
        }
    }

    private bool AtSeparator() => cursor.AtDocumentIndicator('-') || cursor.AtDocumentIndicator('.');

    private static string Folded(string first, StringBuilder more) =>
        (first != "\n" ? first : more.Length == 0 ? " " : "") + more;
}
