using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Merging;

namespace SecretsKit.Tests.Documents.Merging;

/// <summary>What holds for every merge, tried on random trees with random changes from fixed seeds.</summary>
public sealed class TreeMergePropertyTests
{
    private const int Count = 3_000;
    private static readonly string[] Left = ["a", "c", "e"];
    private static readonly string[] Right = ["b", "d", "f"];
    private static readonly string[] All = ["a", "b", "c", "d", "e", "f"];

    [Fact]
    public void What_only_one_side_changed_is_the_result()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var random = new RandomTrees(seed);
            var @base = random.Document(All);
            var changed = random.Edit(@base, seed % 6, All);
            AssertClean(changed, @base, changed, @base);
            AssertClean(changed, @base, @base, changed);
            AssertClean(changed, @base, changed, changed);
        }
    }

    [Fact]
    public void Changes_that_do_not_meet_are_both_there_whoever_merges_whom()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var random = new RandomTrees(seed);
            var @base = random.Document(All);
            var (left, right) = (random.Edit(@base, 4, Left), random.Edit(@base, 4, Right));
            var both = new MapNode(
                [.. left.Entries.Zip(right.Entries, (l, r) => l.Key is StringNode key && Right.Contains(key.Value.RevealText()) ? r : l)]);
            AssertClean(both, @base, left, right);
            AssertClean(both, @base, right, left);
        }
    }

    [Fact]
    public void A_conflict_is_the_same_from_both_sides()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var random = new RandomTrees(seed);
            var @base = random.Document(All);
            var (left, right) = (random.Edit(@base, 6, All), random.Edit(@base, 6, All));
            var one = Merge(@base, left, right, MergeSide.Ours);
            var other = Merge(@base, right, left, MergeSide.Theirs);
            Assert.Equal(one.Conflicts.Count, other.Conflicts.Count);
            Assert.Equal(Values(one.Tree.Branches[0]), Values(other.Tree.Branches[0]));
            Assert.Equal(one.Conflicts.Count, one.Conflicts.Select(conflict => conflict.Place).Distinct().Count());
        }
    }

    [Fact]
    public void No_comment_is_invented()
    {
        for (var seed = 0; seed < Count; seed++)
        {
            var random = new RandomTrees(seed);
            var @base = random.Document(All);
            var (left, right) = (random.Edit(@base, 6, All), random.Edit(@base, 6, All));
            var known = Comments(left).Concat(Comments(right)).ToHashSet();
            Assert.All(Comments(Merge(@base, left, right, MergeSide.Ours).Tree.Branches[0]), comment => Assert.Contains(comment, known));
        }
    }

    private static MergedTree Merge(MapNode @base, MapNode ours, MapNode theirs, MergeSide side) =>
        TreeMerge.Run(new([@base]), new([ours]), new([theirs]), _ => side);

    private static void AssertClean(MapNode wanted, MapNode @base, MapNode ours, MapNode theirs)
    {
        var merged = Merge(@base, ours, theirs, MergeSide.Ours);
        Assert.Empty(merged.Conflicts);
        Assert.Equal(TreeText.Of(wanted), TreeText.Of(merged.Tree));
    }

    // Without comments and the order of keys, where both sides have moved some.
    private static string Values(Node node) => node switch
    {
        MapNode map =>
            "{"
                + string.Join(", ", map.Entries.Where(entry => !entry.IsComment)
                    .Select(entry => $"{TreeText.Of(entry.Key)}: {Values(entry.Value)}")
                    .Order(StringComparer.Ordinal))
                + "}",
        ListNode list => "[" + string.Join(", ", list.Items.Where(item => item is not CommentNode).Select(Values)) + "]",
        _ => TreeText.Of(node),
    };

    private static IEnumerable<string> Comments(Node node) => node switch
    {
        MapNode map => map.Entries.SelectMany(entry => entry.IsComment ? Comments(entry.Key) : Comments(entry.Value)),
        ListNode list => list.Items.SelectMany(Comments),
        CommentNode comment => [comment.Text.RevealText()],
        _ => [],
    };
}
