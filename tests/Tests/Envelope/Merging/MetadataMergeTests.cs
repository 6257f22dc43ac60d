using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Merging;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Selection;

namespace SecretsKit.Tests.Envelope.Merging;

/// <summary>Who can read a merged file, and under which data key.</summary>
public sealed class MetadataMergeTests
{
    private static readonly DataKeyRelation SameKey = new(TheirsIsOurs: true, TheirsIsBase: true);
    private static readonly DataKeyRelation WeRotated = new(TheirsIsOurs: false, TheirsIsBase: true);
    private static readonly DataKeyRelation TheyRotated = new(TheirsIsOurs: false, TheirsIsBase: false);

    [Fact]
    public void Where_recipients_are_the_same_our_metadata_stay()
    {
        var ours = File("a", "b") with { Version = "3.9.0" };
        var merged = MetadataMerge.Of(File("a", "b"), ours, File("b", "a"), SameKey);
        Assert.Same(ours, merged.Metadata);
        Assert.Equal((false, false), (merged.NeedsNewKey, merged.IsConflict));
    }

    [Fact]
    public void Our_own_change_of_recipients_stays() => Assert.Equal("a c", Merge("a b", "a c", "a b", SameKey));

    [Fact]
    public void Our_own_rotation_stays_under_our_key() => Assert.Equal("a b", Merge("a b", "a b", "a b", WeRotated));

    [Fact]
    public void Recipients_that_only_they_changed_are_taken_over_as_they_wrapped_our_key() => Assert.Equal("a c", Merge("a b", "a b", "a c", SameKey));

    [Fact]
    public void Recipients_that_both_sides_added_and_removed_are_combined() => Assert.Equal("b x y", Merge("a b c", "b c x", "a b y", SameKey));

    [Fact]
    public void Their_rotation_is_not_undone_but_done_again() => Assert.Equal("a b, a new key", Merge("a b", "a b", "a b", TheyRotated));

    [Fact]
    public void Their_rotation_for_other_recipients_is_for_people_to_decide() => Assert.Equal("a b, a conflict", Merge("a b", "a b", "a c", TheyRotated));

    [Fact]
    public void Different_recipients_without_an_ancestor_are_a_conflict()
    {
        var merged = MetadataMerge.Of(null, File("a"), File("b"), TheyRotated);
        Assert.True(merged.IsConflict);
    }

    [Fact]
    public void Files_made_by_both_sides_for_the_same_recipients_get_a_new_key() => Assert.True(MetadataMerge.Of(null, File("a"), File("a"), TheyRotated).NeedsNewKey);

    [Fact]
    public void Shares_of_several_groups_are_not_mixed()
    {
        static DocumentMetadata Groups(params string[] names) => File("x") with { KeyGroups = [.. names.Select(name => Group(name))], ShamirThreshold = 2 };
        Assert.True(MetadataMerge.Of(Groups("a", "b"), Groups("a", "c"), Groups("a", "d"), SameKey).IsConflict);
        Assert.Equal(["a", "d"], MetadataMerge.Of(Groups("a", "b"), Groups("a", "b"), Groups("a", "d"), SameKey).Metadata.KeyGroups.Select(group => group.Keys[0].Key.Id));
    }

    [Fact]
    public void Rules_that_only_they_changed_are_taken_and_different_ones_are_a_conflict()
    {
        var rule = new SelectionFields { EncryptedRegex = "^data$" };
        var other = new SelectionFields { EncryptedRegex = "^other$" };
        Assert.Equal(rule, MetadataMerge.Of(File("a"), File("a"), File("a") with { Selection = rule }, SameKey).Metadata.Selection);
        Assert.Equal(rule, MetadataMerge.Of(File("a"), File("a") with { Selection = rule }, File("a"), SameKey).Metadata.Selection);
        Assert.True(MetadataMerge.Of(File("a"), File("a") with { Selection = rule }, File("a") with { Selection = other }, SameKey).IsConflict);
    }

    private static string Merge(string @base, string ours, string theirs, DataKeyRelation keys)
    {
        var merged = MetadataMerge.Of(File(@base.Split(' ')), File(ours.Split(' ')), File(theirs.Split(' ')), keys);
        return string.Join(' ', merged.Metadata.KeyGroups[0].Keys.Select(key => key.Key.Id)) + (merged.NeedsNewKey ? ", a new key" : "") + (merged.IsConflict ? ", a conflict" : "");
    }

    private static DocumentMetadata File(params string[] recipients) => Sample.Metadata() with { KeyGroups = [Group(recipients)] };

    private static WrappedKeyGroup Group(params string[] recipients) => new([.. recipients.Select(name => new WrappedKey(new AgeMasterKey(name), "wrapped for " + name, null))]);
}
