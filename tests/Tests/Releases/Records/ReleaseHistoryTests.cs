using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Records.Storage.Memory;
using SecretsKit.Testing.Http;
using static SecretsKit.Releases.Records.Model.ReleaseStatus;

namespace SecretsKit.Tests.Releases.Records;

/// <summary>The revisions of a release: which counts, which comes next, which go.</summary>
public sealed class ReleaseHistoryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Revisions_are_in_order_of_their_numbers_and_damaged_ones_apart()
    {
        var history = new ReleaseHistory(
            "shop",
            [
                TestRelease.Record("shop", 10, Failed),
                TestRelease.Record("shop", 9, Deployed),
                TestRelease.Damaged("shop", 11),
                TestRelease.Record("shop", 2),
            ]);
        Assert.Equal([2, 9, 10], history.Revisions.Select(record => record.Revision));
        Assert.Equal((10, 9, 11), (history.Last!.Revision, history.LastDeployed!.Revision, history.NextRevision));
        Assert.Equal(["sh.helm.release.v1.shop.v11"], history.Damaged.Select(record => record.Name));
        Assert.Equal((9, null), (history.Find(9)!.Revision, history.Find(11)));
    }

    [Fact]
    public void A_release_that_is_not_there_begins_with_revision_1()
    {
        var history = new ReleaseHistory("shop", []);
        Assert.Equal((null, null, 1), (history.Last, history.LastDeployed, history.NextRevision));
        Assert.Empty(history.ToPrune(1));
    }

    [Fact]
    public void After_a_killed_operation_the_later_of_two_that_are_deployed_counts()
    {
        var history = new ReleaseHistory("shop", [TestRelease.Record("shop", 1, Deployed), TestRelease.Record("shop", 2, Deployed)]);
        Assert.Equal([1, 2], history.Deployed.Select(record => record.Revision));
        Assert.Equal(2, history.LastDeployed!.Revision);
    }

    /// <summary>States by revision: s(uperseded), d(eployed), f(ailed), x: damaged.</summary>
    [Theory]
    [InlineData("sssd", 10, "")]
    [InlineData("sssd", 5, "")]
    [InlineData("sssd", 4, "1")]
    [InlineData("sssd", 3, "1 2")]
    [InlineData("sssd", 1, "1 2 3")]
    [InlineData("sssd", 0, "")]
    [InlineData("sssd", -1, "")]
    [InlineData("dfff", 3, "2 3")]
    [InlineData("dfff", 1, "2 3 4")]
    [InlineData("ffff", 1, "1 2 3 4")]
    [InlineData("ddff", 2, "1 3 4")]
    [InlineData("xsd", 3, "")]
    [InlineData("xsd", 2, "2")]
    public void The_oldest_go_and_never_the_one_deployed_last(string states, int limit, string expected)
    {
        var records = states.Select((state, at) => state == 'x'
            ? TestRelease.Damaged("shop", at + 1)
            : TestRelease.Record("shop", at + 1, state == 'd' ? Deployed : state == 'f' ? Failed : Superseded));
        Assert.Equal(
            expected, string.Join(' ', new ReleaseHistory("shop", records).ToPrune(limit).Select(record => record.Revision)));
    }

    [Fact]
    public async Task A_new_revision_takes_the_place_of_the_oldest_one()
    {
        var storage = new MemoryReleaseStorage("prod", new FakeClock());
        var store = new ReleaseStore(storage, HelmGeneration.V4);
        for (var revision = 1; revision <= 5; revision++)
        {
            var history = await store.LoadHistoryAsync("shop", Ct);
            Assert.Equal(revision, history.NextRevision);
            Assert.Equal(
                StorageOutcome.Done,
                await store.CreateAsync(TestRelease.Of("shop", revision, revision == 1 ? Deployed : Failed), history, 3, Ct));
        }

        Assert.Equal([1, 4, 5], (await store.LoadHistoryAsync("shop", Ct)).Revisions.Select(record => record.Revision));
    }

    [Fact]
    public async Task A_revision_that_another_has_made_meanwhile_is_not_replaced()
    {
        var store = new ReleaseStore(new MemoryReleaseStorage("prod", new FakeClock()), HelmGeneration.V4);
        var history = await store.LoadHistoryAsync("shop", Ct);
        await store.CreateAsync(TestRelease.Of("shop", 1, manifest: "first"), history, 10, Ct);
        Assert.Equal(StorageOutcome.AlreadyExists, await store.CreateAsync(TestRelease.Of("shop", 1), history, 10, Ct));
        Assert.Equal("first", (await store.GetAsync(new("shop", 1), Ct))!.Manifest.RevealText());
        Assert.Null(await store.GetAsync(new("shop", 2), Ct));
        Assert.Equal(StorageOutcome.NotFound, await store.UpdateAsync(TestRelease.Of("shop", 2), Ct));
    }

    [Fact]
    public async Task Labels_of_the_system_are_in_the_history_and_not_in_a_single_revision()
    {
        var clock = new FakeClock();
        var store = new ReleaseStore(new MemoryReleaseStorage("prod", clock), HelmGeneration.V4);
        await store.CreateAsync(TestRelease.Of("shop", 1, label: "front"), new("shop", []), 10, Ct);
        await store.UpdateAsync(TestRelease.Of("shop", 1, Deployed, label: "front"), Ct);
        var last = (await store.LoadHistoryAsync("shop", Ct)).Last!;
        Assert.Equal(
            ["modifiedAt", "name", "owner", "status", "team", "version"], last.Read().Labels.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["team"], (await store.GetAsync(new("shop", 1), Ct))!.Labels.Keys);

        // The record of the next revision begins with them, the time of the change among them.
        var next = TestRelease.Of("shop", 2).WithLabels(
            ReleaseLabels.Merge(last.Read().Labels, new Dictionary<string, string> { ["tier"] = "1" }));
        await store.CreateAsync(next, await store.LoadHistoryAsync("shop", Ct), 10, Ct);
        var labels = (await store.LoadHistoryAsync("shop", Ct)).Last!.Labels;
        Assert.Equal(
            ["createdAt", "modifiedAt", "name", "owner", "status", "team", "tier", "version"], labels.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("2", "superseded"), (labels["version"], labels["status"]));
    }

    [Fact]
    public async Task All_deletions_are_tried_before_the_first_failure_is_reported()
    {
        var inner = new MemoryReleaseStorage("prod", new FakeClock());
        var store = new ReleaseStore(new FailingStorage(inner, "sh.helm.release.v1.shop.v1"), HelmGeneration.V4);
        for (var revision = 1; revision <= 3; revision++)
        {
            await inner.CreateAsync(TestRelease.Record("shop", revision), Ct);
        }

        var history = await store.LoadHistoryAsync("shop", Ct);
        await inner.DeleteAsync(new("shop", 2), Ct);
        var failure = await Assert.ThrowsAsync<SecretsKitException>(() => store.DeleteAsync(history.Revisions, Ct));
        Assert.Equal("cannot delete release record sh.helm.release.v1.shop.v1 in namespace prod: no", failure.Message);
        Assert.Equal([1], (await store.LoadHistoryAsync("shop", Ct)).Revisions.Select(record => record.Revision));
    }

    private sealed class FailingStorage(IReleaseStorage inner, string failing) : IReleaseStorage
    {
        public StorageDriver Driver => inner.Driver;

        public string Namespace => inner.Namespace;

        public long MaxPayloadBytes => inner.MaxPayloadBytes;

        public Task<StorageOutcome> CreateAsync(StoredRecord record, CancellationToken cancellationToken) =>
            inner.CreateAsync(record, cancellationToken);

        public Task<StorageOutcome> UpdateAsync(StoredRecord record, CancellationToken cancellationToken) =>
            inner.UpdateAsync(record, cancellationToken);

        public Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken) => inner.GetAsync(key, cancellationToken);

        public Task<StorageOutcome> DeleteAsync(RecordKey key, CancellationToken cancellationToken) => key.ToString() == failing
            ? throw new StorageCause(StorageOperation.Delete, Driver, Namespace, failing).ToException("no", null, null)
            : inner.DeleteAsync(key, cancellationToken);

        public Task<IReadOnlyList<StoredRecord>> ListAsync(RecordSelector selector, CancellationToken cancellationToken) =>
            inner.ListAsync(selector, cancellationToken);
    }
}
