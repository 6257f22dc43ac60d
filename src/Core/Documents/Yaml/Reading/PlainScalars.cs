namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Reads scalars without quotes. One that stays on its line is a slice of the source.</summary>
internal static class PlainScalars
{
    /// <summary>Whether a plain scalar may start at the cursor. Indicators followed by a space must have been tried before.</summary>
    public static bool MayStart(Cursor cursor, byte lead) =>
        !cursor.IsSpaceOrEnd(cursor.Position) && !",[]{}#&*!|>'\"%@`"u8.Contains(lead);

    /// <summary>Reads the scalar at the cursor.</summary>
    /// <param name="cursor">Moves to the next token, or to the comment or break before it.</param>
    /// <param name="indent">The least column of its further lines.</param>
    /// <param name="inFlow">Whether brackets and commas end it, and columns do not.</param>
    /// <param name="endedByBreak">Whether line breaks were passed behind it.</param>
    public static ReadOnlyMemory<byte> Scan(Cursor cursor, int indent, bool inFlow, out bool endedByBreak)
    {
        var start = cursor.Mark;
        var text = default(ByteBuilder);
        var lineStart = cursor.Position;
        var lineEnd = lineStart;
        endedByBreak = false;
        Folding folding = default;
        while (!cursor.AtDocumentIndicator() && cursor.Current != '#')
        {
            var length = WordLength(cursor, inFlow);
            if (length > 0)
            {
                if (endedByBreak)
                {
                    text.Add(cursor.Slice(lineStart, lineEnd).Span);
                    folding.Join(ref text);
                    lineStart = cursor.Position;
                    endedByBreak = false;
                }

                cursor.SkipText(length);
                lineEnd = cursor.Position;
            }

            if (!Bytes.IsBlank(cursor.Current) && !cursor.IsBreak(cursor.Position))
            {
                break;
            }

            SkipSpace(cursor, indent, ref folding, ref endedByBreak, start);
            if (!inFlow && cursor.Column < indent)
            {
                break;
            }
        }

        var last = cursor.Slice(lineStart, lineEnd);
        if (text.Length == 0)
        {
            return last;
        }

        text.Add(last.Span);
        return text.Take();
    }

    private static void SkipSpace(Cursor cursor, int indent, ref Folding folding, ref bool isAfterBreak, Mark start)
    {
        while (true)
        {
            if (Bytes.IsBlank(cursor.Current))
            {
                if (isAfterBreak && cursor.Column < indent && cursor.Current == '\t')
                {
                    throw YamlErrors.Scanning(start, cursor.Mark, "found a tab character that violates indentation");
                }

                cursor.SkipBlank();
            }
            else
            {
                var lineBreak = cursor.SkipBreak();
                if (lineBreak.IsEmpty)
                {
                    return;
                }

                folding.Add(lineBreak, isFirst: !isAfterBreak);
                isAfterBreak = true;
            }
        }
    }

    // The bytes up to a blank, a break, the end, a colon before one of these, or in flow collections an indicator.
    private static int WordLength(Cursor cursor, bool inFlow)
    {
        var from = cursor.Position;
        while (true)
        {
            from += inFlow ? cursor.RunLength(from, Bytes.FlowPlainStops) : cursor.PlainRunLength(from);
            var stop = cursor.At(from);
            var isEnd = stop switch
            {
                (byte)':' => cursor.IsSpaceOrEnd(from + 1),
                Bytes.NextLineLead or Bytes.SeparatorLead => cursor.IsBreak(from),
                _ => true,
            };
            if (isEnd)
            {
                return from - cursor.Position;
            }

            from++;
        }
    }
}
