using System.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Sync.Stores;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Sync;

/// <summary>Stores with limits are not asked for more, and who would wait long for them does other work.</summary>
public sealed class StoreThrottleTests
{
    private readonly FakeClock _clock = new(SyncBench.Start);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Turns_are_spread_evenly_and_a_pause_saves_up_none()
    {
        var throttle = Limited(new() { RequestsPerSecond = 4 });
        Assert.Equal([0, 0.25, 0.5, 0.75], Enumerable.Range(0, 4).Select(_ => throttle.Enter().TotalSeconds));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([0, 0.25], Enumerable.Range(0, 2).Select(_ => throttle.Enter().TotalSeconds));
    }

    [Fact]
    public void A_look_that_would_wait_long_is_put_off_and_those_who_are_come_back_one_after_another()
    {
        var throttle = Limited(new() { RequestsPerSecond = 0.5 });
        Assert.True(throttle.TryEnter(out var first));
        Assert.Equal(TimeSpan.Zero, first);
        var later = Enumerable.Range(0, 10).Select(_ => throttle.TryEnter(out var wait) ? -1 : wait.TotalSeconds).ToList();
        Assert.Equal([4, 6, 8, 10, 12, 14, 16, 18, 20, 22], later);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(throttle.TryEnter(out _));
        Assert.Equal(10, throttle.PutOff);
    }

    [Fact]
    public void No_look_is_put_off_for_longer_than_half_a_minute_however_many_wait()
    {
        var throttle = Limited(new() { RequestsPerSecond = 0.01 });
        throttle.Enter();
        for (var at = 0; at < 10_000; at++)
        {
            Assert.False(throttle.TryEnter(out var wait));
            Assert.InRange(wait, TimeSpan.FromSeconds(1), StoreThrottle.LongestPutOff);
        }
    }

    [Fact]
    public void A_slow_store_without_limits_keeps_twice_as_many_looks_as_it_has_places()
    {
        var throttle = new StoreThrottle(_clock);
        Assert.Equal(2 * StoreEntry.MaxReads, Enumerable.Range(0, 100).Count(_ => throttle.TryEnter(out var wait)));
        throttle.Leave(TimeSpan.FromSeconds(3));
        Assert.True(throttle.TryEnter(out _));
        Assert.False(throttle.TryEnter(out _));
    }

    [Fact]
    public async Task A_mapping_is_put_off_without_a_word_and_one_that_began_reads_all_its_rows()
    {
        using var bench = new SyncBench(
            SyncBench.Store().Replace("generation: 1", "generation: 1, annotations: {secretskit.io/max-requests-per-second: \"1\"}",
                StringComparison.Ordinal), putsOff: true);
        var first = bench.PlanAsync(Mapping("one", "a", "b64", "map"));
        var second = await bench.PlanAsync(Mapping("two", "map"));
        Assert.True(second.IsPutOff);
        Assert.Null(second.Done.Status);
        Assert.Empty(second.Done.Events);
        Assert.Equal(RequeueKind.After, second.Done.Requeue.Kind);
        Assert.InRange(second.Done.Requeue.Delay, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30));
        for (var seconds = 0; !first.IsCompleted && seconds < 50; seconds++)
        {
            await Task.Delay(20, Ct);
            bench.Clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.True((await first).Done.Status!.IsReady);

        // What was read for the first one serves the second at once, without a turn.
        Assert.True((await bench.PlanAsync(Mapping("two", "map"))).Done.Status!.IsReady);
        Assert.Equal(3, bench.Reads.Sent);
    }

