using System.Text;

namespace SecretsKit.Charts.YamlText.Scanning;

/// <summary>Scans literal and folded scalars.</summary>
internal static class BlockScalarScanner
{
    private const string Context = "while scanning a block scalar";

    /// <summary>Scans one.</summary>
    /// <param name="cursor">At its indicator.</param>
    /// <param name="outer">The column of the block around it.</param>
    public static YamlToken Scan(TextCursor cursor, int outer)
    {
        var start = cursor.Mark;
        var style = cursor.Current;
        cursor.Move();
        var (chomping, increment) = Header(cursor, start);
        EndHeader(cursor, start);
        var least = Math.Max(outer + 1, 1);
        var breaks = new StringBuilder();
        TextMark end;
        var indent = least + increment - 1;
        if (increment > 0)
        {
            end = Breaks(cursor, indent, breaks);
        }
        else
        {
            end = FirstBreaks(cursor, breaks, out var deepest);
            indent = Math.Max(least, deepest);
        }

        var text = new StringBuilder();
        var lineBreak = "";
        while (cursor.Column == indent && cursor.Current != '\0')
        {
            text.Append(breaks);
            var startsWithText = cursor.Current is not (' ' or '\t');
            var from = cursor.Index;
            cursor.MoveToBreak();
            text.Append(cursor.Since(from));
            lineBreak = cursor.MoveOverBreak();
            breaks.Clear();
            end = Breaks(cursor, indent, breaks);
            if (cursor.Column != indent || cursor.Current == '\0')
            {
                break;
            }

            var isFolded = style == '>' && lineBreak == "\n" && startsWithText && cursor.Current is not (' ' or '\t');
            text.Append(!isFolded ? lineBreak : breaks.Length == 0 ? " " : "");
        }

        text.Append(chomping == '-' ? "" : lineBreak).Append(chomping == '+' ? breaks.ToString() : "");
        return new(YamlTokenType.Scalar, start, end) { Value = text.ToString(), Style = style };
    }

    private static (char Chomping, int Increment) Header(TextCursor cursor, TextMark start)
    {
        var (chomping, increment) = ('\0', 0);
        for (var part = 0; part < 2; part++)
        {
            if (chomping == '\0' && cursor.Current is '+' or '-')
            {
                chomping = cursor.Current;
                cursor.Move();
            }
            else if (increment == 0 && char.IsAsciiDigit(cursor.Current))
            {
                increment = cursor.Current - '0';
                if (increment == 0)
                {
                    throw new YamlSyntaxException(
                        Context, start, "expected indentation indicator in the range 1-9, but found 0", cursor.Mark);
                }

                cursor.Move();
            }
        }

        return cursor.Current == ' ' || cursor.AtBreakOrEnd
            ? (chomping, increment)
            : throw new YamlSyntaxException(
                Context,
                start,
                $"expected chomping or indentation indicators, but found {PythonText.Quoted(cursor.Current)}",
                cursor.Mark);
    }

    private static void EndHeader(TextCursor cursor, TextMark start)
    {
        cursor.MoveOverSpaces();
        if (cursor.Current == '#')
        {
            cursor.MoveToBreak();
        }

        if (!cursor.AtBreakOrEnd)
        {
            throw new YamlSyntaxException(
                Context, start, $"expected a comment or a line break, but found {PythonText.Quoted(cursor.Current)}", cursor.Mark);
        }

        cursor.MoveOverBreak();
    }

    private static TextMark FirstBreaks(TextCursor cursor, StringBuilder breaks, out int deepest)
    {
        var end = cursor.Mark;
        deepest = 0;
        while (cursor.Current == ' ' || cursor.AtBreak)
        {
            if (cursor.Current == ' ')
            {
                cursor.Move();
                deepest = Math.Max(deepest, cursor.Column);
            }
            else
            {
                breaks.Append(cursor.MoveOverBreak());
                end = cursor.Mark;
            }
        }

        return end;
    }

    private static TextMark Breaks(TextCursor cursor, int indent, StringBuilder breaks)
    {
        var end = cursor.Mark;
        while (true)
        {
            while (cursor.Column < indent && cursor.Current == ' ')
            {
                cursor.Move();
            }

            if (!cursor.AtBreak)
            {
                return end;
            }

            breaks.Append(cursor.MoveOverBreak());
            end = cursor.Mark;
        }
    }
}
