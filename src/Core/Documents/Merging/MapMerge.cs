namespace SecretsKit.Core.Documents.Merging;

/// <summary>Merges maps key by key; comments belong to the key below them.</summary>
internal static class MapMerge
{
    public static MapNode Run(TreeMerge merge, MapNode @base, MapNode ours, MapNode theirs)
    {
        var (before, left, right) = (new KeyedEntries(@base), new KeyedEntries(ours), new KeyedEntries(theirs));
        var kept = new Dictionary<EntryName, MapEntry>();
        foreach (var name in left.Names.Concat(right.Names.Where(name => !left.Has(name))))
        {
            var (old, o, t) = (before.Find(name), left.Find(name), right.Find(name));
            if (merge.MergeUnder(name.Key, old?.Entry.Value, o?.Entry.Value, t?.Entry.Value) is { } value)
            {
                kept.Add(name, new((o ?? t)!.Value.Entry.Key, value));
            }
        }

        var merged = new List<MapEntry>(kept.Count);
        foreach (var name in KeyOrder.Of(before, left, right))
        {
            var (old, o, t) = (before.Find(name)?.Comments, left.Find(name)?.Comments, right.Find(name)?.Comments);
            if (kept.TryGetValue(name, out var entry))
            {
                AddComments(merged, old, o, t);
                merged.Add(entry);
            }
            else
            {
                // The key is gone; what somebody wrote above it in the meantime is not.
                merged.AddRange(CommentMerge.Added(old ?? [], o ?? t ?? []).Select(MapEntry.Comment));
            }
        }

        AddComments(merged, before.Tail, left.Tail, right.Tail);
        CommentMerge.DropRepeated(merged, @base, ours, theirs);
        return new(merged);
    }

    // A side that does not have the key says nothing about its comments.
    private static void AddComments(List<MapEntry> merged, List<CommentNode>? @base, List<CommentNode>? ours, List<CommentNode>? theirs)
    {
        var before = @base ?? [];
        merged.AddRange(CommentMerge.Run(before, ours ?? before, theirs ?? before).Select(MapEntry.Comment));
    }
}
