using System.Globalization;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Testing.Http;
using static SecretsKit.Tests.Platform.Http.Transport.TransportBench;

namespace SecretsKit.Tests.Platform.Http.Transport;

/// <summary>When a request is sent again, after which wait, and when it is not.</summary>
public sealed class TransportRetryTests
{
    private readonly FakeClock _clock = new();

    private TransportBench Bench(HttpRetryPolicy? retries = null) => new(retries ?? HttpRetryPolicy.Default, _clock);

    private async Task PassAsync(params double[] seconds)
    {
        foreach (var time in seconds.Select(TimeSpan.FromSeconds))
        {
            await _clock.WaitForTimerAsync(time, Ct);
            _clock.Advance(time);
        }
    }

    private static HttpServer Unavailable(int times, string headers, string status = "503 Unavailable")
    {
        var left = times;
        return new(_ => left-- > 0 ? ServedAnswer.Status(status, headers) : ServedAnswer.Found("a"));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("date")]
    public async Task Waits_as_long_as_the_server_asks_and_a_little_more(string wait)
    {
        var header = wait == "date" ? (_clock.GetUtcNow() + TimeSpan.FromSeconds(7)).ToString("r", CultureInfo.InvariantCulture) : wait;
        using var server = Unavailable(1, $"Retry-After: {header}\r\n");
        using var bench = Bench();
        var fetching = bench.FetchAsync(Get(server.Url));
        await PassAsync(7.1);
        Assert.Equal((200, "a"), await fetching);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Waits_double_and_attempts_end()
    {
        using var server = Unavailable(9, "");
        using var bench = Bench();
        var fetching = bench.FetchAsync(Get(server.Url));
        await PassAsync(0.2, 0.4, 0.8);
        Assert.Equal((503, ""), await fetching);
        Assert.Equal(4, server.Requests.Count);
    }

    [Theory]
    [InlineData(0x00, 100)]
    [InlineData(0xFF, 200)]
    public void Half_of_a_wait_is_random(byte random, double milliseconds)
    {
        var schedule = new RetrySchedule(HttpRetryPolicy.Default, _clock, bytes => bytes.Fill(random));
        Assert.True(schedule.TryNext(null, out var delay));
        Assert.Equal(milliseconds, delay.TotalMilliseconds);
        Assert.True(schedule.TryNext(TimeSpan.Zero, out delay));
        Assert.Equal(2 * milliseconds, delay.TotalMilliseconds);
    }

    [Theory]
    [InlineData(0, 0x00, 1500)]
    [InlineData(0, 0xFF, 1500)]
    [InlineData(1 / 3.0, 0x00, 1000)]
    [InlineData(1 / 3.0, 0xFF, 1500)]
    public void The_random_part_of_a_wait_can_be_another(double part, byte random, double milliseconds)
    {
        var delay = TimeSpan.FromMilliseconds(1500);
        var policy = new HttpRetryPolicy { FirstDelay = delay, MaxDelay = delay, RandomPart = part };
        var schedule = new RetrySchedule(policy, _clock, bytes => bytes.Fill(random));
        for (var attempt = 0; attempt < 3; attempt++)
        {
            Assert.True(schedule.TryNext(null, out var wait));
            Assert.Equal(milliseconds, wait.TotalMilliseconds, 3);
        }
    }

    [Fact]
    public async Task A_wait_beyond_the_budget_is_not_begun()
    {
        using var server = Unavailable(9, "Retry-After: 30\r\n");
        using var bench = Bench();
        using var response = await bench.SendAsync(Get(server.Url));
        Assert.Equal((503, TimeSpan.FromSeconds(30)), (response.Status, response.RetryAfter));
        Assert.Single(server.Requests);

        // Without a budget nobody waits for days either.
        using var patient = Bench(HttpRetryPolicy.Default with { Budget = Timeout.InfiniteTimeSpan });
        using var days = Unavailable(9, "Retry-After: 2000000000\r\n");
        Assert.Equal(503, (await patient.FetchAsync(Get(days.Url))).Status);
    }

    [Fact]
    public async Task The_budget_ends_an_attempt_too()
    {
        using var server = new HttpServer(_ => ServedAnswer.Silence);
        using var bench = Bench(HttpRetryPolicy.Default with { Budget = TimeSpan.FromSeconds(12) });
        var failing = bench.FailAsync(Get(server.Url));
        await PassAsync(12);
        Assert.Equal((HttpFailureKind.TimedOut, $"GET {server.Url}/: no response within 12 s, waits and repetitions included"),
            ((await failing).Failure.Kind, (await failing).Message));
    }

    [Theory]
    [InlineData("PUT", HttpIdempotence.ByMethod, 4)]
    [InlineData("DELETE", HttpIdempotence.ByMethod, 4)]
    [InlineData("POST", HttpIdempotence.ByMethod, 1)]
    [InlineData("PATCH", HttpIdempotence.ByMethod, 1)]
    [InlineData("POST", HttpIdempotence.Idempotent, 4)]
    [InlineData("PUT", HttpIdempotence.NotIdempotent, 1)]
    [InlineData("GET", HttpIdempotence.NotIdempotent, 1)]
    public async Task What_the_server_may_have_done_is_repeated_only_if_that_does_no_harm(string method, HttpIdempotence idempotence,
        int attempts)
    {
        foreach (var answer in new[] { ServedAnswer.Raw(""), ServedAnswer.Status("503 Unavailable"), ServedAnswer.Status("504 Timeout") })
        {
            using var server = new HttpServer(_ => answer);
            using var bench = Bench();
            var request = new HttpRequest(new(method), HttpUrl.Parse(server.Url))
            {
                Body = HttpBody.FromBytes("a"u8.ToArray(), ""),
                Idempotence = idempotence,
            };
            var sending = Record.ExceptionAsync(() => bench.FetchAsync(request));
            await PassAsync(attempts == 4 ? [0.2, 0.4, 0.8] : []);
            await sending;
            Assert.Equal(attempts, server.Requests.Count);
        }
    }

    [Fact]
    public async Task What_was_never_sent_or_was_turned_away_is_repeated_in_any_case()
    {
        using var bench = Bench();
        var failing = bench.FailAsync(Post("http://127.0.0.1:1/", "a"));
        await PassAsync(0.2, 0.4, 0.8);
        Assert.Equal(HttpFailureKind.ConnectionRefused, (await failing).Failure.Kind);
        using var server = Unavailable(1, "", "429 Slow down");
        var fetching = bench.FetchAsync(Post(server.Url, "body"));
        await PassAsync(0.2);
        Assert.Equal((200, "a"), await fetching);
        Assert.All(server.Requests, request => Assert.Equal("body"u8.ToArray(), request.Body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public async Task A_kept_connection_that_was_closed_repeats_nothing_behind_our_back(string body)
    {
        using var server = new HttpServer(request => request.Method == "GET" ? ServedAnswer.Kept("a") : ServedAnswer.Raw(""));
        using var bench = Bench();
        await bench.FetchAsync(Get(server.Url));
        var request = new HttpRequest(HttpMethod.Post, HttpUrl.Parse(server.Url)) { Body = body.Length == 0 ? null
            : HttpBody.FromBytes("a"u8.ToArray(), "") };
        Assert.Equal(HttpFailureKind.ConnectionLost, await bench.KindAsync(request));
        Assert.Equal(["GET", "POST"], server.Requests.Select(served => served.Method));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("POST")]
    public async Task What_may_not_be_repeated_is_sent_once_without_a_body_too(string method)
    {
        using var server = new HttpServer(_ => ServedAnswer.Raw(""));
        using var bench = Bench();
        var request = new HttpRequest(new(method), HttpUrl.Parse(server.Url)) { Idempotence = HttpIdempotence.NotIdempotent };
        Assert.Equal(HttpFailureKind.ConnectionLost, await bench.KindAsync(request));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_body_that_can_be_read_only_once_is_sent_only_once()
    {
        using var server = Unavailable(9, "");
        using var bench = Bench();
        using var body = new MemoryStream("a"u8.ToArray());
        Assert.Equal(503, (await bench.FetchAsync(new(HttpMethod.Put,
            HttpUrl.Parse(server.Url)) { Body = HttpBody.FromStream(body, "", 1) })).Status);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("400 Bad Request")]
    [InlineData("404 Not Found")]
    [InlineData("500 Internal Server Error")]
    public async Task Other_statuses_are_answers(string status)
    {
        using var server = Unavailable(9, "", status);
        using var bench = Bench();
        await bench.FetchAsync(Get(server.Url));
        Assert.Single(server.Requests);
    }
}
