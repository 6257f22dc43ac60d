using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Envelope.Recovery;

/// <summary>A remote key that is silent does not delay a file that another key opens. All on a clock of the test.</summary>
public sealed class RecoveryHedgingTests
{
    private static readonly byte[] DataKeyBytes = [.. Enumerable.Range(0, DataKey.Size).Select(at => (byte)at)];

    private readonly FakeClock _clock = new();
    private readonly Script _remote = new(isRemote: true);
    private readonly Script _local = new(isRemote: false);
    private readonly List<string> _uses = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_remote_key_is_tried_beside_one_that_is_silent()
    {
        var recovery = RecoverAsync("r1 r2");
        await _clock.WaitForTimerAsync(KeyGroupOpening.HedgeDelay, Token);
        Assert.Equal(["r1"], _remote.Asked);
        _clock.Advance(KeyGroupOpening.HedgeDelay);
        await _remote.WaitForAsync("r2");
        var late = _remote.Succeed("r2", DataKeyBytes);
        using var key = await recovery;
        Assert.Equal(DataKeyBytes, key.Span.ToArray());
        Assert.Throws<ObjectDisposedException>(() => late.Span.Length);
        Assert.True(_remote.IsCancelled("r1"));
        Assert.Equal(["r2 True"], _uses);
    }

