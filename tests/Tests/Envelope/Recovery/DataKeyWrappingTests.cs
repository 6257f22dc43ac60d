using System.Globalization;
using System.Threading.Channels;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Envelope.Recovery;

/// <summary>Which calls to key services overlap when a data key is wrapped for many recipients.</summary>
public sealed class DataKeyWrappingTests : IDisposable
{
    private static readonly Timestamp Now = new(1_767_323_045, 0, 0);

    private readonly DataKey _key = DataKey.Generate(RandomSource.System);

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task Remote_calls_overlap_up_to_the_limit_and_results_keep_the_order_of_keys()
    {
        const int Keys = (2 * KeyWrapRun.MaxRemoteCalls) + 3;
        var service = new HeldService(isRemote: true);
        var wrapping = WrapAsync([service], KeysFrom(0, Keys));
        Assert.Equal(KeyWrapRun.MaxRemoteCalls, service.Open.Length);
        for (var begun = 0; begun < Keys; begun++)
        {
            var id = await service.BegunAsync();
            if (begun >= KeyWrapRun.MaxRemoteCalls - 1)
            {
                // The newest, so that calls end in another order than they began.
                service.Finish(id);
            }
        }

        Array.ForEach(service.Open, service.Finish);
        var wrapped = await wrapping;
        Assert.Equal((KeyWrapRun.MaxRemoteCalls, Keys), (service.Most, service.Begun));
        Assert.Equal(Enumerable.Range(0, Keys).Select(HeldService.TextOf), Assert.Single(wrapped.Groups).Keys.Select(key => key.Enc));
    }

    [Fact]
    public async Task Local_calls_come_one_after_the_other_in_order()
    {
        var service = new HeldService(isRemote: false);
        var wrapping = WrapAsync([service], KeysFrom(0, 5));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(IdOf(i), await service.BegunAsync());
            Assert.Equal([IdOf(i)], service.Open);
            service.Finish(IdOf(i));
        }

