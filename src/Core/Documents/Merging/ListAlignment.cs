namespace SecretsKit.Core.Documents.Merging;

/// <summary>
/// Which items of a list are in a later version of it, in the same order: a longest common subsequence. Time and memory grow with the product
/// of what differs, up to a limit.
/// </summary>
public static class ListAlignment
{
    // Beyond this many comparisons only the common beginning and end count: what lies between is then one change.
    private const long MaxComparisons = 4_000_000;

    /// <summary>For each old item its position in the new list, or -1.</summary>
    public static int[] Of(IReadOnlyList<Node> old, IReadOnlyList<Node> now)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(now);
        var found = new int[old.Count];
        Array.Fill(found, -1);
        var start = 0;
        while (start < old.Count && start < now.Count && NodeEquality.AreEqual(old[start], now[start]))
        {
            found[start] = start;
            start++;
        }

        var end = 0;
        while (end < old.Count - start && end < now.Count - start && NodeEquality.AreEqual(old[^(end + 1)], now[^(end + 1)]))
        {
            end++;
            found[old.Count - end] = now.Count - end;
        }

        var (rows, columns) = (old.Count - start - end, now.Count - start - end);
        if (rows > 0 && columns > 0 && (long)rows * columns <= MaxComparisons)
        {
            Align(old, now, start, rows, columns, found);
        }

        return found;
    }

    private static void Align(IReadOnlyList<Node> old, IReadOnlyList<Node> now, int start, int rows, int columns, int[] found)
    {
        // lengths[i, j] is the longest common part of what begins at i and at j.
        var lengths = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                lengths[i, j] = NodeEquality.AreEqual(old[start + i], now[start + j])
                    ? lengths[i + 1, j + 1] + 1
                    : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        for (var (i, j) = (0, 0); i < rows && j < columns;)
        {
            if (NodeEquality.AreEqual(old[start + i], now[start + j]))
            {
                found[start + i++] = start + j++;
            }
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }
}