    [Fact]
    public async Task A_part_that_comes_too_late_is_wiped()
    {
        var recovery = RecoverAsync("r1 r2");
        await _clock.WaitForTimerAsync(KeyGroupOpening.HedgeDelay, Token);
        _clock.Advance(KeyGroupOpening.HedgeDelay);
        await _remote.WaitForAsync("r2");
        _remote.Succeed("r2", DataKeyBytes);
        using var key = await recovery;
        var late = _remote.Succeed("r1", DataKeyBytes);
        Assert.True(SpinWait.SpinUntil(() => IsWiped(late), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task The_silent_one_may_still_win()
    {
        var recovery = RecoverAsync("r1 r2");
        await _clock.WaitForTimerAsync(KeyGroupOpening.HedgeDelay, Token);
        _clock.Advance(KeyGroupOpening.HedgeDelay);
        await _remote.WaitForAsync("r2");
        _remote.Succeed("r1", DataKeyBytes);
        using var key = await recovery;
        Assert.True(_remote.IsCancelled("r2"));
        Assert.Equal(["r1 True"], _uses);
    }

    [Fact]
    public async Task A_failure_of_the_one_beside_it_lets_the_next_begin_at_once()
    {
        var recovery = RecoverAsync("r1 r2 r3");
        await _clock.WaitForTimerAsync(KeyGroupOpening.HedgeDelay, Token);
        _clock.Advance(KeyGroupOpening.HedgeDelay);
        await _remote.WaitForAsync("r2");
        _remote.Fail("r2");
        await _remote.WaitForAsync("r3");
        _remote.Succeed("r3", DataKeyBytes);
        using var key = await recovery;
        Assert.Equal(["r2 False", "r3 True"], _uses);
    }

    [Fact]
    public async Task Failures_are_reported_in_the_order_of_the_keys()
    {
        var recovery = RecoverAsync("r1 r2");
        await _clock.WaitForTimerAsync(KeyGroupOpening.HedgeDelay, Token);
        _clock.Advance(KeyGroupOpening.HedgeDelay);
        await _remote.WaitForAsync("r2");
        _remote.Fail("r2");
        _remote.Fail("r1");
        var failure = await Assert.ThrowsAsync<DataKeyUnrecoverableException>(() => recovery);
        Assert.Equal(["r1", "r2"], failure.Groups[0].Keys.Select(key => key.Key.Id));
        Assert.All(failure.Groups[0].Keys, key => Assert.Equal("refused " + key.Key.Id, Assert.Single(key.Attempts).Detail));
        Assert.Equal(["r1 False", "r2 False"], _uses);
    }

    [Fact]
    public async Task Beside_a_local_service_nothing_begins()
    {
        var recovery = RecoverAsync("l1 r1");
        await _local.WaitForAsync("l1");
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_remote.Asked);
        _local.Fail("l1");
        await _remote.WaitForAsync("r1");
        _remote.Succeed("r1", DataKeyBytes);
        using var key = await recovery;
        Assert.Equal(["l1 False", "r1 True"], _uses);
    }

    [Fact]
    public async Task A_local_service_is_asked_beside_a_remote_one_only_after_a_longer_silence()
    {
        var recovery = RecoverAsync("r1 l1");
        await _clock.WaitForTimerAsync(KeyGroupOpening.LocalDelay, Token);
        _clock.Advance(KeyGroupOpening.HedgeDelay);
        Assert.Empty(_local.Asked);
        _clock.Advance(KeyGroupOpening.LocalDelay - KeyGroupOpening.HedgeDelay);
        await _local.WaitForAsync("l1");
        _local.Succeed("l1", DataKeyBytes);
        using var key = await recovery;
        Assert.Equal(["l1"], _local.Asked);
    }

    [Fact]
    public async Task Without_a_clock_every_service_is_waited_for()
    {
        var recovery = RecoverAsync("r1 r2", hasClock: false);
        await _remote.WaitForAsync("r1");
        _remote.Fail("r1");
        await _remote.WaitForAsync("r2");
        _remote.Succeed("r2", DataKeyBytes);
        using var key = await recovery;
    }

    [Fact]
    public async Task Remote_groups_are_opened_side_by_side_and_reported_in_order()
    {
        var recovery = RecoverAsync("r1,r2,r3", threshold: 2);
        await _remote.WaitForAsync("r3");
        _remote.Fail("r3");
        _remote.Fail("r2");
        _remote.Fail("r1");
        var failure = await Assert.ThrowsAsync<DataKeyUnrecoverableException>(() => recovery);
        Assert.Equal(["r1", "r2", "r3"], failure.Groups.Select(group => Assert.Single(group.Keys).Key.Id));
        Assert.Equal(["r1 False", "r2 False", "r3 False"], _uses);
    }

    [Fact]
    public async Task A_group_waits_where_a_local_service_lies_between()
    {
        var recovery = RecoverAsync("l1 r1,l2 r2,r3", threshold: 2);
        await _local.WaitForAsync("l1");
        Assert.Equal(["l1"], [.. _local.Asked, .. _remote.Asked]);
        _local.Fail("l1");
        await _remote.WaitForAsync("r1");
        Assert.Equal(["l1", "r1"], [.. _local.Asked, .. _remote.Asked]);
        _remote.Fail("r1");
        await _local.WaitForAsync("l2");
        Assert.Equal(["r1"], _remote.Asked);
        _local.Fail("l2");
        await _remote.WaitForAsync("r3");
        _remote.Fail("r2");
        _remote.Fail("r3");
        await Assert.ThrowsAsync<DataKeyUnrecoverableException>(() => recovery);
        Assert.Equal(["l1 False", "r1 False", "l2 False", "r2 False", "r3 False"], _uses);
    }

    [Fact]
    public async Task Another_failure_ends_all_groups()
    {
        var recovery = RecoverAsync("r1,r2", threshold: 2);
        await _remote.WaitForAsync("r2");
        _remote.Throw("r2", new InvalidOperationException("defect"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => recovery);
        Assert.True(_remote.IsCancelled("r1"));
    }

    [Fact]
    public async Task Cancellation_ends_it_though_a_service_ignores_its_token()
    {
        using var stop = new CancellationTokenSource();
        var recovery = RecoverAsync("r1 r2", ct: stop.Token);
        await _remote.WaitForAsync("r1");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => recovery);
    }

    private async Task<DataKey> RecoverAsync(
        string groups, int threshold = 0, bool hasClock = true, CancellationToken ct = default)
    {
        var chain = new KeyServiceChain(
            [_local, _remote], use => _uses.Add($"{use.Key.Id} {use.Succeeded}"), hasClock ? _clock : null);
        var metadata = Sample.Metadata() with
        {
            KeyGroups = [.. groups.Split(',').Select(group => new WrappedKeyGroup(
                [.. group.Split(' ').Select(id => new WrappedKey(KeyOf(id), "", null))]))],
            ShamirThreshold = threshold,
        };
        return await new DataKeyRecovery(chain, DecryptionOrder.Parse("none")).RecoverAsync(metadata, ct);
    }

    private static MasterKey KeyOf(string id) => id[0] == 'r' ? new GcpKmsMasterKey(id) : new AgeMasterKey(id);

    private static bool IsWiped(KeyPart part)
    {
        try
        {
            return part.Span.Length < 0;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    /// <summary>Answers when the test says so, and never because of its token.</summary>
    private sealed class Script(bool isRemote) : IKeyService
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, TaskCompletionSource<UnwrapResult>> _answers = [];
        private readonly Dictionary<string, TaskCompletionSource> _begun = [];
        private readonly Dictionary<string, CancellationToken> _tokens = [];

        public List<string> Asked { get; } = [];

        public bool IsRemote => isRemote;

        public bool Serves(KeyType type) => type == (isRemote ? KeyType.GcpKms : KeyType.Age);

        public ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct) => throw new NotSupportedException();

        public async ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct)
        {
            Task<UnwrapResult> answer;
            lock (_lock)
            {
                Asked.Add(wrapped.Key.Id);
                _tokens.Add(wrapped.Key.Id, ct);
                answer = Of(_answers, wrapped.Key.Id).Task;
                Of(_begun, wrapped.Key.Id).SetResult();
            }

            return await answer;
        }

        public Task WaitForAsync(string id)
        {
            lock (_lock)
            {
                return Of(_begun, id).Task.WaitAsync(Token);
            }
        }

        public bool IsCancelled(string id) => _tokens[id].IsCancellationRequested;

        public KeyPart Succeed(string id, byte[] bytes)
        {
            var part = new KeyPart(bytes);
            Of(_answers, id).SetResult(UnwrapResult.Success(KeyOf(id), part));
            return part;
        }

        public void Fail(string id) => Of(_answers, id).SetResult(UnwrapResult.Failure(KeyOf(id), UnwrapOutcome.NoMatch, "refused " + id));

        public void Throw(string id, Exception failure) => Of(_answers, id).SetException(failure);

        private TaskCompletionSource<UnwrapResult> Of(Dictionary<string, TaskCompletionSource<UnwrapResult>> all, string id)
        {
            lock (_lock)
            {
                return all.TryGetValue(id, out var found) ? found
                    : all[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        private TaskCompletionSource Of(Dictionary<string, TaskCompletionSource> all, string id)
        {
            lock (_lock)
            {
                return all.TryGetValue(id, out var found) ? found
                    : all[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
