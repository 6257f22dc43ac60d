using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Sharding;

namespace SecretsKit.Tests.Sync;

/// <summary>Refreshes spread, and objects are shared.</summary>
public sealed class RefreshPhaseTests
{
    [Fact]
    public void Refreshes_of_mappings_made_together_spread_over_the_last_tenth_and_then_keep_the_interval()
    {
        var firsts = new HashSet<double>();
        for (var at = 0; at < 200; at++)
        {
            var mapping = Mapping($"uid-{at}", "1m");
            var first = RefreshPhase.Next(mapping, SyncBench.Start);
            Assert.InRange((first - SyncBench.Start).TotalSeconds, 54, 60);
            firsts.Add((first - SyncBench.Start).TotalSeconds);

            // A refresh begins a moment late; its time in the status is a whole second.
            var second = RefreshPhase.Next(mapping, first.AddMilliseconds(300));
            Assert.Equal(TimeSpan.FromMinutes(1), second - first);
            Assert.Equal(TimeSpan.FromMinutes(1), RefreshPhase.Next(mapping, second) - second);
        }

        Assert.True(firsts.Count >= 6, $"{firsts.Count} places");
    }

    [Theory]
    [InlineData("7s")]
    [InlineData("1500ms")]
    [InlineData("1s")]
    public void Short_intervals_are_kept_as_they_are(string interval)
    {
        var mapping = Mapping("u", interval);
        Assert.Equal(SyncBench.Start + mapping.Interval, RefreshPhase.Next(mapping, SyncBench.Start));
    }

    [Fact]
    public void Every_object_belongs_to_one_shard_and_none_is_empty()
    {
        var shards = Enumerable.Range(0, 4).Select(at => new Shard(at, 4)).ToList();
        var counts = new int[4];
        for (var at = 0; at < 1000; at++)
        {
            var key = new ObjectKey("team", $"es-{at}");
            counts[shards.FindIndex(shard => shard.Has(key))]++;
            Assert.Single(shards, shard => shard.Has(key));
        }

        Assert.All(counts, count => Assert.InRange(count, 150, 350));
        Assert.True(Shard.Whole.Has(new("team", "es")));
    }

    private static ExternalSecret Mapping(string uid, string interval) =>
        SyncBench.Mapping($"refreshInterval: {interval}", $"name: es, namespace: team, generation: 1, uid: {uid}");
}
