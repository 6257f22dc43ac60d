using System.Threading.Channels;
using SecretsKit.Sync.Queueing;
using SecretsKit.Sync.Scheduling;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Sync;

/// <summary>Objects are looked at one by one, when they are asked for or due.</summary>
public sealed class WorkQueueTests : IAsyncDisposable
{
    private readonly FakeClock _clock = new(SyncBench.Start);
    private readonly SetClock _set;
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<string> _looked = Channel.CreateUnbounded<string>();
    private readonly Channel<Requeue> _answers = Channel.CreateUnbounded<Requeue>();
    private readonly WorkQueue<string> _queue;
    private readonly Task _running;
    private readonly List<TimeSpan> _late = [];
    private TimeSpan _grace;

    public WorkQueueTests()
    {
        _set = new(_clock);
        _queue = new(_set, async (key, _, ct) =>
        {
            await _looked.Writer.WriteAsync(key, ct);
            return await _answers.Reader.ReadAsync(ct);
        })
        {
            Late = _late.Add,
        };
        _running = _queue.RunAsync(2, () => _grace, _end.Token);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    [Fact]
    public async Task What_is_due_by_time_says_how_late_it_is_and_what_is_asked_for_does_not()
    {
        _queue.Add("late");
        Assert.Equal("late", await _looked.Reader.ReadAsync(Ct));
        _answers.Writer.TryWrite(Requeue.After(TimeSpan.FromMilliseconds(100)));
        await _clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(100), Ct);

        // Both workers are busy for less than they are patient.
        _queue.Add("first");
        _queue.Add("second");
        await _looked.Reader.ReadAsync(Ct);
        await _looked.Reader.ReadAsync(Ct);
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        Assert.Empty(_late);
        _answers.Writer.TryWrite(Requeue.None);
        Assert.Equal("late", await _looked.Reader.ReadAsync(Ct));
        Assert.Equal([TimeSpan.FromMilliseconds(300)], _late);
        _answers.Writer.TryWrite(Requeue.None);
        _answers.Writer.TryWrite(Requeue.None);
    }

