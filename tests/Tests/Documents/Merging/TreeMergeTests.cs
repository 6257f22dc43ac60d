using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Merging;

namespace SecretsKit.Tests.Documents.Merging;

/// <summary>What a merge of three trees takes from whom.</summary>
public sealed class TreeMergeTests
{
    [Theory]
    [InlineData("a: 1\nb: 2\n", "a: 9\nb: 2\n", "a: 1\nb: 8\n", "a: 9\nb: 8\n")]
    [InlineData("a: 1\n", "a: 1\nx: 2\n", "a: 1\ny: 3\n", "a: 1\nx: 2\ny: 3\n")]
    [InlineData("a: 1\nb: 2\n", "b: 2\n", "a: 1\nb: 2\nc: 3\n", "b: 2\nc: 3\n")]
    [InlineData("a: {b: {c: 1, d: 2}}\n", "a: {b: {c: 5, d: 2}}\n", "a: {b: {c: 1}}\n", "a: {b: {c: 5}}\n")]
    [InlineData("a: 1\nb: 2\nc: 3\n", "a: 1\nb: 2\nc: 4\n", "c: 3\na: 1\nb: 2\n", "c: 4\na: 1\nb: 2\n")]
    [InlineData("a: 1\n", "a: 2\n", "a: 2\n", "a: 2\n")]
    [InlineData("a: 1\n", "a: null\n", "a: 1\nb: 1\n", "a: null\nb: 1\n")]
    [InlineData("a: {x: 1}\n", "a: {x: 1, y: {z: 1}}\n", "a: {x: 1, y: {w: 2}}\n", "a: {x: 1, y: {w: 2, z: 1}}\n")]
    public void What_one_side_changed_is_taken(string @base, string ours, string theirs, string merged) =>
        AssertMerged(@base, ours, theirs, merged);

    [Theory]
    [InlineData("l: [1, 2, 3]\n", "l: [0, 1, 2, 3]\n", "l: [1, 2, 3, 4]\n", "l: [0, 1, 2, 3, 4]\n")]
    [InlineData("l: [1, 2, 3]\n", "l: [2, 3]\n", "l: [1, 2, 9]\n", "l: [2, 9]\n")]
    [InlineData(
        "l: [{a: 1, b: 1}, {a: 2, b: 2}]\n",
        "l: [{a: 9, b: 1}, {a: 2, b: 2}]\n",
        "l: [{a: 1, b: 8}, {a: 2, b: 2}]\n",
        "l: [{a: 9, b: 8}, {a: 2, b: 2}]\n")]
    [InlineData("l: [1, 5, 5]\n", "l: [1, 5, 5, 6]\n", "l: [5, 5]\n", "l: [5, 5, 6]\n")]
    public void Lists_merge_by_their_items(string @base, string ours, string theirs, string merged) =>
        AssertMerged(@base, ours, theirs, merged);

    [Theory]
    [InlineData("# h\na: 1\n", "# h\na: 2\n", "# h\n# more\na: 1\n", "# h\n# more\na: 2\n")]
    [InlineData("# h\na: 1\n", "# h\n# ours\na: 1\n", "# h\n# theirs\na: 1\n", "# h\n# ours\n# theirs\na: 1\n")]
    [InlineData("# h\nk: 1\n", "# h\na: 0\nk: 1\n", "# h\nb: 0\nk: 1\n", "# h\na: 0\nb: 0\nk: 1\n")]
    [InlineData("# h\na: 1\nb: 2\n", "# h\n# kept\na: 1\nb: 2\n", "# h\nb: 2\n", "# kept\n# h\nb: 2\n")]
    [InlineData("a: 1\n# end\n", "a: 1\n# end\n# ours\n", "a: 2\n# end\n", "a: 2\n# end\n# ours\n")]
    [InlineData("# old\na: 1\n", "# new\na: 1\n", "# old\na: 2\n", "# new\na: 2\n")]
    public void Comments_are_kept_and_never_conflict(string @base, string ours, string theirs, string merged) =>
        AssertMerged(@base, ours, theirs, merged);

