using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Lines;

namespace SecretsKit.Charts.UnitTesting.Documents;

/// <summary>
/// The unified difference of two short texts with one line of context, as failures show it. Blocks are matched longest first, as the
/// reference does; texts of thousands of lines get a shortest edit script instead, so that time stays near-linear.
/// </summary>
internal static class Differ
{
    private const int Context = 1;
    private const int MostLines = 2_000;
    private const int MostComparisons = 2_000_000;

    /// <summary>The difference without a line break at the end; empty where there is none.</summary>
    /// <param name="expected">Ends with a line break.</param>
    /// <param name="actual">Ends with a line break.</param>
    public static string Unified(string expected, string actual)
    {
        var (old, now) = (Lines(expected), Lines(actual));
        var changes = (old.Length + now.Length > MostLines ? null : Changes(old, now)) ?? LineDifference.Of(old, now);
        if (changes.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("--- Expected\n+++ Actual\n");
        foreach (var hunk in Hunk.Group(changes, old.Length, Context))
        {
            text.Append(hunk.Header).Append('\n');
            foreach (var line in hunk.Lines())
            {
                var (mark, shown) = line.Kind switch
                {
                    HunkLineKind.Removed => ('-', old[line.Old]),
                    HunkLineKind.Added => ('+', now[line.New]),
                    _ => (' ', now[line.New]),
                };
                text.Append(mark).Append(shown.RevealText()).Append('\n');
            }
        }

        return text.ToString().TrimEnd();
    }

    // The reference counts the nothing behind the last line break as a line.
    private static ByteString[] Lines(string text) => [.. text.Split('\n').Select(line => new ByteString(line))];

    // Null where too many lines are equal to each other.
    private static List<LineChange>? Changes(ByteString[] old, ByteString[] now)
    {
        var places = new Dictionary<ByteString, List<int>>();
        for (var at = 0; at < now.Length; at++)
        {
            (places.TryGetValue(now[at], out var list) ? list : places[now[at]] = []).Add(at);
        }

        var blocks = new List<Block>();
        var open = new Stack<(int OldFrom, int OldTo, int NewFrom, int NewTo)>([(0, old.Length, 0, now.Length)]);
        var left = MostComparisons;
        while (open.TryPop(out var part))
        {
            var found = Longest(old, places, part, ref left);
            if (left < 0)
            {
                return null;
            }

            if (found.Length > 0)
            {
                blocks.Add(found);
                open.Push((part.OldFrom, found.Old, part.NewFrom, found.New));
                open.Push((found.Old + found.Length, part.OldTo, found.New + found.Length, part.NewTo));
            }
        }

        blocks.Sort((a, b) => a.Old.CompareTo(b.Old));
        blocks.Add(new(old.Length, now.Length, 0));
        var changes = new List<LineChange>();
        var (i, j) = (0, 0);
        foreach (var block in blocks)
        {
            if (block.Old > i || block.New > j)
            {
                changes.Add(new(i, block.Old - i, j, block.New - j));
            }

            (i, j) = (block.Old + block.Length, block.New + block.Length);
        }

        return changes;
    }

    // Of several longest blocks the one that begins first in the old text, then in the new one.
    private static Block Longest(
        ByteString[] old,
        Dictionary<ByteString, List<int>> places,
        (int OldFrom, int OldTo, int NewFrom, int NewTo) part,
        ref int left)
    {
        var best = new Block(part.OldFrom, part.NewFrom, 0);
        var lengths = new Dictionary<int, int>();
        for (var i = part.OldFrom; i < part.OldTo && left >= 0; i++)
        {
            var next = new Dictionary<int, int>();
            foreach (var j in places.GetValueOrDefault(old[i]) ?? [])
            {
                left--;
                if (j >= part.NewFrom && j < part.NewTo)
                {
                    var length = next[j] = lengths.GetValueOrDefault(j - 1) + 1;
                    best = length > best.Length ? new(i - length + 1, j - length + 1, length) : best;
                }
            }

            lengths = next;
        }

        return best;
    }

    private readonly record struct Block(int Old, int New, int Length);
}
