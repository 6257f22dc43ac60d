using System.Security.Cryptography;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.History;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Records.Storage;

namespace SecretsKit.Tests.Releases.Records;

/// <summary>Records that are too large for their storage are refused before anything is changed, with advice that helps.</summary>
public sealed class RecordSizeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<RecordPartKind, string, string> Parts => new()
    {
        { RecordPartKind.Files, "the chart's other files (", "list files that templates do not read in the chart's .helmignore" },
        { RecordPartKind.Templates, "the chart's templates (", "move files out of templates/ that render nothing, or split the chart" },
        { RecordPartKind.Manifest, "the manifest (", "split the chart into several releases" },
        { RecordPartKind.Config, "the values given (", "move long values into ConfigMaps or Secrets of their own and refer to them" },
        { RecordPartKind.Notes, "the notes (", "shorten NOTES.txt" },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task The_largest_part_is_named_with_what_helps(RecordPartKind kind, string name, string advice)
    {
        var storage = new CountingStorage(100_000);
        var store = new ReleaseStore(storage, HelmGeneration.V4);
        var release = Large(kind, 100_000);
        var failure = await Assert.ThrowsAsync<SecretsKitException>(() => store.CreateAsync(release, History(), 1, Ct));
        Assert.Equal(ErrorCode.LimitExceeded, failure.Code);
        Assert.StartsWith("release record sh.helm.release.v1.shop.v2 is too large: ", failure.Message, StringComparison.Ordinal);
        Assert.Contains($" compressed, of at most 93 KiB; its largest parts are {name}", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith(advice, failure.Hint, StringComparison.Ordinal);
        Assert.Contains(", or keep records in PostgreSQL with HELM_DRIVER=sql", failure.Hint, StringComparison.Ordinal);
        var cause = Assert.IsType<RecordSizeCause>(failure.Cause);
        Assert.Equal(kind, cause.Parts[0].Kind);
        Assert.Equal(
            kind is RecordPartKind.Files or RecordPartKind.Templates ? "large.bin" : "", cause.Parts[0].LargestFile);
        Assert.InRange(cause.Parts.Sum(part => part.Bytes), 0.9 * cause.Bytes, 1.1 * cause.Bytes);
        Assert.Equal(0, storage.Changes);
        Assert.Equal(failure.Message, Assert.Throws<SecretsKitException>(() => store.CheckSize(release)).Message);
    }

    [Fact]
    public async Task A_record_that_fits_can_be_updated_to_any_state()
    {
        var storage = new CountingStorage(100_000);
        var store = new ReleaseStore(storage, HelmGeneration.V4);
        var release = Large(RecordPartKind.Manifest, 92_300);
        Assert.InRange(RecordCodec.Encode(release, HelmGeneration.V4).Payload!.Value.Length, 95_000, 100_000 - RecordSize.Reserve);
        await store.CreateAsync(release, History(), 1, Ct);
        Assert.Equal(2, storage.Changes);

        // Longer than what is kept free, and not to be compressed.
        var description = "it failed: " + Noise(20_000, seed: 1);
        await store.UpdateAsync(release.With(ReleaseStatus.Failed, description), Ct);
        Assert.Equal(3, storage.Changes);
        var stored = storage.Last!.Read();
        Assert.Equal((ReleaseStatus.Failed, description[..1024] + "…"), (stored.Status, stored.Description));
    }

    [Fact]
    public void A_record_that_leaves_no_room_for_its_end_is_refused()
    {
        var release = Large(RecordPartKind.Manifest, 94_500);
        Assert.InRange(RecordCodec.Encode(release, HelmGeneration.V4).Payload!.Value.Length, 100_000 - RecordSize.Reserve + 1, 100_000);
        Assert.Throws<SecretsKitException>(() => new ReleaseStore(new CountingStorage(100_000), HelmGeneration.V4).CheckSize(release));
    }

    [Fact]
    public async Task A_storage_without_limit_takes_anything()
    {
        var storage = new CountingStorage(long.MaxValue);
        await new ReleaseStore(storage, HelmGeneration.V4).CreateAsync(Large(RecordPartKind.Manifest, 2_000_000), History(), 10, Ct);
        Assert.Equal(1, storage.Changes);
    }

    private static ReleaseHistory History() => new("shop", [TestRelease.Record("shop", 1, ReleaseStatus.Failed)]);

    private static Release Large(RecordPartKind kind, int length)
    {
        var text = Noise(length);
        var config = new MapValue();
        config.Set(new("key"), Value.Of(kind == RecordPartKind.Config ? text : ""));
        return new(new()
        {
            Name = "shop",
            Namespace = "prod",
            Revision = 2,
            Status = ReleaseStatus.PendingUpgrade,
            FirstDeployed = default,
            LastDeployed = default,
            Chart = kind switch
            {
                RecordPartKind.Files => TestRelease.Chart("files", "large.bin", text),
                RecordPartKind.Templates => TestRelease.Chart("templates", "large.bin", text),
                _ => TestRelease.Chart("files", "small.txt", "small"),
            },
            Config = config,
            Manifest = new(kind == RecordPartKind.Manifest ? text : "a: 1\n"),
            Notes = new(kind == RecordPartKind.Notes ? text : ""),
        });
    }

    // Text that does not become smaller than its six bits for each character.
    private static string Noise(int length, int seed = 0)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length; at += 32)
        {
            byte[] counter = [.. BitConverter.GetBytes(seed), .. BitConverter.GetBytes(at)];
            SHA256.HashData(counter).AsSpan(0, Math.Min(32, length - at)).CopyTo(bytes.AsSpan(at));
        }

        return Convert.ToBase64String(bytes)[..length];
    }

    private sealed class CountingStorage(long limit) : IReleaseStorage
    {
        public StorageDriver Driver => StorageDriver.Memory;

        public string Namespace => "prod";

        public long MaxPayloadBytes => limit;

        public int Changes { get; private set; }

        public StoredRecord? Last { get; private set; }

        public Task<StorageOutcome> CreateAsync(StoredRecord record, CancellationToken cancellationToken) => Change(record);

        public Task<StorageOutcome> UpdateAsync(StoredRecord record, CancellationToken cancellationToken) => Change(record);

        public Task<StoredRecord?> GetAsync(RecordKey key, CancellationToken cancellationToken) => Task.FromResult(Last);

        public Task<StorageOutcome> DeleteAsync(RecordKey key, CancellationToken cancellationToken) => Change(null);

        public Task<IReadOnlyList<StoredRecord>> ListAsync(RecordSelector selector, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<StoredRecord>>([]);

        private Task<StorageOutcome> Change(StoredRecord? record)
        {
            Last = record ?? Last;
            Changes++;
            return Task.FromResult(StorageOutcome.Done);
        }
    }
}
