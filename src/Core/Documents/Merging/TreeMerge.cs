namespace SecretsKit.Core.Documents.Merging;

/// <summary>What a merge made. Its values may be secret.</summary>
public sealed class MergedTree
{
    internal MergedTree(DocumentTree tree, IReadOnlyList<MergeConflict> conflicts)
    {
        Tree = tree;
        Conflicts = conflicts;
    }

    /// <summary>The tree. Its nodes are those of the trees that were merged, so they must not be changed.</summary>
    public DocumentTree Tree { get; }

    /// <summary>The places where a side had to be chosen, in the order of the tree.</summary>
    public IReadOnlyList<MergeConflict> Conflicts { get; }

    /// <summary>The number of conflicts, never a value.</summary>
    public override string ToString() => $"MergedTree({Conflicts.Count} conflicts)";
}

/// <summary>
/// Merges the values of three trees by their keys: what only one side changed is taken, what both
/// changed alike too. The order of keys is that of our side, or of theirs where only they reordered; what both sides added in one place is
/// ordered by key, so that it does not matter who merges whom. Lists merge like lines of text, but items that changed in place are merged
/// themselves. Comments never conflict: those that a side added are kept, those that a side removed are gone.
/// </summary>
public sealed class TreeMerge
{
    private readonly Func<MergeConflict, MergeSide> _choose;
    private readonly List<MergeConflict> _conflicts = [];
    private readonly MergePlace _place;

    /// <summary>Tells which nodes are equal.</summary>
    internal NodeNumbers Numbers { get; } = new();

    private TreeMerge(Func<MergeConflict, MergeSide> choose, bool hasDocuments)
    {
        _choose = choose;
        _place = new(hasDocuments);
    }

    /// <summary>Merges.</summary>
    /// <param name="base">The common ancestor; without documents if there is none.</param>
    /// <param name="ours">Our side.</param>
    /// <param name="theirs">Their side.</param>
    /// <param name="choose">Whose value is taken at a place in conflict.</param>
    public static MergedTree Run(DocumentTree @base, DocumentTree ours, DocumentTree theirs, Func<MergeConflict, MergeSide> choose)
    {
        ArgumentNullException.ThrowIfNull(@base);
        ArgumentNullException.ThrowIfNull(ours);
        ArgumentNullException.ThrowIfNull(theirs);
        ArgumentNullException.ThrowIfNull(choose);
        if (ours.Branches.Count == 1 && theirs.Branches.Count == 1 && @base.Branches.Count <= 1)
        {
            var single = new TreeMerge(choose, hasDocuments: false);
            var merged = single.Merge(@base.Branches.FirstOrDefault() ?? new MapNode(), ours.Branches[0], theirs.Branches[0]);
            return new(new([(MapNode)merged!]), single._conflicts);
        }

        var merge = new TreeMerge(choose, hasDocuments: true);
        var documents = ListMerge.Run(merge, [.. @base.Branches], [.. ours.Branches], [.. theirs.Branches]);
        return new(new(documents.ConvertAll(document => (MapNode)document)), merge._conflicts);
    }

    /// <summary>Merges one place; null stands for nothing.</summary>
    internal Node? Merge(Node? @base, Node? ours, Node? theirs)
    {
        if (AreEqual(ours, theirs))
        {
            return ours;
        }

        return AreEqual(@base, ours) ? theirs
            : AreEqual(@base, theirs) ? ours
            : (@base, ours, theirs) switch
            {
                (_, MapNode left, MapNode right) when HasTextKeys(left) && HasTextKeys(right) =>
                    MapMerge.Run(this, TextKeyed(@base), left, right),
                (ListNode old, ListNode left, ListNode right) => new ListNode(ListMerge.Run(this, old.Items, left.Items, right.Items)),
                _ => Choose(@base, ours, theirs),
            };
    }

    /// <summary>Merges what is under a key.</summary>
    internal Node? MergeUnder(Core.Text.ByteString key, Node? @base, Node? ours, Node? theirs)
    {
        _place.Enter(key);
        var merged = Merge(@base, ours, theirs);
        _place.Leave();
        return merged;
    }

    /// <summary>Merges an item of a list.</summary>
    internal Node MergeAt(int index, Node @base, Node ours, Node theirs)
    {
        _place.Enter(index);
        var merged = Merge(@base, ours, theirs)!;
        _place.Leave();
        return merged;
    }

    /// <summary>Asks for the side of a run of items.</summary>
    internal List<Node> ChooseAt(int index, List<Node> @base, List<Node> ours, List<Node> theirs)
    {
        _place.Enter(index);
        var chosen = (ListNode)Choose(new ListNode(@base), new ListNode(ours), new ListNode(theirs))!;
        _place.Leave();
        return chosen.Items;
    }

    private Node? Choose(Node? @base, Node? ours, Node? theirs)
    {
        var conflict = new MergeConflict(_place.ToString(), @base, ours, theirs);
        _conflicts.Add(conflict);
        return conflict.Of(_choose(conflict));
    }

    private bool AreEqual(Node? left, Node? right) =>
        left is null || right is null ? left is null && right is null : Numbers.Of(left) == Numbers.Of(right);

    // YAML can hold other keys in files that were never encrypted.
    private static MapNode TextKeyed(Node? node) => node is MapNode map && HasTextKeys(map) ? map : new MapNode();

    private static bool HasTextKeys(MapNode map) => map.Entries.TrueForAll(entry => entry.Key is StringNode or CommentNode);
}
