namespace SecretsKit.Core.Documents.Merging;

/// <summary>
/// Merges lists as diff3 merges lines: items that both sides left alone divide the lists, and
/// between two of them one side's change is taken. Where both changed as many items as there were, each is merged for itself.
/// </summary>
internal static class ListMerge
{
    public static List<Node> Run(TreeMerge merge, List<Node> @base, List<Node> ours, List<Node> theirs)
    {
        var inOurs = ListAlignment.Of(merge.Numbers.Of(@base), merge.Numbers.Of(ours));
        var inTheirs = ListAlignment.Of(merge.Numbers.Of(@base), merge.Numbers.Of(theirs));
        var merged = new List<Node>(Math.Max(ours.Count, theirs.Count));
        var (b, o, t) = (0, 0, 0);
        for (var next = 0; next <= @base.Count; next++)
        {
            var atEnd = next == @base.Count;
            if (!atEnd && (inOurs[next] < 0 || inTheirs[next] < 0))
            {
                continue;
            }

            var (nextOurs, nextTheirs) = atEnd ? (ours.Count, theirs.Count) : (inOurs[next], inTheirs[next]);
            merged.AddRange(Merge(merge, o, @base[b..next], ours[o..nextOurs], theirs[t..nextTheirs]));
            if (!atEnd)
            {
                merged.Add(ours[nextOurs]);
            }

            (b, o, t) = (next + 1, nextOurs + 1, nextTheirs + 1);
        }

        return merged;
    }

    private static List<Node> Merge(TreeMerge merge, int index, List<Node> @base, List<Node> ours, List<Node> theirs)
    {
        var (old, left, right) = (merge.Numbers.Of(@base), merge.Numbers.Of(ours), merge.Numbers.Of(theirs));
        if (left.AsSpan().SequenceEqual(right) || old.AsSpan().SequenceEqual(right))
        {
            return ours;
        }

        if (old.AsSpan().SequenceEqual(left))
        {
            return theirs;
        }

        if (IsComments(@base) && IsComments(ours) && IsComments(theirs))
        {
            return [.. CommentMerge.Run([.. @base.Cast<CommentNode>()], [.. ours.Cast<CommentNode>()], [.. theirs.Cast<CommentNode>()])];
        }

        if (@base.Count == ours.Count && @base.Count == theirs.Count)
        {
            return [.. Enumerable.Range(0, ours.Count).Select(i => merge.MergeAt(index + i, @base[i], ours[i], theirs[i]))];
        }

        return merge.ChooseAt(index, @base, ours, theirs);
    }

    private static bool IsComments(List<Node> items) => items.TrueForAll(item => item is CommentNode);
}
