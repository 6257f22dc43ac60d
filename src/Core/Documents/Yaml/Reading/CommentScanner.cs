namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// Reads comments and decides what each is about. A comment on a token's line is that token's. Of the lines between two
/// tokens, those directly below the first are its foot until an empty line, lines left of the open
/// block are the foot of what it ended, and the rest heads what follows.
/// </summary>
internal sealed class CommentScanner(Cursor cursor, TokenQueue tokens, CommentQueue comments)
{
    // The reference gives up on a comment behind more space than this.
    private const int MaxGap = 512;

    /// <summary>Reads the comment on the current line, if there is one.</summary>
    /// <param name="owner">The offset of the token that it is about.</param>
    public void ScanLine(int owner)
    {
        if (cursor.Newlines > 0)
        {
            return;
        }

        var gap = 0;
        while (gap < MaxGap && Bytes.IsBlank(cursor.Ahead(gap)))
        {
            gap++;
        }

        if (gap < MaxGap && cursor.Ahead(gap) == '#')
        {
            cursor.SkipBlanks();
            var start = cursor.Mark;
            comments.Add(new Comment { Place = CommentPlace.Line, Owner = owner, Start = start, End = -1, Text = TakeLine() });
        }
    }

    /// <summary>
    /// Makes the comment on a key's line the head of the first item of the sequence that turned out to follow: it introduces the
    /// items rather than the key.
    /// </summary>
    public void TurnIntoHead()
    {
        if (comments.IsEmpty || tokens.FromEnd(1) != TokenKind.BlockEntry || tokens.FromEnd(2) != TokenKind.BlockSequenceStart
            || cursor.IsBreak(cursor.Position))
        {
            return;
        }

        ref var comment = ref comments.Last;
        if (comment.Place == CommentPlace.Line)
        {
            comment.Place = CommentPlace.Head;
            if (comment.Start.Line == cursor.Line - 1)
            {
                comment.Owner = cursor.Position;
            }
        }
    }

    /// <summary>Reads the comment lines that begin at the cursor, up to the break that ends the last.</summary>
    /// <param name="from">Where the space before them begins.</param>
    /// <param name="fromLine">The line of that place.</param>
    /// <param name="indent">The column of the open block.</param>
    /// <param name="inFlow">Whether a flow collection is open.</param>
    public void ScanBlock(int from, int fromLine, int indent, bool inFlow)
    {
        var before = tokens.FromEnd(1) == TokenKind.FlowEntry && tokens.Count > 1 ? 2 : 1;
        var run = new Run
        {
            Owner = tokens.StartFromEnd(before).Index,
            From = from,
            BlockColumn = Math.Max(indent, 0),
            FootLine = FootLine(fromLine),
            FollowsValue = tokens.FromEnd(before) == TokenKind.Value,
            TouchesOwner = cursor.Newlines <= 1,
        };
        var line = cursor.Line;
        var column = cursor.Column;
        var offset = 0;
        for (; offset < MaxGap; offset++)
        {
            column++;
            var lead = cursor.Ahead(offset);
            if (Bytes.IsBlank(lead))
            {
                continue;
            }

            var at = cursor.Position + offset;
            var closesFlow = inFlow && lead is (byte)']' or (byte)'}';
            if (closesFlow || cursor.IsBreakOrEnd(at))
            {
                EndParagraph(ref run, closesFlow, at);
                if (!cursor.IsBreak(at))
                {
                    break;
                }

                run.TouchesOwner = false;
                run.IsAfterEmptyLine = true;
                column = 0;
                line++;
                continue;
            }

            if (run.Text.Length > 0 && column - 1 < run.BlockColumn && column != run.Start.Column)
            {
                EmitFoot(ref run, at);
            }

            if (lead != '#')
            {
                break;
            }

            if (run.Text.Length == 0)
            {
                run.Start = new Mark(at, line, column);
            }

            SkipSpaceTo(at);
            run.Text.Add(TakeLine());
            run.IsAfterEmptyLine = false;

            // The break behind the comment is passed over; the line is still counted as the comment's.
            offset = 0;
            column = 0;
            line = cursor.Line;
        }

        if (run.Text.Length > 0)
        {
            comments.Add(new Comment
            {
                Place = CommentPlace.Head,
                Owner = run.Start.Index,
                Start = run.Start,
                From = run.From,
                End = cursor.Position + offset - 1,
                Text = run.Text.Take(),
            });
        }
    }

    // An empty line, a closing bracket or the end of the text after comment lines.
    private void EndParagraph(ref Run run, bool closesFlow, int at)
    {
        if (run.IsAfterEmptyLine && !closesFlow)
        {
            return;
        }

        var isDedented = run.Start.Column - 1 < run.BlockColumn;
        var isBelowOwner = run.Start.Line == run.FootLine && !run.FollowsValue;
        if (closesFlow || (run.TouchesOwner && (isBelowOwner || isDedented)))
        {
            if (run.Text.Length > 0)
            {
                run.Owner = isDedented ? run.Start.Index : run.Owner;
                EmitFoot(ref run, at);
            }
        }
        else if (run.Text.Length > 0 && cursor.At(at) != 0)
        {
            run.Text.AddBreak();
        }
    }

    private void EmitFoot(ref Run run, int end)
    {
        comments.Add(new Comment
        {
            Place = CommentPlace.Foot,
            Owner = run.Owner,
            Start = run.Start,
            From = run.From,
            End = end,
            Text = run.Text.Take(),
        });
        run.From = end;
        run.Owner = end;
    }

    // The line where a comment must begin to count as directly below what was read last; -1 at the start of the text.
    private int FootLine(int fromLine)
    {
        if (fromLine == 0)
        {
            return -1;
        }

        var contentLine = cursor.Line - cursor.Newlines;
        return cursor.Newlines == 0 && cursor.Column > 1 ? contentLine + 2 : contentLine + 1;
    }

    private void SkipSpaceTo(int index)
    {
        while (cursor.Position < index)
        {
            if (cursor.SkipBreak().IsEmpty)
            {
                cursor.SkipBlank();
            }
        }
    }

    private ReadOnlyMemory<byte> TakeLine()
    {
        var start = cursor.Position;
        cursor.SkipText(cursor.LineLength());
        return cursor.Slice(start, cursor.Position);
    }

    private struct Run
    {
        public CommentText Text;
        public Mark Start;
        public int Owner;
        public int From;
        public int BlockColumn;
        public int FootLine;
        public bool FollowsValue;
        public bool TouchesOwner;
        public bool IsAfterEmptyLine;
    }
}
