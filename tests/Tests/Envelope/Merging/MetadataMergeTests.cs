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
    public void Recipients_that_only_they_changed_are_taken_over_as_they_wrapped_our_key() =>
        Assert.Equal("a c", Merge("a b", "a b", "a c", SameKey));

    [Fact]
    public void Recipients_that_both_sides_added_and_removed_are_combined() =>
        Assert.Equal("b x y", Merge("a b c", "b c x", "a b y", SameKey));

    [Fact]
    public void Their_rotation_is_not_undone_but_done_again() => Assert.Equal("a b, a new key", Merge("a b", "a b", "a b", TheyRotated));

    [Fact]
    public void Their_rotation_for_other_recipients_is_for_people_to_decide() =>
        Assert.Equal("a b, a conflict", Merge("a b", "a b", "a c", TheyRotated));

    [Fact]
    public void Different_recipients_without_an_ancestor_are_a_conflict()
    {
        var merged = MetadataMerge.Of(null, File("a"), File("b"), TheyRotated);
        Assert.True(merged.IsConflict);
    }

    [Fact]
    public void Files_made_by_both_sides_for_the_same_recipients_get_a_new_key() =>
        Assert.True(MetadataMerge.Of(null, File("a"), File("a"), TheyRotated).NeedsNewKey);

    [Fact]
    public void Shares_of_several_groups_are_not_mixed()
    {
        static DocumentMetadata Groups(params string[] names) => File("x") with
        {
            KeyGroups = [.. names.Select(name => Group(name))],
            ShamirThreshold = 2,
        };
        Assert.True(MetadataMerge.Of(Groups("a", "b"), Groups("a", "c"), Groups("a", "d"), SameKey).IsConflict);
        Assert.Equal(
            ["a", "d"],
            MetadataMerge.Of(Groups("a", "b"), Groups("a", "b"), Groups("a", "d"), SameKey)
                .Metadata.KeyGroups.Select(group => group.Keys[0].Key.Id));
    }

    [Fact]
    public void Stricter_rules_that_only_they_changed_are_taken_and_different_ones_are_a_conflict()
    {
        var rule = new SelectionFields { EncryptedRegex = "^data$" };
        var other = new SelectionFields { EncryptedRegex = "^other$" };
        var stricter = new SelectionFields { UnencryptedSuffix = "_really_unencrypted" };
        Assert.Equal(stricter, MetadataMerge.Of(File("a"), File("a"), File("a") with { Selection = stricter }, SameKey).Metadata.Selection);
        Assert.Equal(rule, MetadataMerge.Of(File("a"), File("a") with { Selection = rule }, File("a"), SameKey).Metadata.Selection);
        Assert.Equal(
            MetadataConflict.RulesOnBothSides,
            MetadataMerge.Of(File("a"), File("a") with { Selection = rule }, File("a") with { Selection = other }, SameKey).Conflict);
    }

    [Fact]
    public void Their_rules_are_for_people_to_decide_where_they_may_leave_values_readable()
    {
        var merged = MetadataMerge.Of(
            File("a"), File("a"), File("a") with { Selection = new SelectionFields { EncryptedRegex = "^data$" } }, SameKey);
        Assert.Equal((MetadataConflict.LooserRules, SelectionFields.Default), (merged.Conflict, merged.Metadata.Selection));
    }

    [Fact]
    public void What_the_MAC_covers_is_a_rule_of_its_own()
    {
        var loose = File("a") with { MacOnlyEncrypted = true };
        Assert.Equal(MetadataConflict.LooserRules, MetadataMerge.Of(File("a"), File("a"), loose, SameKey).Conflict);
        Assert.False(MetadataMerge.Of(loose, loose, File("a"), SameKey).Metadata.MacOnlyEncrypted);
        Assert.True(MetadataMerge.Of(File("a"), loose, File("a"), SameKey).Metadata.MacOnlyEncrypted);
        Assert.Equal(MetadataConflict.RulesOnBothSides, MetadataMerge.Of(null, loose, File("a"), SameKey).Conflict);
    }

    [Fact]
    public void A_threshold_alone_is_a_change_that_comes_with_its_shares()
    {
        static DocumentMetadata Groups(int threshold, string shares, string names = "abc") => File("x") with
        {
            KeyGroups =
            [
                .. names.Select(name => new WrappedKeyGroup([new WrappedKey(new AgeMasterKey(name.ToString()), shares + name, null)])),
            ],
            ShamirThreshold = threshold,
        };
        var taken = MetadataMerge.Of(Groups(3, "old"), Groups(3, "old"), Groups(2, "new"), SameKey);
        Assert.Equal((2, "newa", false), (taken.Metadata.ShamirThreshold, taken.Metadata.KeyGroups[0].Keys[0].Enc, taken.IsConflict));
        var forged = MetadataMerge.Of(Groups(3, "old"), Groups(3, "old"), Groups(2, "old"), SameKey);
        Assert.Equal((MetadataConflict.ThresholdWithoutShares, 3), (forged.Conflict, forged.Metadata.ShamirThreshold));
        var ofTwo = MetadataMerge.Of(Groups(2, "old", "ab"), Groups(2, "old", "ab"), Groups(1, "old", "ab"), SameKey);
        Assert.Equal((MetadataConflict.ThresholdWithoutShares, 2), (ofTwo.Conflict, ofTwo.Metadata.ShamirThreshold));
        Assert.Equal(3, MetadataMerge.Of(Groups(2, "old"), Groups(3, "new"), Groups(2, "old"), SameKey).Metadata.ShamirThreshold);
        Assert.Equal(
            MetadataConflict.RecipientsOnBothSides, MetadataMerge.Of(Groups(2, "1"), Groups(3, "2"), Groups(1, "3"), SameKey).Conflict);
    }

    private static string Merge(string @base, string ours, string theirs, DataKeyRelation keys)
    {
        var merged = MetadataMerge.Of(File(@base.Split(' ')), File(ours.Split(' ')), File(theirs.Split(' ')), keys);
        return string.Join(' ', merged.Metadata.KeyGroups[0].Keys.Select(key => key.Key.Id)) + (merged.NeedsNewKey ? ", a new key" : "")
            + (merged.IsConflict ? ", a conflict" : "");
    }

    private static DocumentMetadata File(params string[] recipients) => Sample.Metadata() with { KeyGroups = [Group(recipients)] };

    private static WrappedKeyGroup Group(params string[] recipients) =>
        new([.. recipients.Select(name => new WrappedKey(new AgeMasterKey(name), "wrapped for " + name, null))]);
}
