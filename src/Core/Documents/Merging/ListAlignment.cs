namespace SecretsKit.Core.Documents.Merging;

/// <summary>
/// Which items of a list are in a later version of it, in the same order: a longest common
/// subsequence. Time and memory grow with the product of what differs, up to a limit.
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
        var numbers = new NodeNumbers();
        return Of(numbers.Of(old), numbers.Of(now));
    }

    /// <summary>The same for items that are equal if their numbers are.</summary>
    internal static int[] Of(ReadOnlySpan<int> old, ReadOnlySpan<int> now)
    {
        var found = new int[old.Length];
        Array.Fill(found, -1);
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start])
        {
            found[start] = start;
            start++;
        }

        var end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)])
        {
            end++;
            found[old.Length - end] = now.Length - end;
        }

        var (rows, columns) = (old.Length - start - end, now.Length - start - end);
        if (rows > 0 && columns > 0 && (long)rows * columns <= MaxComparisons)
        {
            Align(old, now, start, rows, columns, found);
        }

        return found;
    }

    private static void Align(ReadOnlySpan<int> old, ReadOnlySpan<int> now, int start, int rows, int columns, int[] found)
    {
        // lengths[i, j] is the longest common part of what begins at i and at j.
        var lengths = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
        {
            for (var j = columns - 1; j >= 0; j--)
            {
                lengths[i, j] = old[start + i] == now[start + j]
                    ? lengths[i + 1, j + 1] + 1
                    : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        for (var (i, j) = (0, 0); i < rows && j < columns;)
        {
            if (old[start + i] == now[start + j])
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
