using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;
using SecretsKit.Testing.Http;

namespace SecretsKit.Integration.Releases;

/// <summary>What every storage of records does, whatever carries them.</summary>
public abstract class ReleaseStorageContract : IAsyncLifetime
{
    private static int _names;

    /// <summary>A namespace that no other test has.</summary>
    protected string Namespace { get; } = $"records-{Environment.ProcessId}-{Interlocked.Increment(ref _names)}";

    /// <summary>The clock of the storages.</summary>
    protected FakeClock Clock { get; } = new();

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>The storage of a namespace that <see cref="InitializeAsync"/> made, or of all: the empty text.</summary>
    protected abstract IReleaseStorage Open(string ns);

    /// <summary>A second namespace, made when it is asked for.</summary>
    protected abstract Task<string> OtherNamespaceAsync();

    protected static StoredRecord Record(
        string name, int revision, ReleaseStatus status = ReleaseStatus.Deployed, string manifest = "a: 1\n", string team = "front") =>
        RecordCodec.Encode(Release(name, revision, status, manifest, team), HelmGeneration.V4);

    [Fact]
    public async Task A_record_is_read_as_it_was_written()
    {
        var storage = Open(Namespace);
        var record = Record("shop", 1, manifest: "é\u2028<&>\n");
        Assert.Equal(StorageOutcome.Done, await storage.CreateAsync(record, Ct));
        var read = await storage.GetAsync(new("shop", 1), Ct);
        Assert.Equal(("sh.helm.release.v1.shop.v1", Namespace), (read!.Name, read.Namespace));
        Assert.Equal(record.Payload!.Value.ToArray(), read.Payload!.Value.ToArray());
        Assert.Equal(("shop", 1, ReleaseStatus.Deployed, "front"), (read.Release, read.Revision, read.Status, read.Labels["team"]));
        Assert.Equal("é\u2028<&>\n", read.Read().Manifest.RevealText());
    }

    [Fact]
    public async Task A_second_record_of_one_name_changes_nothing()
    {
        var storage = Open(Namespace);
        await storage.CreateAsync(Record("shop", 1), Ct);
        Assert.Equal(StorageOutcome.AlreadyExists, await storage.CreateAsync(Record("shop", 1, manifest: "other", team: "back"), Ct));
        var read = await storage.GetAsync(new("shop", 1), Ct);
        Assert.Equal(("a: 1\n", "front"), (read!.Read().Manifest.RevealText(), read.Labels["team"]));
    }

    [Fact]
    public async Task Of_two_who_create_at_once_one_succeeds()
    {
        var storages = new[] { Open(Namespace), Open(Namespace) };
        for (var revision = 1; revision <= 5; revision++)
        {
            var record = Record("shop", revision);
            var outcomes = await Task.WhenAll(storages.Select(storage => storage.CreateAsync(record, Ct)));
            Assert.Equal([StorageOutcome.Done, StorageOutcome.AlreadyExists], outcomes.Order());
        }
    }

    [Fact]
    public async Task An_update_replaces_payload_and_labels()
    {
        var storage = Open(Namespace);
        await storage.CreateAsync(Record("shop", 1), Ct);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(
            StorageOutcome.Done, await storage.UpdateAsync(Record("shop", 1, ReleaseStatus.Superseded, "b: 2\n", "back"), Ct));
        var read = await storage.GetAsync(new("shop", 1), Ct);
        Assert.Equal((ReleaseStatus.Superseded, "back"), (read!.Status, read.Labels["team"]));
        Assert.Equal(("b: 2\n", ReleaseStatus.Superseded), (read.Read().Manifest.RevealText(), read.Read().Status));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var storage = Open(Namespace);
        Assert.Null(await storage.GetAsync(new("shop", 1), Ct));
        Assert.Equal(StorageOutcome.NotFound, await storage.UpdateAsync(Record("shop", 1), Ct));
        Assert.Equal(StorageOutcome.NotFound, await storage.DeleteAsync(new("shop", 1), Ct));
        Assert.Empty(await storage.ListAsync(RecordSelector.All, Ct));
        Assert.Empty(await storage.ListAsync(RecordSelector.Of("shop"), Ct));
    }

    [Fact]
    public async Task A_deleted_record_is_gone_with_its_labels()
    {
        var storage = Open(Namespace);
        await storage.CreateAsync(Record("shop", 1), Ct);
        await storage.CreateAsync(Record("shop", 2), Ct);
        Assert.Equal(StorageOutcome.Done, await storage.DeleteAsync(new("shop", 1), Ct));
        Assert.Equal([2], (await storage.ListAsync(RecordSelector.Of("shop"), Ct)).Select(record => record.Revision));
        var plain = Release("shop", 1).WithLabels(new Dictionary<string, string>());
        await storage.CreateAsync(RecordCodec.Encode(plain, HelmGeneration.V4), Ct);
        Assert.False((await storage.GetAsync(new("shop", 1), Ct))!.Labels.ContainsKey("team"));
    }

