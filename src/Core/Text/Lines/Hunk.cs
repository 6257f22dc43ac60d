namespace SecretsKit.Core.Text.Lines;

/// <summary>
/// Changes that stand near each other, with the lines around them that stayed: what a unified diff shows behind one <c>@@</c>.
/// </summary>
/// <param name="OldStart">The first old line shown, from 0.</param>
/// <param name="OldCount">How many old lines.</param>
/// <param name="NewStart">The first new line shown, from 0.</param>
/// <param name="NewCount">How many new lines.</param>
/// <param name="Changes">In order; at least one.</param>
public sealed record Hunk(int OldStart, int OldCount, int NewStart, int NewCount, IReadOnlyList<LineChange> Changes)
{
    /// <summary>The header of the unified format, lines counted from 1, a single line without its count: <c>@@ -3 +3,2 @@</c>.</summary>
    public string Header => $"@@ -{Range(OldStart, OldCount)} +{Range(NewStart, NewCount)} @@";

    /// <summary>Groups changes.</summary>
    /// <param name="changes">As <see cref="LineDifference"/> gives them.</param>
    /// <param name="oldCount">Lines of the old text.</param>
    /// <param name="context">How many lines that stayed are shown before and after a change; 0 or more.</param>
    public static IReadOnlyList<Hunk> Group(IReadOnlyList<LineChange> changes, int oldCount, int context)
    {
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentOutOfRangeException.ThrowIfNegative(context);
        var hunks = new List<Hunk>();
        for (var first = 0; first < changes.Count;)
        {
            var last = first;
            while (last + 1 < changes.Count && changes[last + 1].OldStart - changes[last].OldEnd <= 2L * context)
            {
                last++;
            }

            var before = Math.Min(context, changes[first].OldStart);
            var after = Math.Min(context, oldCount - changes[last].OldEnd);
            var (oldStart, newStart) = (changes[first].OldStart - before, changes[first].NewStart - before);
            hunks.Add(new(
                oldStart,
                changes[last].OldEnd + after - oldStart,
                newStart,
                changes[last].NewEnd + after - newStart,
                [.. changes.Skip(first).Take(last - first + 1)]));
            first = last + 1;
        }

        return hunks;
    }

    /// <summary>The lines in order of the unified format: within a change those that went before those that came.</summary>
    public IEnumerable<HunkLine> Lines()
    {
        var (old, now) = (OldStart, NewStart);
        foreach (var change in Changes)
        {
            for (; old < change.OldStart; old++, now++)
            {
                yield return new(HunkLineKind.Unchanged, old, now);
            }

            for (; old < change.OldEnd; old++)
            {
                yield return new(HunkLineKind.Removed, old, now);
            }

            for (; now < change.NewEnd; now++)
            {
                yield return new(HunkLineKind.Added, old, now);
            }
        }

        for (; old < OldStart + OldCount; old++, now++)
        {
            yield return new(HunkLineKind.Unchanged, old, now);
        }
    }

    // An empty range names the line before it.
    private static string Range(int start, int count) => count switch
    {
        0 => $"{start},0",
        1 => $"{start + 1}",
        _ => $"{start + 1},{count}",
    };
}

/// <summary>Whether a line was kept, removed or added.</summary>
public enum HunkLineKind
{
    /// <summary>It is in both texts.</summary>
    Unchanged,

    /// <summary>It is in the old text alone.</summary>
    Removed,

    /// <summary>It is in the new text alone.</summary>
    Added,
}

/// <summary>A line of a hunk.</summary>
/// <param name="Kind">Whether it was kept, removed or added.</param>
/// <param name="Old">Its place in the old text; where it came, that of the next old line.</param>
/// <param name="New">Its place in the new text; where it went, that of the next new line.</param>
public readonly record struct HunkLine(HunkLineKind Kind, int Old, int New);
