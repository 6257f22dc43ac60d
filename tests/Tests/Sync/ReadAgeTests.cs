using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Scheduling;

namespace SecretsKit.Tests.Sync;

/// <summary>How old values may be that mappings take from the reads of others.</summary>
public sealed class ReadAgeTests : IDisposable
{
    private readonly SyncBench _bench = new(SyncBench.Store());

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("refreshInterval: 1h", 59, 1)]
    [InlineData("refreshInterval: 1h", 61, 2)]
    [InlineData("refreshInterval: 10s", 11, 2)]
    [InlineData("refreshPolicy: OnChange", 1, 2)]
    public async Task A_new_mapping_takes_what_was_read_in_the_last_minute(string refresh, int later, int reads)
    {
        await _bench.PlanAsync(Mapping("a", refresh));
        _bench.Clock.Advance(TimeSpan.FromSeconds(later));
        await _bench.PlanAsync(Mapping("a", refresh, "name: other, namespace: team, generation: 1, uid: u2"));
        Assert.Equal(reads, _bench.Reads.Sent);
    }

    [Fact]
    public async Task A_mapping_that_never_succeeded_reads_anew_when_it_was_changed()
    {
        await _bench.PlanAsync(Mapping("a"));
        var mistake = Mapping("b", metadata: "name: other, namespace: team, generation: 1, uid: u2");
        var failed = await _bench.PlanAsync(mistake);
        Assert.NotNull(failed.Done.Failure);
        var before = _bench.Reads.Sent;
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var corrected = Mapping("a", metadata: "name: other, namespace: team, generation: 2, uid: u2");
        await _bench.PlanAsync(new(corrected.Tree.With("status", failed.Done.Status!.ToMap())));
        Assert.Equal(before + 1, _bench.Reads.Sent);
    }

    [Theory]
    [InlineData(ForcedSync.Annotation)]
    [InlineData("external-secrets.io/force-sync")]
    public async Task Who_asks_for_a_sync_of_a_new_mapping_gets_what_the_store_has_now(string annotation)
    {
        await _bench.PlanAsync(Mapping("a"));
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await _bench.PlanAsync(Mapping(
            "a", metadata: $"name: other, namespace: team, generation: 1, uid: u2, annotations: {{ {annotation}: '1' }}"));
        Assert.Equal(2, _bench.Reads.Sent);
    }

    [Fact]
    public async Task A_sync_is_done_when_the_status_speaks_of_the_state_that_was_asked_for()
    {
        var mapping = Mapping("a");
        Assert.False(ForcedSync.IsDone(mapping.Tree));
        var synced = SyncBench.After(mapping, await _bench.PlanAsync(mapping)).Tree;
        Assert.True(ForcedSync.IsDone(synced));
        synced.Child("metadata")!.With("annotations", SyncBench.Yaml("force-sync: '1'")[0]);
        Assert.False(ForcedSync.IsDone(synced));
    }

    private static ExternalSecret Mapping(
        string key, string refresh = "refreshInterval: 1h", string metadata = "name: es, namespace: team, generation: 1, uid: u1") =>
        SyncBench.Mapping($$$"""
        {{{refresh}}}
        secretStoreRef: {name: store}
        data: [{secretKey: x, remoteRef: {key: {{{key}}} } }]
        """, metadata);
}
