namespace SecretsKit.Core.Text.Lines;

/// <summary>
/// What changed from one text to another, line by line: a shortest edit script after Myers (1986),
/// found in linear space. Texts that have next to nothing in common get a script that is correct and not quite the shortest, so
/// that time stays near-linear in the lines.
/// </summary>
public static class LineDifference
{
    /// <summary>The changes, in order; none touches the next.</summary>
    /// <param name="old">The old lines.</param>
    /// <param name="now">The new lines.</param>
    public static IReadOnlyList<LineChange> Of(IReadOnlyList<ByteString> old, IReadOnlyList<ByteString> now)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(now);
        var names = new Dictionary<ByteString, int>();
        var (a, b) = (Name(old, names), Name(now, names));
        var (oldKept, newKept) = (new bool[a.Length], new bool[b.Length]);
        var (start, end) = CommonEnds(a, b);
        oldKept.AsSpan(0, start).Fill(true);
        newKept.AsSpan(0, start).Fill(true);
        oldKept.AsSpan(a.Length - end).Fill(true);
        newKept.AsSpan(b.Length - end).Fill(true);

        // A line that the other text has nowhere cannot be kept, so the search need not see it.
        var (oldPlaces, newPlaces) = (Shared(a, b, start, end, names.Count), Shared(b, a, start, end, names.Count));
        var matches = new LineMatching([.. oldPlaces.Select(at => a[at])], [.. newPlaces.Select(at => b[at])]);
        foreach (var (oldAt, newAt) in matches.Find())
        {
            oldKept[oldPlaces[oldAt]] = true;
            newKept[newPlaces[newAt]] = true;
        }

        return ChangeSliding.Slide(Collect(oldKept, newKept), old, now);
    }

    private static int[] Name(IReadOnlyList<ByteString> lines, Dictionary<ByteString, int> names)
    {
        var named = new int[lines.Count];
        for (var at = 0; at < named.Length; at++)
        {
            if (!names.TryGetValue(lines[at], out var name))
            {
                names.Add(lines[at], name = names.Count);
            }

            named[at] = name;
        }

        return named;
    }

    private static (int Start, int End) CommonEnds(int[] a, int[] b)
    {
        var start = a.AsSpan().CommonPrefixLength(b);
        var end = 0;
        while (end < Math.Min(a.Length, b.Length) - start && a[^(end + 1)] == b[^(end + 1)])
        {
            end++;
        }

        return (start, end);
    }

    // Where lines stand between the common ends that the other text has there, too.
    private static List<int> Shared(int[] lines, int[] other, int start, int end, int names)
    {
        var isThere = new bool[names];
        foreach (var name in other.AsSpan(start, other.Length - start - end))
        {
            isThere[name] = true;
        }

        var places = new List<int>();
        for (var at = start; at < lines.Length - end; at++)
        {
            if (isThere[lines[at]])
            {
                places.Add(at);
            }
        }

        return places;
    }

    private static List<LineChange> Collect(bool[] oldKept, bool[] newKept)
    {
        var changes = new List<LineChange>();
        for (var (i, j) = (0, 0); i < oldKept.Length || j < newKept.Length;)
        {
            var (oldStart, newStart) = (i, j);
            while (i < oldKept.Length && !oldKept[i])
            {
                i++;
            }

            while (j < newKept.Length && !newKept[j])
            {
                j++;
            }

            if (i > oldStart || j > newStart)
            {
                changes.Add(new(oldStart, i - oldStart, newStart, j - newStart));
            }

            (i, j) = (i + 1, j + 1);
        }

        return changes;
    }
}
