namespace SecretsKit.Core.Text.Lines;

/// <summary>
/// Moves lines that only came, or only went, among equal neighbours: of all places where the same edit
/// could stand, the one whose first line is indented least, so that a new item of a list begins with its dash and
/// not with the last line of the item before.
/// </summary>
internal static class ChangeSliding
{
    /// <summary>The same edit script with better places.</summary>
    public static IReadOnlyList<LineChange> Slide(List<LineChange> changes, IReadOnlyList<ByteString> old, IReadOnlyList<ByteString> now)
    {
        for (var at = 0; at < changes.Count; at++)
        {
            var change = changes[at];
            if (change.OldCount > 0 && change.NewCount > 0)
            {
                continue;
            }

            // A line is left between changes, else two would become one.
            var least = at == 0 ? 0 : change.NewCount > 0 ? changes[at - 1].NewEnd + 1 : changes[at - 1].OldEnd + 1;
            var most = at + 1 == changes.Count
                ? int.MaxValue
                : change.NewCount > 0
                ? changes[at + 1].NewStart - 1
                : changes[at + 1].OldStart - 1;
            var by = change.NewCount > 0
                ? Best(now, change.NewStart, change.NewEnd, least, Math.Min(most, now.Count))
                : Best(old, change.OldStart, change.OldEnd, least, Math.Min(most, old.Count));
            changes[at] = change with { OldStart = change.OldStart + by, NewStart = change.NewStart + by };
        }

        return changes;
    }

    private static int Best(IReadOnlyList<ByteString> lines, int start, int end, int least, int most)
    {
        var first = start;
        while (first > least && lines[first - 1] == lines[first - 1 + end - start])
        {
            first--;
        }

        var (best, bestIndent) = (first, Indent(lines[first]));
        for (var place = first; place + end - start < most && lines[place] == lines[place + end - start];)
        {
            place++;
            if (Indent(lines[place]) is var indent && indent <= bestIndent)
            {
                (best, bestIndent) = (place, indent);
            }
        }

        return best - start;
    }

    // A blank line begins nothing.
    private static int Indent(ByteString line)
    {
        var blanks = line.Span.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return blanks < 0 ? int.MaxValue : blanks;
    }
}