    [Fact]
    public async Task A_failure_doubles_the_wait_of_its_object()
    {
        _queue.Add("a");
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 32, 64, 128, 256, 420, 420])
        {
            Assert.Equal("a", await _looked.Reader.ReadAsync(Ct));
            _answers.Writer.TryWrite(Requeue.Backoff);
            await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(seconds), Ct);
            _clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        Assert.Equal("a", await _looked.Reader.ReadAsync(Ct));
        _answers.Writer.TryWrite(Requeue.After(TimeSpan.FromSeconds(7)));
        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(7), Ct);
        _clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal("a", await _looked.Reader.ReadAsync(Ct));
        _answers.Writer.TryWrite(Requeue.Backoff);
        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(1), Ct);
    }

    [Fact]
    public async Task It_says_when_an_object_is_looked_at_next()
    {
        Assert.Null(_queue.TimeUntil("a"));
        _queue.Add("a");
        Assert.Equal("a", await _looked.Reader.ReadAsync(Ct));
        Assert.Equal(TimeSpan.Zero, _queue.TimeUntil("a"));
        _answers.Writer.TryWrite(Requeue.After(TimeSpan.FromMinutes(50)));

        // Workers without work wait for an hour.
        await _clock.WaitForTimerAsync(TimeSpan.FromMinutes(50), Ct);
        _clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(TimeSpan.FromMinutes(30), _queue.TimeUntil("a"));
    }

    [Fact]
    public async Task An_object_that_is_asked_for_while_it_is_looked_at_comes_again_once()
    {
        _queue.Add("a");
        Assert.Equal("a", await _looked.Reader.ReadAsync(Ct));
        _queue.Add("a");
        _queue.Add("a");
        _answers.Writer.TryWrite(Requeue.None);
        Assert.Equal("a", await _looked.Reader.ReadAsync(Ct));
        _answers.Writer.TryWrite(Requeue.None);
        _queue.Add("b");
        Assert.Equal("b", await _looked.Reader.ReadAsync(Ct));
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public async Task Events_do_not_wait_for_what_is_due_by_time()
    {
        _queue.Add("timed");
        Assert.Equal("timed", await _looked.Reader.ReadAsync(Ct));
        _answers.Writer.TryWrite(Requeue.After(TimeSpan.FromHours(1)));
        await _clock.WaitForTimerAsync(TimeSpan.FromHours(1), Ct);
        _queue.Add("now");
        Assert.Equal("now", await _looked.Reader.ReadAsync(Ct));
    }

    [Fact]
    public async Task Two_workers_never_look_at_the_same_object()
    {
        _queue.Add("a");
        Assert.Equal("a", await _looked.Reader.ReadAsync(Ct));
        _queue.Add("a");
        _queue.Add("b");
        Assert.Equal("b", await _looked.Reader.ReadAsync(Ct));
        Assert.False(_looked.Reader.TryRead(out _));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-86400 * 365)]
    [InlineData(3600)]
    public async Task A_clock_that_is_set_delays_nothing_and_hurries_nothing(int seconds)
    {
        _queue.Add("a");
        Assert.Equal("a", await _looked.Reader.ReadAsync(Ct));
        _answers.Writer.TryWrite(Requeue.After(TimeSpan.FromMinutes(1)));
        await _clock.WaitForTimerAsync(TimeSpan.FromMinutes(1), Ct);
        _set.Offset = TimeSpan.FromSeconds(seconds);
        _clock.Advance(TimeSpan.FromSeconds(59));
        _queue.Add("b");
        Assert.Equal("b", await _looked.Reader.ReadAsync(Ct));
        Assert.False(_looked.Reader.TryRead(out _));
        _answers.Writer.TryWrite(Requeue.None);
        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(1), Ct);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a", await _looked.Reader.ReadAsync(Ct));
    }

    [Fact]
    public async Task What_is_under_way_is_finished_when_the_queue_ends()
    {
        _grace = TimeSpan.FromSeconds(10);
        _queue.Add("a");
        Assert.Equal("a", await _looked.Reader.ReadAsync(Ct));
        await _end.CancelAsync();
        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(10), Ct);
        Assert.False(_running.IsCompleted);
        _answers.Writer.TryWrite(Requeue.None);
        await _running;
        Assert.False(_answers.Reader.TryRead(out _));
        _queue.Add("b");
        Assert.False(_looked.Reader.TryRead(out _));
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_given_up()
    {
        _grace = TimeSpan.FromSeconds(10);
        _queue.Add("a");
        Assert.Equal("a", await _looked.Reader.ReadAsync(Ct));
        await _end.CancelAsync();
        await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(10), Ct);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await _running;
        _answers.Writer.TryWrite(Requeue.None);
        Assert.True(_answers.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Looks_that_wait_for_long_keep_no_worker()
    {
        // Two workers: ten objects of a store that does not answer, then one of another.
        for (var at = 0; at < 10; at++)
        {
            _queue.Add($"slow-{at}");
        }

        for (var at = 0; at < 10; at += 2)
        {
            string[] pair = [await _looked.Reader.ReadAsync(Ct), await _looked.Reader.ReadAsync(Ct)];
            Assert.Equal([$"slow-{at}", $"slow-{at + 1}"], pair.Order(StringComparer.Ordinal));
            Assert.False(_looked.Reader.TryRead(out _));
            await _clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(500), Ct);
            await Task.Delay(50, Ct);
            _clock.Advance(TimeSpan.FromMilliseconds(500));
        }

        _queue.Add("good");
        Assert.Equal("good", await _looked.Reader.ReadAsync(Ct));

        // They are looked at again when they have ended, and not before.
        _queue.Add("slow-0");
        await Task.Delay(50, Ct);
        Assert.False(_looked.Reader.TryRead(out _));
        for (var at = 0; at < 11; at++)
        {
            _answers.Writer.TryWrite(Requeue.None);
        }

        Assert.Equal("slow-0", await _looked.Reader.ReadAsync(Ct));
    }
}
