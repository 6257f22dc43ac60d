namespace SecretsKit.Releases.Diffing;

/// <summary>The lines of a comparison near its changes.</summary>
public static class NearbyLines
{
    /// <summary>Chooses.</summary>
    /// <param name="lines">All lines.</param>
    /// <param name="context">How many common lines around each change are kept; all of them if it is negative.</param>
    /// <returns>The lines, with null for each part that is left out.</returns>
    public static IEnumerable<ComparedLine?> Of(IReadOnlyList<ComparedLine> lines, int context)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return context < 0 ? lines.Select(line => (ComparedLine?)line) : Near(lines, context);
    }

    private static IEnumerable<ComparedLine?> Near(IReadOnlyList<ComparedLine> lines, int context)
    {
        var distances = Distances(lines);
        var leavesOut = false;
        for (var at = 0; at < lines.Count; at++)
        {
            if (distances[at] <= context)
            {
                yield return lines[at];
            }
            else if (!leavesOut)
            {
                yield return null;
            }

            leavesOut = distances[at] > context;
        }
    }

    private static int[] Distances(IReadOnlyList<ComparedLine> lines)
    {
        var distances = new int[lines.Count];
        var far = lines.Count + 1;
        for (int at = 0, near = far; at < lines.Count; at++)
        {
            near = lines[at].Origin == LineOrigin.Common ? near + 1 : 0;
            distances[at] = near;
        }

        for (int at = lines.Count - 1, near = far; at >= 0; at--)
        {
            near = lines[at].Origin == LineOrigin.Common ? near + 1 : 0;
            distances[at] = Math.Min(distances[at], near);
        }

        return distances;
    }
}
