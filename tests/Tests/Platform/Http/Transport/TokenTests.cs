using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Testing.Http;
using static SecretsKit.Tests.Platform.Http.Transport.TransportBench;

namespace SecretsKit.Tests.Platform.Http.Transport;

/// <summary>Tokens: obtained once for all who wait, renewed before they end and after a refusal.</summary>
public sealed class TokenTests
{
    private readonly FakeClock _clock = new();

    private static HttpRequest Request(string url, IHttpAuthenticator authenticator) =>
        new(HttpMethod.Get, HttpUrl.Parse(url)) { Authenticator = authenticator };

    [Fact]
    public async Task Fifty_requests_at_once_obtain_one_token_and_after_a_refusal_one_more()
    {
        var all = new TaskCompletionSource();
        var arrived = 0;
        using var server = new HttpServer(request =>
        {
            if (request.Header("Authorization") != "Bearer token1")
            {
                return ServedAnswer.Found(request.Header("Authorization") ?? "");
            }

            if (Interlocked.Increment(ref arrived) == 50)
            {
                all.SetResult();
            }

            return ServedAnswer.When(all.Task, ServedAnswer.Status("401 Unauthorized", "WWW-Authenticate: Bearer error=\"expired\"\r\n"));
        });
        var source = new CountingSource();
        var authenticator = new TokenAuthenticator(source, _clock);
        using var bench = new TransportBench();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => bench.FetchAsync(Request(server.Url, authenticator))));
        Assert.All(answers, answer => Assert.Equal((200, "Bearer token2"), answer));
        Assert.Equal([null, "Bearer error=\"expired\""], source.Challenges);
        Assert.Equal(100, server.Requests.Count);
    }

    [Fact]
    public async Task A_second_refusal_is_the_answer()
    {
        using var server = new HttpServer(_ => ServedAnswer.Status("401 Unauthorized"));
        using var bench = new TransportBench();
        Assert.Equal(401, (await bench.FetchAsync(Request(server.Url, new TokenAuthenticator(new CountingSource(), _clock)))).Status);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(401, (await bench.FetchAsync(Request(server.Url, new HttpCredentials("user", "password")))).Status);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        using var server = new HttpServer(request => ServedAnswer.Found(request.Header("X-Vault-Token") ?? ""));
        var source = new CountingSource { Lifetime = TimeSpan.FromMinutes(5), Clock = _clock };
        var authenticator = new TokenAuthenticator(source, _clock) { HeaderName = "X-Vault-Token", Prefix = "" };
        using var bench = new TransportBench();
        Assert.Equal((200, "token1"), await bench.FetchAsync(Request(server.Url, authenticator)));
        _clock.Advance(TimeSpan.FromMinutes(4) - TimeSpan.FromTicks(1));
        Assert.Equal((200, "token1"), await bench.FetchAsync(Request(server.Url, authenticator)));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal((200, "token2"), await bench.FetchAsync(Request(server.Url, authenticator)));
    }

    [Fact]
    public async Task A_registry_names_what_a_token_is_for_in_its_refusal()
    {
        const string Challenge = "Bearer realm=\"https://auth.example/token\",scope=\"repository:a:pull\"";
        using var server = new HttpServer(request =>
            request.Header("Authorization") is { } token ? ServedAnswer.Found(token)
                : ServedAnswer.Status("401 Unauthorized", $"WWW-Authenticate: {Challenge}\r\n"));
        var source = new CountingSource { IsAnonymousAtFirst = true };
        using var bench = new TransportBench();
        Assert.Equal((200, "Bearer token2"), await bench.FetchAsync(Request(server.Url, new TokenAuthenticator(source, _clock))));
        Assert.Equal([null, Challenge], source.Challenges);
    }

    [Fact]
    public async Task A_failure_reaches_all_who_wait_and_is_not_kept()
    {
        using var server = new HttpServer(request => ServedAnswer.Found(request.Header("Authorization") ?? ""));
        var source = new CountingSource { Failures = 1 };
        var authenticator = new TokenAuthenticator(source, _clock);
        using var bench = new TransportBench();
        Assert.Equal("no login",
            (await Assert.ThrowsAsync<SecretsKitException>(() => bench.FetchAsync(Request(server.Url, authenticator)))).Message);
        Assert.Equal((200, "Bearer token2"), await bench.FetchAsync(Request(server.Url, authenticator)));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Who_stops_waiting_does_not_stop_the_others_and_the_last_one_stops_it()
    {
        var source = new CountingSource { Gate = new() };
        var authenticator = new TokenAuthenticator(source, _clock);
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        HttpAttempt Attempt() => new(HttpMethod.Get, HttpUrl.Parse("http://h/"), [], null);
        var leaving = authenticator.AuthenticateAsync(Attempt(), first.Token).AsTask();
        var staying = authenticator.AuthenticateAsync(Attempt(), second.Token).AsTask();
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.False(source.Gate.Task.IsCompleted);
        source.Gate.SetResult();
        await staying;
        Assert.Single(source.Challenges);

        var slow = new CountingSource { Gate = new() };
        var other = new TokenAuthenticator(slow, _clock);
        var alone = other.AuthenticateAsync(Attempt(), second.Token).AsTask();
        await slow.Started.Task.WaitAsync(Ct);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => alone);
        await slow.Stopped.Task.WaitAsync(Ct);
    }

    [Fact]
    public async Task A_token_that_does_not_come_ends_the_wait()
    {
        var authenticator = new TokenAuthenticator(new CountingSource { Gate = new() }, _clock);
        var waiting = authenticator.AuthenticateAsync(new(HttpMethod.Get, HttpUrl.Parse("http://h/"), [], null), Ct).AsTask();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("no access token was obtained in time", (await Assert.ThrowsAsync<SecretsKitException>(() => waiting)).Message);
    }

    /// <summary>Tokens with numbers.</summary>
    private sealed class CountingSource : ITokenSource
    {
        private readonly Lock _lock = new();
        private readonly List<string?> _challenges = [];

        public TimeSpan? Lifetime { get; init; }

        public TimeProvider Clock { get; init; } = TimeProvider.System;

        public bool IsAnonymousAtFirst { get; init; }

        public int Failures { get; init; }

        public TaskCompletionSource? Gate { get; init; }

        public TaskCompletionSource Started { get; } = new();

        public TaskCompletionSource Stopped { get; } = new();

        public IReadOnlyList<string?> Challenges => _challenges;

        public async ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken)
        {
            int count;
            lock (_lock)
            {
                _challenges.Add(challenge);
                count = _challenges.Count;
            }

            Started.TrySetResult();
            try
            {
                await (Gate?.Task ?? Task.CompletedTask).WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                Stopped.TrySetResult();
                throw;
            }

            return count <= Failures ? throw new SecretsKitException(ErrorCode.General, "no login")
                : IsAnonymousAtFirst && count == 1 ? null
                : new("token" + count.ToString(System.Globalization.CultureInfo.InvariantCulture), Lifetime is { } time
                    ? Clock.GetUtcNow() + time : null);
        }
    }
}