    [Fact]
    public async Task Who_has_no_other_work_waits()
    {
        using var bench = new SyncBench(SyncBench.Store(), new() { Limits = new() { RequestsPerSecond = 1 } });
        var all = Task.WhenAll(((string[])["a", "b64", "map"]).Select(key => bench.PlanAsync(Mapping(key, key))));
        for (var turns = 0; !all.IsCompleted && turns < 50; turns++)
        {
            await Task.Delay(20, Ct);
            bench.Clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.All(await all, plan => Assert.True(plan.Done.Status!.IsReady));
    }

    [Fact]
    public async Task A_store_that_is_away_says_so_at_once_whatever_its_limits()
    {
        var reads = new StoreReads(_clock);
        var throttle = Limited(new() { RequestsPerSecond = 0.001 });
        await using var entry = new StoreEntry(new("SecretStore", "s", "team", "u", 1), new AwayStore(), _clock) { Throttle = throttle };
        for (var at = 0; at < 50; at++)
        {
            var failure = await Assert.ThrowsAsync<ProviderException>(() => reads.GetAsync(
                entry, new($"k{at}"), new(_clock.GetUtcNow()) { MayBePutOff = true }, Ct));
            Assert.Equal(ProviderFault.Throttled, failure.Failure.Fault);
        }
    }

    [Theory]
    [InlineData("secretskit.io/max-requests-per-second", "0")]
    [InlineData("secretskit.io/max-requests-per-second", "-1")]
    [InlineData("secretskit.io/max-requests-per-second", "NaN")]
    [InlineData("secretskit.io/max-requests-per-second", "many")]
    [InlineData("secretskit.io/max-requests-per-second", "1e9")]
    [InlineData("secretskit.io/max-concurrent-requests", "none")]
    public async Task An_annotation_that_is_no_number_is_said(string annotation, string text)
    {
        using var bench = new SyncBench(Annotated(annotation, text));
        var plan = await bench.PlanAsync(Mapping("es", "a"));
        Assert.Contains(
            $"the annotation {annotation} of the store is no number above 0", plan.Done.Failure!.Message, StringComparison.Ordinal);
        Assert.Equal(SyncFault.ProviderData, plan.Done.Failure.Fault);
    }

    [Theory]
    [InlineData("2", 10.0, 2.0)]
    [InlineData("20", 10.0, 10.0)]
    [InlineData("0.25", null, 0.25)]
    public void An_annotation_lowers_the_limit_of_the_agent_and_does_not_raise_it(string text, double? flag, double expected)
    {
        var store = SyncBench.Yaml(Annotated(StoreLimits.RateAnnotation, text))[0];
        Assert.Equal(expected, new StoreLimits { RequestsPerSecond = flag }.For(store).RequestsPerSecond);
    }

    [Fact]
    public void Waiting_is_counted_for_stores_with_limits_alone()
    {
        var throttles = new StoreThrottles(_clock);
        throttles.Of(new("quick", "SecretStore"), "team");
        var one = throttles.Of(new("wide", "ClusterSecretStore"), "team");
        Assert.Same(one, throttles.Of(new("wide", "ClusterSecretStore"), "other"));
        one.Set(new() { RequestsPerSecond = 1 });
        Assert.True(one.TryEnter(out _));
        Assert.False(one.TryEnter(out _));
        var text = new MetricsText();
        throttles.Write(text);
        var lines = Encoding.UTF8.GetString([.. text.ToParts().SelectMany(part => part.ToArray())]).Split('\n');
        Assert.Contains("secretskit_store_put_off_total{kind=\"ClusterSecretStore\",name=\"wide\",namespace=\"\"} 1", lines);
        Assert.Contains("secretskit_store_waiting_reads{kind=\"ClusterSecretStore\",name=\"wide\",namespace=\"\"} 0", lines);
        Assert.DoesNotContain(lines, line => line.Contains("quick", StringComparison.Ordinal));
    }

    private static string Annotated(string annotation, string text) => SyncBench.Store().Replace(
        "generation: 1", $"generation: 1, annotations: {{{annotation}: \"{text}\"}}", StringComparison.Ordinal);

    private static SecretsKit.Sync.Manifests.ExternalSecret Mapping(string name, params string[] keys) => SyncBench.Mapping(
        "secretStoreRef: {name: store}\ndata:\n"
        + string.Join('\n', keys.Select(key => $"- {{secretKey: {key}, remoteRef: {{key: {key}}} }}")),
        $"name: {name}, namespace: team, generation: 1, uid: u-{name}");

    private StoreThrottle Limited(StoreLimits limits)
    {
        var throttle = new StoreThrottle(_clock);
        throttle.Set(limits);
        return throttle;
    }

    private sealed class AwayStore : ISecretStore
    {
        public StoreCapabilities Capabilities => StoreCapabilities.ReadOnly;

        public ValueTask<StoreValidation> ValidateAsync(CancellationToken ct) => ValueTask.FromResult(StoreValidation.Ready);

        public ValueTask<SecretValue?> GetAsync(RemoteRef reference, CancellationToken ct) => throw new ProviderException(
            new(ProviderFault.Throttled, "test", "get", "k") { RetryAfter = TimeSpan.FromSeconds(30) }, $"too many");

        public ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
