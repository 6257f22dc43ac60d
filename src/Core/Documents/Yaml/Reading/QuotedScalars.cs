namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Reads scalars in single or double quotes. One without escapes that stays on its line is a slice of the source.</summary>
internal static class QuotedScalars
{
    /// <summary>Reads the scalar whose opening quote is at the cursor, up to behind its closing quote.</summary>
    public static ReadOnlyMemory<byte> Scan(Cursor cursor, byte quote)
    {
        var start = cursor.Mark;
        cursor.SkipText(1);
        var text = default(ByteBuilder);
        var isCopied = false;
        var from = cursor.Position;
        Folding folding = default;
        while (true)
        {
            SkipRun(cursor, quote);
            if (cursor.Current == quote && !IsDoubledQuote(cursor, quote))
            {
                var last = cursor.Slice(from, cursor.Position);
                cursor.SkipText(1);
                if (!isCopied)
                {
                    return last;
                }

                text.Add(last.Span);
                return text.Take();
            }

            if (cursor.AtEnd)
            {
                throw YamlErrors.Scanning(start, cursor.Mark, "found unexpected end of stream");
            }

            isCopied = true;
            CopySpecial(cursor, quote, from, ref text, ref folding, start);
            from = cursor.Position;
        }
    }

    // Everything on this line that stands for itself, blanks included unless the line ends behind them.
    private static void SkipRun(Cursor cursor, byte quote)
    {
        var stops = quote == '"' ? Bytes.DoubleQuotedStops : Bytes.SingleQuotedStops;
        while (true)
        {
            var run = cursor.RunLength(cursor.Position, stops);
            if (run > 0)
            {
                cursor.SkipText(run);
            }

            if (Bytes.IsBlank(cursor.Current))
            {
                cursor.SkipBlank();
            }
            else if (cursor.Current is Bytes.NextLineLead or Bytes.SeparatorLead && !cursor.IsBreak(cursor.Position))
            {
                cursor.SkipText(1);
            }
            else
            {
                return;
            }
        }
    }

    // The run that ends at the cursor, and what stops it: an escape, a doubled quote or line breaks.
    private static void CopySpecial(Cursor cursor, byte quote, int from, ref ByteBuilder text, ref Folding folding, Mark start)
    {
        var run = cursor.Slice(from, cursor.Position).Span;
        if (cursor.IsBreak(cursor.Position))
        {
            text.Add(run.TrimEnd(" \t"u8));
            folding.Add(cursor.SkipBreak(), isFirst: true);
            FoldFollowing(cursor, ref text, ref folding, start);
            return;
        }

        text.Add(run);
        if (quote == '\'')
        {
            text.Add(quote);
            cursor.SkipText(2);
        }
        else if (cursor.IsBreak(cursor.Position + 1))
        {
            cursor.SkipText(1);
            cursor.SkipBreak();
            folding.Keep();
            FoldFollowing(cursor, ref text, ref folding, start);
        }
        else
        {
            Escapes.Scan(cursor, ref text, start);
        }
    }

    private static void FoldFollowing(Cursor cursor, ref ByteBuilder text, ref Folding folding, Mark start)
    {
        while (true)
        {
            cursor.SkipBlanks();
            var lineBreak = cursor.SkipBreak();
            if (lineBreak.IsEmpty)
            {
                break;
            }

            folding.Add(lineBreak, isFirst: false);
        }

        folding.Join(ref text);
        if (cursor.AtDocumentIndicator())
        {
            throw YamlErrors.Scanning(start, cursor.Mark, "found unexpected document indicator");
        }
    }

    private static bool IsDoubledQuote(Cursor cursor, byte quote) => quote == '\'' && cursor.Ahead(1) == '\'';
}
