using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Limits;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Testing.Http;
using static SecretsKit.Tests.Platform.Http.Transport.TransportBench;

namespace SecretsKit.Tests.Platform.Http.Transport;

/// <summary>How much one server is asked at a time.</summary>
public sealed class TransportLimitTests
{
    [Fact]
    public async Task No_more_requests_than_allowed_are_under_way_to_one_server()
    {
        var (now, most) = (0, 0);
        var gate = new TaskCompletionSource();
        var full = new TaskCompletionSource();
        using var server = new HttpServer(_ => new(async (stream, ct) =>
        {
            var count = Interlocked.Increment(ref now);
            InterlockedMax(ref most, count);
            if (count == 3)
            {
                full.TrySetResult();
            }

            await gate.Task.WaitAsync(ct);
            Interlocked.Decrement(ref now);
            await ServedAnswer.Found("a").WriteAsync(stream, ct);
        }));
        using var other = new HttpServer(_ => ServedAnswer.Found("b"));
        using var bench = new TransportBench(limits: new() { MaxConcurrent = 3 });
        var fetching = Enumerable.Range(0, 20).Select(_ => bench.FetchAsync(Get(server.Url))).ToList();
        await full.Task.WaitAsync(Ct);

        // Another server has places of its own.
        Assert.Equal((200, "b"), await bench.FetchAsync(Get(other.Url)));
        gate.SetResult();
        Assert.All(await Task.WhenAll(fetching), answer => Assert.Equal((200, "a"), answer));
        Assert.Equal((3, 20), (most, server.Requests.Count));
    }

    [Fact]
    public async Task A_response_that_stays_open_need_not_keep_its_place()
    {
        using var server = new HttpServer(request => request.Target == "/watch" ? ServedAnswer.Stalled : ServedAnswer.Found("a"));
        using var bench = new TransportBench(limits: new() { MaxConcurrent = 1 });
        using var watch = await bench.SendAsync(new(HttpMethod.Get,
            HttpUrl.Parse(server.Url + "/watch")) { SlotRelease = HttpSlotRelease.AfterHead });
        Assert.Equal((200, "a"), await bench.FetchAsync(Get(server.Url)));
    }

    [Fact]
    public async Task A_place_is_free_again_after_a_failure_a_repetition_and_a_refused_token()
    {
        var turn = 0;
        using var server = new HttpServer(_ => (turn++ % 4) switch
        {
            0 => ServedAnswer.Raw("no HTTP\r\n"),
            1 => ServedAnswer.Status("503 Unavailable"),
            2 => ServedAnswer.Status("401 Unauthorized"),
            _ => ServedAnswer.Found("a"),
        });
        using var bench = new TransportBench(HttpRetryPolicy.Default with { FirstDelay = TimeSpan.Zero },
            limits: new() { MaxConcurrent = 1 });
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(HttpFailureKind.Protocol, await bench.KindAsync(Get(server.Url)));
            var request = new HttpRequest(HttpMethod.Get, HttpUrl.Parse(server.Url)) { Authenticator = new HttpCredentials("a", "b") };
            Assert.Equal(401, (await bench.FetchAsync(request)).Status);
            Assert.Equal((200, "a"), await bench.FetchAsync(Get(server.Url)));
        }
    }

    [Fact]
    public async Task The_rate_is_kept_after_a_first_burst()
    {
        var clock = new FakeClock();
        using var server = new HttpServer(_ => ServedAnswer.Found("a"));
        using var bench = new TransportBench(clock: clock, limits: new() { RequestsPerSecond = 10, Burst = 2 });
        await bench.FetchAsync(Get(server.Url));
        await bench.FetchAsync(Get(server.Url));
        for (var count = 3; count <= 5; count++)
        {
            var fetching = bench.FetchAsync(Get(server.Url));
            await clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(100), Ct);
            Assert.False(fetching.IsCompleted);
            Assert.Equal(count - 1, server.Requests.Count);
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await fetching;
        }

        // After a pause the burst is back, and no more than that.
        clock.Advance(TimeSpan.FromHours(1));
        await bench.FetchAsync(Get(server.Url));
        await bench.FetchAsync(Get(server.Url));
        var last = bench.FetchAsync(Get(server.Url));
        await clock.WaitForTimerAsync(TimeSpan.FromMilliseconds(100), Ct);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        await last;
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_place_to_others()
    {
        var clock = new FakeClock();
        using var bucket = new TokenBucket(1, 1, clock);
        await bucket.TakeAsync(Ct);
        using var cancellation = new CancellationTokenSource();
        var leaving = bucket.TakeAsync(cancellation.Token);
        var staying = bucket.TakeAsync(Ct);
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(1), Ct);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(1), Ct);
        clock.Advance(TimeSpan.FromSeconds(1));
        await staying;
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); seen < value;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            seen = before == seen ? value : before;
        }
    }
}