    [Theory]
    [InlineData("a: 1\n", "a: 2\n", "a: 3\n", "[\"a\"]")]
    [InlineData("a: 1\nb: 1\n", "b: 1\n", "a: 3\nb: 1\n", "[\"a\"]")]
    [InlineData("b: 1\n", "a: 2\nb: 1\n", "a: 3\nb: 1\n", "[\"a\"]")]
    [InlineData("a: 1\n", "a: 1.0\n", "a: \"1\"\n", "[\"a\"]")]
    [InlineData("a: {b: 1}\n", "a: {b: 2}\n", "a: 5\n", "[\"a\"]")]
    [InlineData("a: {b: [1, 2]}\n", "a: {b: [1, 3]}\n", "a: {b: [1, 4]}\n", "[\"a\"][\"b\"][1]")]
    [InlineData("l: [1]\n", "l: [1, 2]\n", "l: [1, 3]\n", "[\"l\"][1]")]
    [InlineData("x: 1\n---\na: 1\n", "x: 1\n---\na: 2\n", "x: 1\n---\na: 3\n", "document 2: [\"a\"]")]
    public void What_both_changed_differently_is_a_conflict_that_names_its_place(string @base, string ours, string theirs, string place)
    {
        var merged = TreeMerge.Run(Tree(@base), Tree(ours), Tree(theirs), _ => MergeSide.Ours);
        Assert.Equal([place], merged.Conflicts.Select(conflict => conflict.Place));
        Assert.Equal(TreeText.Of(Tree(ours)), TreeText.Of(merged.Tree));
        Assert.Equal(
            TreeText.Of(Tree(theirs)), TreeText.Of(TreeMerge.Run(Tree(@base), Tree(ours), Tree(theirs), _ => MergeSide.Theirs).Tree));
        Assert.Equal(TreeText.Of(Tree(@base)), TreeText.Of(TreeMerge.Run(Tree(@base), Tree(ours), Tree(theirs), _ => MergeSide.Base).Tree));
    }

    [Fact]
    public void A_conflict_does_not_keep_the_rest_from_being_merged()
    {
        var merged = TreeMerge.Run(
            Tree("a: 1\nb: 1\nl: [1, 2, 3]\n"),
            Tree("a: 2\nb: 5\nl: [1, 7, 3]\n"),
            Tree("a: 3\nb: 1\nl: [1, 8, 3, 4]\n"),
            _ => MergeSide.Ours);
        Assert.Equal(["[\"a\"]", "[\"l\"][1]"], merged.Conflicts.Select(conflict => conflict.Place));
        Assert.Equal(TreeText.Of(Tree("a: 2\nb: 5\nl: [1, 7, 3, 4]\n")), TreeText.Of(merged.Tree));
    }

    [Fact]
    public void Conflicts_behind_one_in_an_item_of_a_list_name_their_own_places()
    {
        static DocumentTree Changed(int first, int second, int third) =>
            Tree($"l: [1, {{a: {first}}}, 3, {{b: {second}}}, 5]\nz: {third}\n");
        var merged = TreeMerge.Run(Changed(0, 0, 0), Changed(1, 1, 1), Changed(2, 2, 2), _ => MergeSide.Ours);
        Assert.Equal(["[\"l\"][1][\"a\"]", "[\"l\"][3][\"b\"]", "[\"z\"]"], merged.Conflicts.Select(conflict => conflict.Place));
    }

    [Fact]
    public void Without_an_ancestor_what_both_have_is_taken_once() =>
        AssertMerged("", "a: 1\nb: 2\n", "b: 2\nc: 3\n", "a: 1\nb: 2\nc: 3\n");

    [Fact]
    public void Documents_merge_by_their_number_and_new_ones_are_added()
    {
        AssertMerged("a: 1\n---\nb: 1\n", "a: 2\n---\nb: 1\n", "a: 1\n---\nb: 2\n", "a: 2\n---\nb: 2\n");
        AssertMerged("a: 1\n---\nb: 1\n", "a: 1\n---\nb: 1\n---\nc: 1\n", "a: 5\n---\nb: 1\n", "a: 5\n---\nb: 1\n---\nc: 1\n");
    }

    [Fact]
    public void A_map_may_hold_a_key_several_times()
    {
        static DocumentTree Json(string text) =>
            DocumentFormats.Plain(DocumentFormat.Json).Read(Encoding.UTF8.GetBytes(text), DocumentLimits.Default);
        var merged = TreeMerge.Run(Json("""{"a":1,"a":2}"""), Json("""{"a":9,"a":2}"""), Json("""{"a":1,"a":8}"""), _ => MergeSide.Ours);
        Assert.Empty(merged.Conflicts);
        Assert.Equal(TreeText.Of(Json("""{"a":9,"a":8}""")), TreeText.Of(merged.Tree));
    }

    [Fact]
    public void What_is_equal_on_both_sides_is_taken_from_ours()
    {
        var (@base, ours, theirs) = (Tree("a: {b: 1, c: 1}\n"), Tree("a: {b: 1, c: 2}\n"), Tree("a: {b: 1, c: 1, d: 3}\n"));
        var merged = (MapNode)TreeMerge.Run(@base, ours, theirs, _ => MergeSide.Ours).Tree.Branches[0].Entries[0].Value;
        Assert.Same(((MapNode)ours.Branches[0].Entries[0].Value).Entries[0].Value, merged.Entries[0].Value);
    }

    private static void AssertMerged(string @base, string ours, string theirs, string wanted)
    {
        var merged = TreeMerge.Run(Tree(@base), Tree(ours), Tree(theirs), _ => MergeSide.Ours);
        Assert.Empty(merged.Conflicts);
        Assert.Equal(TreeText.Of(Tree(wanted)), TreeText.Of(merged.Tree));
    }

    private static DocumentTree Tree(string yaml) =>
        DocumentFormats.Plain(DocumentFormat.Yaml).Read(Encoding.UTF8.GetBytes(yaml), DocumentLimits.Default);
}
