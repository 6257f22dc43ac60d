using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Listing;
using SecretsKit.Releases.Records.Model;
using static SecretsKit.Releases.Records.Model.ReleaseStatus;

namespace SecretsKit.Tests.Releases.Records;

/// <summary>Which releases a list shows, and in which order.</summary>
public sealed class ReleaseListTests
{
    private static readonly HashSet<ReleaseStatus> All = [.. Enum.GetValues<ReleaseStatus>()];

    private static readonly StoredRecord[] Records =
    [
        TestRelease.Record("beta", 1, Superseded, 10, "a"),
        TestRelease.Record("beta", 2, Deployed, 40, "a"),
        TestRelease.Record("alpha", 9, Superseded, 20),
        TestRelease.Record("alpha", 10, Failed, 30, "b"),
        TestRelease.Record("gamma", 1, Uninstalled, 5),
        TestRelease.Record("beta", 1, Deployed, 40, ns: "other"),
    ];

    [Theory]
    [InlineData(ReleaseOrder.ByName, "alpha.10 other/beta.1 beta.2 gamma.1")]
    [InlineData(ReleaseOrder.ByNameDescending, "gamma.1 other/beta.1 beta.2 alpha.10")]
    [InlineData(ReleaseOrder.ByDate, "gamma.1 alpha.10 other/beta.1 beta.2")]
    [InlineData(ReleaseOrder.ByDateDescending, "other/beta.1 beta.2 alpha.10 gamma.1")]
    public void The_latest_revisions_are_in_order(ReleaseOrder order, string expected) =>
        Assert.Equal(expected, Shown(new() { Statuses = All, Order = order }));

    /// <summary>The state is that of the latest revision: an older one that was deployed does not count.</summary>
    [Fact]
    public void States_are_chosen_among_the_latest_revisions()
    {
        Assert.Equal("other/beta.1 beta.2", Shown(new() { Statuses = new HashSet<ReleaseStatus> { Deployed } }));
        Assert.Equal("alpha.10", Shown(new() { Statuses = new HashSet<ReleaseStatus> { Failed, Superseded } }));
    }

    [Fact]
    public void Superseded_alone_are_all_superseded_revisions() =>
        Assert.Equal("alpha.9 beta.1", Shown(new() { Statuses = new HashSet<ReleaseStatus> { Superseded } }));

    [Fact]
    public void Names_labels_offset_and_limit_choose_among_them()
    {
        var query = new ReleaseListQuery { Statuses = All };
        Assert.Equal("alpha.10 gamma.1", Shown(query with { MatchesName = name => name != "beta" }));
        Assert.Equal("beta.2", Shown(query with { Labels = LabelSelector.Parse("team=a") }));
        Assert.Equal("alpha.10 beta.2", Shown(query with { Labels = LabelSelector.Parse("team") }));
        Assert.Equal("other/beta.1 beta.2", Shown(query with { Offset = 1, Limit = 2 }));
        Assert.Equal("", Shown(query with { Offset = 50 }));
        Assert.Equal("gamma.1", Shown(query with { Offset = 3, Limit = 0 }));
    }

    [Fact]
    public void A_damaged_revision_counts_for_nothing()
    {
        StoredRecord[] records = [TestRelease.Record("shop", 1), TestRelease.Damaged("shop", 2), TestRelease.Damaged("lost", 1)];
        Assert.Equal("shop.1", Shown(new() { Statuses = All }, records));
    }

    /// <summary>Memory for what is shown alone: the payloads of older revisions are not even decoded.</summary>
    [Fact]
    public void Of_each_release_only_the_latest_revision_is_read()
    {
        StoredRecord[] records = [.. Enumerable.Range(1, 200).SelectMany(
            release => Enumerable.Range(1, 10).Select(revision => TestRelease.Record($"shop-{release}", revision)))];
        var query = new ReleaseListQuery { Statuses = All, Limit = 0 };
        Assert.Equal(200, query.Select(records).Count);
        Assert.All(records, record => Assert.Equal(record.Revision == 10, record.HasSummary));
        Assert.All(records, record => Assert.False(record.IsDecoded));
    }

    private static string Shown(ReleaseListQuery query, StoredRecord[]? records = null) => string.Join(
        ' ', query.Select(records ?? Records).Select(summary => $"{Place(summary, records ?? Records)}{summary.Name}.{summary.Revision}"));

    // The namespace of the record, unless it is the usual one.
    private static string Place(ReleaseSummary summary, StoredRecord[] records)
    {
        var ns = records.Single(record => record.HasSummary && ReferenceEquals(record.Summary, summary)).Namespace;
        return ns == "prod" ? "" : ns + "/";
    }
}
