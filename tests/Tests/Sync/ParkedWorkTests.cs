using System.Collections.Concurrent;
using SecretsKit.Sync.Queueing;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Sync;

/// <summary>Work that takes long is left to itself, and how it ended is its own.</summary>
public sealed class ParkedWorkTests
{
    private readonly FakeClock _clock = new(SyncBench.Start);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Work_that_ends_in_the_moment_in_which_patience_does_is_no_failure(bool fails)
    {
        var parked = new ParkedWork(_clock, 1);
        var work = new TaskCompletionSource();
        var later = new ConcurrentQueue<Action>();
        var following = WithContext(new Deferring(later), () => parked.FollowAsync(work.Task));

        // What the end of patience would set going runs only when the work has ended, too.
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        if (fails)
        {
            work.SetException(new TimeoutException("of the work itself"));
        }
        else
        {
            work.SetResult();
        }

        while (later.TryDequeue(out var action))
        {
            action();
        }

        if (fails)
        {
            // Parked or waited for: the failure is passed on by whichever ends first.
            Task first = following.IsCompletedSuccessfully ? parked.Broken : following;
            var failed = await Record.ExceptionAsync(async () => await (first is Task<Task> broken ? await broken : first));
            Assert.Equal("of the work itself", failed?.Message);
            return;
        }

        await following;
        Assert.False(parked.Broken.IsCompleted);
    }

    private static Task WithContext(SynchronizationContext context, Func<Task> start)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            return start();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private sealed class Deferring(ConcurrentQueue<Action> later) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => later.Enqueue(() => d(state));
    }
}
