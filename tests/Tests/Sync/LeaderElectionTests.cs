using SecretsKit.Core.Data.Json;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Sync.Leading;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Kubernetes;

namespace SecretsKit.Tests.Sync;

/// <summary>Who holds the lease works, and stops before another may begin.</summary>
public sealed class LeaderElectionTests : IDisposable
{
    private readonly FakeClock _clock = new(SyncBench.Start);
    private readonly Lock _lock = new();
    private readonly ScriptedApi _api;
    private byte[]? _lease;
    private int _version;
    private bool _isCut;

    public LeaderElectionTests() => _api = new(Answer);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Stops_writing_before_the_lease_ends_when_the_server_is_away()
    {
        var leader = Make("one");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var working = new TaskCompletionSource<CancellationToken>();
        var running = leader.RunAsync(async ct =>
        {
            working.TrySetResult(ct);
            await Task.Delay(Timeout.InfiniteTimeSpan, ct).ContinueWith(_ => { }, TaskScheduler.Default);
        }, end.Token);
        var lost = await working.Task;
        Assert.True(leader.IsLeader);
        Assert.Null(leader.Refuse());

        Set(cut: true);
        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(2), Ct);
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.True(leader.IsLeader);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.False(leader.IsLeader);
        Assert.NotNull(leader.Refuse());
        for (var tries = 0; !lost.IsCancellationRequested && tries < 200; tries++)
        {
            await Task.Delay(20, Ct);
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.True(lost.IsCancellationRequested);
        await end.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(-3600, true)]
    [InlineData(3600, false)]
    public async Task A_clock_that_is_set_gives_no_more_time_to_write(int seconds, bool leads)
    {
        var set = new SetClock(_clock);
        var leader = new LeaderElection(_api.Objects(), new("team", "lock", "one"), set);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var working = new TaskCompletionSource();
        var running = leader.RunAsync(async ct =>
        {
            working.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, ct).ContinueWith(_ => { }, TaskScheduler.Default);
        }, end.Token);
        await working.Task;
        Set(cut: true);
        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(2), Ct);

        // Set forward, it looks like a machine that was suspended: others may lead by now. Set back, the timers count.
        set.Offset = TimeSpan.FromSeconds(seconds);
        Assert.Equal(leads, leader.IsLeader);
        Assert.Equal(leads, leader.Refuse() is null);
        _clock.Advance(TimeSpan.FromSeconds(10.1));
        Assert.False(leader.IsLeader);
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Does_not_lead_while_another_renews_whatever_the_times_in_the_lease_say()
    {
        var other = new Lease("team", "lock") { Holder = "other", Renewed = SyncBench.Start.AddYears(-1), Acquired = SyncBench.Start };
        await other.WriteAsync(_api.Objects(), WriteOptions.Default, Ct);
        var waiting = Make("one");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var working = new TaskCompletionSource();
        var running = waiting.RunAsync(async ct =>
        {
            working.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, ct).ContinueWith(_ => { }, TaskScheduler.Default);
        }, end.Token);

        // Seen for the first time now: its duration counts from here.
        for (var second = 0; second < 14; second += 2)
        {
            await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(2), Ct);
            _clock.Advance(TimeSpan.FromSeconds(2));
            Assert.False(waiting.IsLeader);
        }

        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(1), Ct);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await working.Task.WaitAsync(TimeSpan.FromSeconds(30), Ct);
        Assert.True(waiting.IsLeader);
        await end.CancelAsync();
        await running;

        // Given back.
        Assert.Equal("", (await Lease.FindAsync(_api.Objects(), "team", "lock", Ct))!.Holder);
    }

    private LeaderElection Make(string identity) => new(_api.Objects(), new("team", "lock", identity), _clock);

    private void Set(bool cut)
    {
        lock (_lock)
        {
            _isCut = cut;
        }
    }

    private ServedAnswer? Answer(ServedRequest request)
    {
        if (request.Target == "/apis/coordination.k8s.io/v1")
        {
            return ServedAnswer.Kept("""
                {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"coordination.k8s.io/v1","resources":[
                {"name":"leases","singularName":"","namespaced":true,"kind":"Lease","verbs":["get","create","update"]}]}
                """);
        }

        if (!request.Target.Contains("/leases", StringComparison.Ordinal))
        {
            return null;
        }

        lock (_lock)
        {
            if (_isCut)
            {
                return ScriptedApi.Refusal(503, "ServiceUnavailable", "away");
            }

            if (request.Method == "GET")
            {
                return _lease is null ? ScriptedApi.NotFound : ServedAnswer.Kept(System.Text.Encoding.UTF8.GetString(_lease));
            }

            var sent = ScriptedApi.Json(System.Text.Encoding.UTF8.GetString(request.Body)).AsMap!;
            _version++;
            var metadata = sent[new Core.Text.ByteString("metadata")].AsMap!;
            metadata.Set(new("resourceVersion"), Core.Data.Value.Of($"{_version}"));
            _lease = GoJson.Format(Core.Data.Value.Of(sent), GoJsonOptions.Raw);
            return ServedAnswer.Kept(System.Text.Encoding.UTF8.GetString(_lease), request.Method == "POST" ? "201 x" : "200 x");
        }
    }
}
