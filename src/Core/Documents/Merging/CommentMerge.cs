namespace SecretsKit.Core.Documents.Merging;

/// <summary>
/// Merges the comments of one place line by line, without conflicts: base lines that both sides
/// kept, then what each side added. A line that both reworded is there in both wordings.
/// </summary>
internal static class CommentMerge
{
    public static List<CommentNode> Run(List<CommentNode> @base, List<CommentNode> ours, List<CommentNode> theirs)
    {
        if (AreEqual(ours, theirs) || AreEqual(@base, theirs))
        {
            return ours;
        }

        if (AreEqual(@base, ours))
        {
            return theirs;
        }

        var removed = Without(@base, theirs);
        var merged = Without(ours, removed);
        merged.AddRange(Without(Added(@base, theirs), ours));
        return merged;
    }

    /// <summary>The comments that a side added.</summary>
    public static List<CommentNode> Added(List<CommentNode> @base, List<CommentNode> side) => Without(side, @base);

    /// <summary>
    /// Drops what was taken from both sides although it is the same: a heading whose first key is another one on each side.
    /// </summary>
    /// <param name="merged">The entries of a merged map.</param>
    /// <param name="base">The map before.</param>
    /// <param name="ours">Our map.</param>
    /// <param name="theirs">Their map.</param>
    public static void DropRepeated(List<MapEntry> merged, MapNode @base, MapNode ours, MapNode theirs)
    {
        var (before, left, right) = (Count(@base.Entries), Count(ours.Entries), Count(theirs.Entries));
        var seen = new Dictionary<Text.ByteString, int>();
        merged.RemoveAll(entry =>
        {
            if (entry.Key is not CommentNode comment)
            {
                return false;
            }

            var (o, t) = (left.GetValueOrDefault(comment.Text), right.GetValueOrDefault(comment.Text));
            var most = Math.Max(Math.Max(o, t), o + t - before.GetValueOrDefault(comment.Text));
            var count = seen[comment.Text] = seen.GetValueOrDefault(comment.Text) + 1;
            return count > most;
        });
    }

    private static Dictionary<Text.ByteString, int> Count(List<MapEntry> entries) =>
        entries.Select(entry => entry.Key)
            .OfType<CommentNode>()
            .GroupBy(comment => comment.Text)
            .ToDictionary(group => group.Key, group => group.Count());

    // Each of the lines takes one away.
    private static List<CommentNode> Without(List<CommentNode> comments, List<CommentNode> lines)
    {
        var rest = new Dictionary<Text.ByteString, int>();
        foreach (var line in lines)
        {
            rest[line.Text] = rest.GetValueOrDefault(line.Text) + 1;
        }

        return comments.FindAll(comment =>
        {
            var left = rest.GetValueOrDefault(comment.Text);
            rest[comment.Text] = left - 1;
            return left <= 0;
        });
    }

    private static bool AreEqual(List<CommentNode> left, List<CommentNode> right) =>
        left.Select(comment => comment.Text).SequenceEqual(right.Select(comment => comment.Text));
}
