using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Stores;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Sync;

/// <summary>Equal reads become one (design decision 14).</summary>
public sealed class StoreReadsTests : IAsyncDisposable
{
    private readonly FakeClock _clock = new(SyncBench.Start);
    private readonly SlowStore _store = new();
    private readonly StoreReads _reads;
    private readonly StoreEntry _entry;

    public StoreReadsTests()
    {
        _reads = new(_clock);
        _entry = new(new("SecretStore", "s", "team", "u", 1), _store, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _entry.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_who_ask_at_the_same_time_wait_for_one_read()
    {
        var asked = Enumerable.Range(0, 50).Select(_ => _reads.GetAsync(_entry, new("k"), new(_clock.GetUtcNow()), Ct)).ToList();
        await _store.EndAsync("v");
        var values = await Task.WhenAll(asked);
        Assert.All(values, value => Assert.Equal("v", value!.RevealText()));
        Assert.Equal(1, _store.Count);
    }

    [Fact]
    public async Task A_read_that_began_too_early_does_not_count()
    {
        var first = _reads.GetAsync(_entry, new("k"), new(_clock.GetUtcNow()), Ct);
        await _store.EndAsync("old");
        await first;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("old", (await _reads.GetAsync(_entry, new("k"), new(_clock.GetUtcNow().AddSeconds(-1)), Ct))!.RevealText());
        var second = _reads.GetAsync(_entry, new("k"), new(_clock.GetUtcNow()), Ct);
        await _store.EndAsync("new");
        Assert.Equal("new", (await second)!.RevealText());
    }

    [Fact]
    public async Task Failures_are_for_those_who_wait_and_are_not_kept()
    {
        var one = _reads.GetAsync(_entry, new("k"), new(_clock.GetUtcNow()), Ct);
        var two = _reads.GetAsync(_entry, new("k"), new(_clock.GetUtcNow()), Ct);
        await _store.FailAsync(new(new(ProviderFault.ServerFailed, "test", "get", "k"), $"sealed"));
        await Assert.ThrowsAsync<ProviderException>(() => one);
        await Assert.ThrowsAsync<ProviderException>(() => two);

        // A server that failed is not asked at once again, and no one waits for that.
        var early = await Assert.ThrowsAsync<ProviderException>(() => _reads.GetAsync(_entry, new("k"), new(SyncBench.Start), Ct));
        Assert.Equal(ProviderFault.ServerFailed, early.Failure.Fault);
        Assert.Equal(1, _store.Count);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var again = _reads.GetAsync(_entry, new("k"), new(SyncBench.Start), Ct);
        await _store.EndAsync("v");
        Assert.Equal("v", (await again)!.RevealText());
        Assert.Equal(2, _store.Count);
    }

    [Fact]
    public async Task Who_gives_up_does_not_end_the_read_of_others()
    {
        using var impatient = new CancellationTokenSource();
        var one = _reads.GetAsync(_entry, new("k"), new(_clock.GetUtcNow()), impatient.Token);
        var two = _reads.GetAsync(_entry, new("k"), new(_clock.GetUtcNow()), Ct);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        await _store.EndAsync("v");
        Assert.Equal("v", (await two)!.RevealText());
    }

    [Fact]
    public async Task Other_keys_properties_versions_and_namespaces_are_other_reads()
    {
        RemoteRef[] references =
            [new("k"), new("k2"), new("k") { Property = "p" }, new("k") { Version = "1" }, new("k") { IsMetadata = true }];
        var asked = references.Select(reference => _reads.GetAsync(_entry, reference, new(_clock.GetUtcNow()), Ct)).ToList();
        var elsewhere = new StoreEntry(_entry.Identity with { Namespace = "other" }, _store, _clock);
        asked.Add(_reads.GetAsync(elsewhere, new("k"), new(_clock.GetUtcNow()), Ct));
        var renewed = new StoreEntry(_entry.Identity with { Generation = 2 }, _store, _clock);
        asked.Add(_reads.GetAsync(renewed, new("k"), new(_clock.GetUtcNow()), Ct));
        await _store.EndAllAsync("v", 7);
        await Task.WhenAll(asked);
        Assert.Equal(7, _store.Count);
    }

    [Fact]
    public async Task At_most_sixteen_reads_of_a_store_run_at_a_time()
    {
        var asked = Enumerable.Range(0, 40).Select(at => _reads.GetAsync(_entry, new($"k{at}"), new(_clock.GetUtcNow()), Ct)).ToList();
        await _store.BeganAsync(StoreEntry.MaxReads);
        await _store.EndAllAsync("v", 40);
        await Task.WhenAll(asked);
        Assert.Equal(StoreEntry.MaxReads, _store.Most);
    }

    [Fact]
    public async Task A_store_that_asks_for_patience_gets_it()
    {
        var first = _reads.GetAsync(_entry, new("k"), new(_clock.GetUtcNow()), Ct);
        await _store.FailAsync(new(
            new(ProviderFault.Throttled, "test", "get", "k") { RetryAfter = TimeSpan.FromSeconds(30) }, $"too many"));
        await Assert.ThrowsAsync<ProviderException>(() => first);
        _clock.Advance(TimeSpan.FromSeconds(29));
        var early = await Assert.ThrowsAsync<ProviderException>(() => _reads.GetAsync(_entry, new("k2"), new(_clock.GetUtcNow()), Ct));
        Assert.Equal(ProviderFault.Throttled, early.Failure.Fault);
        Assert.Equal(1, _store.Count);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var second = _reads.GetAsync(_entry, new("k2"), new(_clock.GetUtcNow()), Ct);
        await _store.EndAsync("v");
        Assert.Equal("v", (await second)!.RevealText());
    }

    [Fact]
    public async Task A_store_ends_after_its_last_read()
    {
        var read = _reads.GetAsync(_entry, new("k"), new(_clock.GetUtcNow()), Ct);
        await _store.BeganAsync();
        await _entry.DisposeAsync();
        Assert.False(_store.IsDisposed);
        await _store.EndAsync("v");
        await read;
        Assert.True(_store.IsDisposed);
    }

    private sealed class SlowStore : ISecretStore
    {
        private readonly Lock _lock = new();
        private readonly Queue<TaskCompletionSource<SecretValue?>> _waiting = [];
        private readonly SemaphoreSlim _began = new(0);
        private int _running;

        public int Count { get; private set; }

        public int Most { get; private set; }

        public bool IsDisposed { get; private set; }

        public StoreCapabilities Capabilities => StoreCapabilities.ReadOnly;

        public ValueTask<StoreValidation> ValidateAsync(CancellationToken ct) => ValueTask.FromResult(StoreValidation.Ready);

        public async ValueTask<SecretValue?> GetAsync(RemoteRef reference, CancellationToken ct)
        {
            var source = new TaskCompletionSource<SecretValue?>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                Count++;
                Most = Math.Max(Most, ++_running);
                _waiting.Enqueue(source);
            }

            _began.Release();
            try
            {
                return await source.Task.WaitAsync(ct);
            }
            finally
            {
                lock (_lock)
                {
                    _running--;
                }
            }
        }

        public ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }

        public async Task BeganAsync(int count = 1)
        {
            for (var at = 0; at < count; at++)
            {
                await _began.WaitAsync(Ct);
            }

            _began.Release(count);
        }

        public async Task EndAsync(string text) => (await NextAsync()).SetResult(SecretValue.OfText(text));

        public async Task FailAsync(ProviderException failure) => (await NextAsync()).SetException(failure);

        public async Task EndAllAsync(string text, int count)
        {
            for (var at = 0; at < count; at++)
            {
                await EndAsync(text);
            }
        }

        private async Task<TaskCompletionSource<SecretValue?>> NextAsync()
        {
            await _began.WaitAsync(Ct);
            lock (_lock)
            {
                return _waiting.Dequeue();
            }
        }
    }
}
