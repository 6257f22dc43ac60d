namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>Reads a literal (<c>|</c>) or folded (<c>&gt;</c>) block scalar.</summary>
internal ref struct BlockScalars(Cursor cursor, int parentIndent, bool isLiteral)
{
    private readonly Mark _start = cursor.Mark;
    private ByteBuilder _text;
    private ByteBuilder _breaks;
    private int _indent;

    private enum Chomping
    {
        Clip,
        Strip,
        Keep,
    }

    /// <summary>Reads header and content from the indicator at the cursor to the first line that does not belong to it.</summary>
    public ReadOnlyMemory<byte> Scan(CommentScanner comments)
    {
        cursor.SkipText(1);
        var chomping = ScanHeader(comments);
        SkipBreaks();

        // The break that ends the last line read: folding or chomping decides what becomes of it.
        ReadOnlySpan<byte> lineBreak = default;
        var wasIndented = false;
        while (cursor.Column == _indent && !cursor.AtEnd)
        {
            var isIndented = Bytes.IsBlank(cursor.Current);
            var folds = !isLiteral && !wasIndented && !isIndented && !lineBreak.IsEmpty && lineBreak[0] == '\n';
            if (!folds)
            {
                _text.Add(lineBreak);
            }
            else if (_breaks.Length == 0)
            {
                _text.Add((byte)' ');
            }

            _text.Add(_breaks.Span);
            _breaks.Clear();
            wasIndented = isIndented;
            var from = cursor.Position;
            cursor.SkipToBreak();
            _text.Add(cursor.Slice(from, cursor.Position).Span);
            lineBreak = cursor.SkipBreak();
            SkipBreaks();
        }

        if (chomping != Chomping.Strip)
        {
            _text.Add(lineBreak);
        }

        if (chomping == Chomping.Keep)
        {
            _text.Add(_breaks.Span);
        }

        return _text.Take();
    }

    // Chomping and indentation indicators in either order, then blanks and a comment.
    private Chomping ScanHeader(CommentScanner comments)
    {
        var chomping = ScanChomping();
        var increment = ScanIncrement();
        chomping = chomping == Chomping.Clip ? ScanChomping() : chomping;
        if (increment > 0)
        {
            _indent = Math.Max(parentIndent, 0) + increment;
        }

        cursor.SkipBlanks();
        if (cursor.Current == '#')
        {
            comments.ScanLine(_start.Index);
            cursor.SkipToBreak();
        }

        if (!cursor.IsBreakOrEnd(cursor.Position))
        {
            throw YamlErrors.Scanning(_start, cursor.Mark, "did not find expected comment or line break");
        }

        cursor.SkipBreak();
        return chomping;
    }

    private readonly Chomping ScanChomping()
    {
        var chomping = cursor.Current switch { (byte)'+' => Chomping.Keep, (byte)'-' => Chomping.Strip, _ => Chomping.Clip };
        if (chomping != Chomping.Clip)
        {
            cursor.SkipText(1);
        }

        return chomping;
    }

    private readonly int ScanIncrement()
    {
        if (!char.IsAsciiDigit((char)cursor.Current))
        {
            return 0;
        }

        if (cursor.Current == '0')
        {
            throw YamlErrors.Scanning(_start, cursor.Mark, "found an indentation indicator equal to 0");
        }

        var increment = cursor.Current - '0';
        cursor.SkipText(1);
        return increment;
    }

    // Empty lines and the indentation of the next line that is not. The first such line sets the indentation unless the header did.
    private void SkipBreaks()
    {
        var deepest = 0;
        while (true)
        {
            while ((_indent == 0 || cursor.Column < _indent) && cursor.Current == ' ')
            {
                cursor.SkipBlank();
            }

            deepest = Math.Max(deepest, cursor.Column);
            if ((_indent == 0 || cursor.Column < _indent) && cursor.Current == '\t')
            {
                throw YamlErrors.Scanning(_start, cursor.Mark, "found a tab character where an indentation space is expected");
            }

            var lineBreak = cursor.SkipBreak();
            if (lineBreak.IsEmpty)
            {
                break;
            }

            _breaks.Add(lineBreak);
        }

        if (_indent == 0)
        {
            _indent = Math.Max(deepest, Math.Max(parentIndent + 1, 1));
        }
    }
}
