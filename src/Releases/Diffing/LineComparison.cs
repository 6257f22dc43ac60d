namespace SecretsKit.Releases.Diffing;

/// <summary>
/// Compares texts line by line by a longest common subsequence, found in linear space by Hirschberg's divide and conquer (1975). Where
/// there are several, the choice is that of helm-diff, whose output is compared line by line.
/// </summary>
public static class LineComparison
{
    /// <summary>All lines of both texts in order, removed ones before added ones.</summary>
    public static IReadOnlyList<ComparedLine> Of(string old, string now)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(now);
        var (a, b) = (old.Split('\n'), now.Split('\n'));
        var start = 0;
        while (start < a.Length && start < b.Length && a[start] == b[start])
        {
            start++;
        }

        // One line at least is left to compare where a side ends.
        var end = 0;
        while (a.Length - 1 - end > start && b.Length - 1 - end > start && a[^(end + 1)] == b[^(end + 1)])
        {
            end++;
        }

        var lines = new List<ComparedLine>(a.Length + b.Length);
        lines.AddRange(a.Take(start).Select(Common));
        Compare(a.AsSpan(start, a.Length - start - end), b.AsSpan(start, b.Length - start - end), lines);
        lines.AddRange(a.Skip(a.Length - end).Select(Common));
        return lines;
    }

    private static ComparedLine Common(string line) => new(LineOrigin.Common, line);

    // The old side is halved; its depth is the logarithm of the number of lines.
    private static void Compare(ReadOnlySpan<string> old, ReadOnlySpan<string> now, List<ComparedLine> lines)
    {
        if (old.Length <= 1 || now.IsEmpty)
        {
            CompareOne(old, now, lines);
            return;
        }

        var middle = old.Length / 2;
        var head = Scores(old[..middle], now, isReversed: false);
        var tail = Scores(old[middle..], now, isReversed: true);
        var split = 0;
        for (var at = 1; at <= now.Length; at++)
        {
            if (head[at] + tail[now.Length - at] > head[split] + tail[now.Length - split])
            {
                split = at;
            }
        }

        Compare(old[..middle], now[..split], lines);
        Compare(old[middle..], now[split..], lines);
    }

    // A single line is found again as late as possible.
    private static void CompareOne(ReadOnlySpan<string> old, ReadOnlySpan<string> now, List<ComparedLine> lines)
    {
        var found = old.Length == 1 ? now.LastIndexOf(old[0]) : -1;
        if (found < 0)
        {
            foreach (var line in old)
            {
                lines.Add(new(LineOrigin.Old, line));
            }
        }

        for (var at = 0; at < now.Length; at++)
        {
            lines.Add(new(at == found ? LineOrigin.Common : LineOrigin.New, now[at]));
        }
    }

    // The length of the longest common subsequence of the whole old side and so many lines of the new one, from its beginning or its end.
    private static int[] Scores(ReadOnlySpan<string> old, ReadOnlySpan<string> now, bool isReversed)
    {
        var (before, current) = (new int[now.Length + 1], new int[now.Length + 1]);
        for (var i = 0; i < old.Length; i++)
        {
            var line = old[isReversed ? ^(i + 1) : i];
            for (var j = 0; j < now.Length; j++)
            {
                current[j + 1] = line == now[isReversed ? ^(j + 1) : j] ? before[j] + 1 : Math.Max(before[j + 1], current[j]);
            }

            (before, current) = (current, before);
        }

        return before;
    }
}