        await wrapping;
        Assert.Equal(1, service.Most);
    }

    [Fact]
    public async Task Shares_of_several_groups_overlap_too()
    {
        var service = new HeldService(isRemote: true);
        var wrapping = new DataKeyWrapping(new([service]), RandomSource.System).WrapAsync(
            _key, [new(KeysFrom(0, 2)), new(KeysFrom(2, 2))], 2, Now, Token).AsTask();
        Assert.Equal([IdOf(0), IdOf(1), IdOf(2), IdOf(3)], service.Open);
        Array.ForEach(service.Open, service.Finish);
        Assert.Equal(
            [[HeldService.TextOf(0), HeldService.TextOf(1)], [HeldService.TextOf(2), HeldService.TextOf(3)]],
            (await wrapping).Groups.Select(group => group.Keys.Select(key => key.Enc)));
    }

    [Fact]
    public async Task A_remote_service_is_called_only_after_the_local_ones_for_its_key_have_failed()
    {
        var local = new HeldService(isRemote: false);
        var remote = new HeldService(isRemote: true);
        var wrapping = WrapAsync([local, remote], KeysFrom(0, 2));
        Assert.Equal(IdOf(0), await local.BegunAsync());
        Assert.Empty(remote.Open);
        local.Fail(IdOf(0), new KeyServiceException(KeyWrapFault.Refused, "not here"));
        Assert.Equal(IdOf(1), await local.BegunAsync());
        Assert.Equal([IdOf(0)], remote.Open);
        local.Finish(IdOf(1));
        remote.Finish(IdOf(0));
        Assert.Equal([HeldService.TextOf(0), HeldService.TextOf(1)], (await wrapping).Groups[0].Keys.Select(key => key.Enc));
    }

    [Fact]
    public async Task Keys_that_cannot_wrap_stop_no_other_and_are_reported_in_their_order()
    {
        var service = new HeldService(isRemote: true);
        var uses = new List<KeyUse>();
        var wrapping = new DataKeyWrapping(new([service], uses.Add), RandomSource.System)
            .WrapAsync(_key, [new(KeysFrom(0, 3))], 0, Now, Token).AsTask();
        service.Fail(IdOf(2), new KeyServiceException(KeyWrapFault.Refused, "third"));
        service.Finish(IdOf(1));
        service.Fail(IdOf(0), new KeyServiceException(KeyWrapFault.Refused, "first"));
        var failure = await Assert.ThrowsAsync<DataKeyWrapException>(() => wrapping);
        Assert.Equal(
            [
                $"failed to encrypt new data key with master key \"{IdOf(0)}\": first",
                $"failed to encrypt new data key with master key \"{IdOf(2)}\": third",
            ],
            failure.Failures.Select(reason => reason.Message));
        Assert.Equal([false, true, false], uses.Select(use => use.Succeeded));
        Assert.Equal([IdOf(0), IdOf(1), IdOf(2)], uses.Select(use => use.Key.Id));
    }

    [Fact]
    public async Task Another_failure_cancels_the_calls_under_way_and_begins_no_more()
    {
        var service = new HeldService(isRemote: true);
        var wrapping = WrapAsync([service], KeysFrom(0, KeyWrapRun.MaxRemoteCalls + 4));
        service.Fail(IdOf(3), new InvalidOperationException("a defect"));
        Assert.Equal("a defect", (await Assert.ThrowsAsync<InvalidOperationException>(() => wrapping)).Message);
        Assert.Equal(KeyWrapRun.MaxRemoteCalls, service.Begun);
        Assert.Equal(KeyWrapRun.MaxRemoteCalls - 1, service.Cancelled);
    }

    [Fact]
    public async Task Cancellation_ends_the_calls_before_the_parts_are_wiped()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var service = new HeldService(isRemote: true);
        var wrapping = new DataKeyWrapping(new([service]), RandomSource.System)
            .WrapAsync(_key, [new(KeysFrom(0, 3))], 0, Now, source.Token).AsTask();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wrapping);
        Assert.Equal(3, service.Cancelled);
        Assert.True(service.PartsWereWhole);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string IdOf(int number) => "age1" + number.ToString("d3", CultureInfo.InvariantCulture);

    private static MasterKey[] KeysFrom(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(number => new AgeMasterKey(IdOf(number)))];

    private Task<WrappedDataKey> WrapAsync(IReadOnlyList<IKeyService> services, IReadOnlyList<MasterKey> keys) =>
        new DataKeyWrapping(new(services), RandomSource.System).WrapAsync(_key, [new(keys)], 0, Now, Token).AsTask();

    /// <summary>Holds each call until the test ends it, and counts those under way.</summary>
    private sealed class HeldService(bool isRemote) : IKeyService
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, TaskCompletionSource<string>> _calls = [];
        private readonly List<string> _open = [];
        private readonly Channel<string> _begun = Channel.CreateUnbounded<string>();

        /// <summary>The keys of calls under way, in the order in which they began.</summary>
        public string[] Open
        {
            get
            {
                lock (_gate)
                {
                    return [.. _open];
                }
            }
        }

        public int Most { get; private set; }

        public int Begun { get; private set; }

        public int Cancelled { get; private set; }

        public bool PartsWereWhole { get; private set; } = true;

        public bool IsRemote => isRemote;

        public static string TextOf(int number) => "wrapped by " + IdOf(number);

        public bool Serves(KeyType type) => true;

        public async ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct)
        {
            var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                _calls[key.Id] = answer;
                _open.Add(key.Id);
                (Begun, Most) = (Begun + 1, Math.Max(Most, _open.Count));
            }

            _begun.Writer.TryWrite(key.Id);
            await using var registration = ct.Register(() => answer.TrySetCanceled(ct));
            try
            {
                return await answer.Task;
            }
            finally
            {
                lock (_gate)
                {
                    Cancelled += answer.Task.IsCanceled ? 1 : 0;
                    PartsWereWhole &= part.Span.ContainsAnyExcept((byte)0);
                    _open.Remove(key.Id);
                }
            }
        }

        public ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct) => throw new NotSupportedException();

        /// <summary>The key of the next call that begins, or has begun.</summary>
        public ValueTask<string> BegunAsync() => _begun.Reader.ReadAsync(Token);

        // Once more does nothing: a finished call is open until its thread has seen it.
        public void Finish(string id) => _calls[id].TrySetResult("wrapped by " + id);

        public void Fail(string id, Exception failure) => _calls[id].SetException(failure);
    }
}
