using System.Collections.Concurrent;
using SecretsKit.Charts.Model;

namespace SecretsKit.Tests.Charts.Model;

/// <summary>Work on other processors: all of it is done, once, and failures are left to those who meet them in order.</summary>
public sealed class ParallelPreloadTests
{
    private const int Large = 1_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(Large)]
    public async Task Everything_is_done_once_also_what_comes_while_it_works(int bytes)
    {
        var done = new ConcurrentDictionary<int, int>();
        var work = new ParallelPreload();
        for (var i = 0; i < 1_000; i++)
        {
            var key = i;
            work.Add(() => done.AddOrUpdate(key, 1, (_, count) => count + 1), bytes);
            if (i % 100 == 0)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }

        work.Finish(TestContext.Current.CancellationToken);
        Assert.Equal(1_000, done.Count);
        Assert.All(done.Values, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Little_work_stays_with_its_owner()
    {
        var threads = new ConcurrentBag<int>();
        var work = new ParallelPreload();
        for (var i = 0; i < 100; i++)
        {
            work.Add(() => threads.Add(Environment.CurrentManagedThreadId), 100);
        }

        Assert.Empty(threads);
        work.Finish(TestContext.Current.CancellationToken);
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void Much_work_begins_before_anybody_waits_for_it()
    {
        Assert.SkipWhen(Environment.ProcessorCount == 1, "there is no other processor");
        using var begun = new ManualResetEventSlim();
        var work = new ParallelPreload();
        work.Add(begun.Set, Large);
        Assert.True(begun.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        work.Finish(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_failure_neither_ends_the_rest_nor_comes_out()
    {
        var done = new ConcurrentBag<int>();
        var work = new ParallelPreload();
        for (var i = 0; i < 100; i++)
        {
            var key = i;
            work.Add(key % 2 == 0 ? () => throw new ChartException("even") : () => done.Add(key), Large);
        }

        work.Finish(TestContext.Current.CancellationToken);
        Assert.Equal(50, done.Count);
    }

    [Fact]
    public void Cancelled_work_is_dropped()
    {
        using var source = new CancellationTokenSource();
        var done = 0;
        var work = new ParallelPreload();
        for (var i = 0; i < 100; i++)
        {
            work.Add(
                () =>
                {
                    done++;
                    source.Cancel();
                },
                bytes: 1);
        }

        Assert.ThrowsAny<OperationCanceledException>(() => work.Finish(source.Token));
        Assert.Equal(1, done);
        work.Finish(TestContext.Current.CancellationToken);
        Assert.Equal(1, done);
    }
}