    [Fact]
    public async Task Records_are_found_by_name_and_state()
    {
        var storage = Open(Namespace);
        await storage.CreateAsync(Record("shop", 1, ReleaseStatus.Superseded), Ct);
        await storage.CreateAsync(Record("shop", 2), Ct);
        await storage.CreateAsync(Record("shop-2", 1, ReleaseStatus.PendingInstall), Ct);
        Assert.Equal(["shop-2.1", "shop.1", "shop.2"], await FoundAsync(storage, RecordSelector.All));
        Assert.Equal(["shop.1", "shop.2"], await FoundAsync(storage, RecordSelector.Of("shop")));
        Assert.Equal(["shop.2"], await FoundAsync(storage, RecordSelector.All with { Status = ReleaseStatus.Deployed }));
        Assert.Equal(["shop.1"], await FoundAsync(storage, new() { Release = "shop", Status = ReleaseStatus.Superseded }));
        Assert.Equal(["shop-2.1"], await FoundAsync(storage, RecordSelector.All with { Status = ReleaseStatus.PendingInstall }));
    }

    [Fact]
    public async Task Namespaces_are_apart_and_can_be_listed_together()
    {
        var other = await OtherNamespaceAsync();
        await Open(Namespace).CreateAsync(Record("shop", 1), Ct);
        Assert.Equal(StorageOutcome.Done, await Open(other).CreateAsync(Record("shop", 1, team: "back"), Ct));
        Assert.Equal("front", Assert.Single(await Open(Namespace).ListAsync(RecordSelector.All, Ct)).Labels["team"]);
        Assert.Equal("back", (await Open(other).GetAsync(new("shop", 1), Ct))!.Labels["team"]);
        var all = await Open("").ListAsync(RecordSelector.Of("shop"), Ct);
        Assert.Equal(
            [(Namespace, "front"), (other, "back")],
            all.Where(record => record.Namespace == Namespace || record.Namespace == other)
                .OrderBy(record => record.Namespace == other)
                .Select(record => (record.Namespace, record.Labels["team"])));
    }

    [Fact]
    public async Task A_cancelled_change_stores_nothing()
    {
        var storage = Open(Namespace);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => storage.CreateAsync(Record("shop", 1), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => storage.ListAsync(RecordSelector.All, cancelled.Token));
        Assert.Empty(await storage.ListAsync(RecordSelector.All, Ct));
    }

    [Fact]
    public async Task Many_and_large_records_are_listed_whole()
    {
        var storage = Open(Namespace);
        var large = new byte[700_000];
        large.AsSpan().Fill((byte)'A');
        for (var revision = 1; revision <= 160; revision++)
        {
            var record = Record("shop", revision);
            var payload = revision == 80 ? large : record.Payload;
            Assert.Equal(
                StorageOutcome.Done, await storage.CreateAsync(new(record.Name, record.Namespace, record.Labels, payload), Ct));
        }

        var records = (await storage.ListAsync(RecordSelector.Of("shop"), Ct)).OrderBy(record => record.Revision).ToList();
        Assert.Equal(Enumerable.Range(1, 160), records.Select(record => record.Revision));
        Assert.Equal(large, records[79].Payload!.Value.ToArray());
        Assert.All(records, record => Assert.Equal(record.Revision == 80, !record.TryRead(out _, out _)));
    }

    protected static Release Release(
        string name, int revision, ReleaseStatus status = ReleaseStatus.Deployed, string manifest = "a: 1\n", string team = "front") =>
        new(new()
        {
            Name = name,
            Namespace = "elsewhere",
            Revision = revision,
            Status = status,
            FirstDeployed = new Timestamp(1_780_000_000, 0, 0),
            LastDeployed = new Timestamp(1_780_000_000 + revision, 0, 0),
            Chart = new(new()),
            Manifest = new(Encoding.UTF8.GetBytes(manifest).AsMemory()),
            Labels = new Dictionary<string, string> { ["team"] = team },
        });

    private static async Task<IEnumerable<string>> FoundAsync(IReleaseStorage storage, RecordSelector selector) =>
        (await storage.ListAsync(selector, Ct)).Select(record => $"{record.Release}.{record.Revision}").Order(StringComparer.Ordinal);
}
