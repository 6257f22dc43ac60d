using System.Net;
using System.Net.Sockets;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Testing.Http;
using static SecretsKit.Tests.Platform.Http.Transport.TransportBench;

namespace SecretsKit.Tests.Platform.Http.Transport;

/// <summary>Each cause has its kind, and no failure shows a secret.</summary>
public sealed class TransportFailureTests
{
    private const string Canary = "cAnArY";

    // The canary in every place of a request that can hold a secret.
    private static HttpRequest Secret(string url, HttpMethod? method = null, TlsOptions? tls = null)
    {
        var text = url.Replace("://", $"://user{Canary}:pass{Canary}@", StringComparison.Ordinal) + $"/path?token={Canary}&{Canary}&a=b";
        return new(method ?? HttpMethod.Get, HttpUrl.Parse(text))
        {
            Headers = { ["X-Vault-Token"] = Canary, ["Cookie"] = Canary },
            Body = method is null ? null : HttpBody.FromBytes(Encoding.ASCII.GetBytes(Canary), ""),
            Tls = tls ?? TlsOptions.Default,
            MaxResponseBytes = 16,
            Redirects = HttpRedirects.Follow,
        };
    }

    private static void AssertNoSecret(params object?[] shown) =>
        Assert.All(shown, item => Assert.DoesNotContain(Canary, item?.ToString() ?? "", StringComparison.OrdinalIgnoreCase));

    private static async Task<HttpTransportException> FailSecretlyAsync(HttpRequest request, params (string Name, string Value)[] variables)
    {
        using var bench = new TransportBench(variables: variables);
        var failure = await bench.FailAsync(request);
        AssertNoSecret(failure, failure.Message, failure.Hint, failure.Failure, failure.InnerException, request, request.Body,
            request.Headers, request.Url.Display);
        return failure;
    }

    [Fact]
    public async Task Names_and_ports()
    {
        Assert.Equal(HttpFailureKind.NameResolution, (await FailSecretlyAsync(Secret("http://nobody.invalid"))).Failure.Kind);
        var refused = await FailSecretlyAsync(Secret("http://127.0.0.1:1", HttpMethod.Post));
        Assert.Equal("POST http://127.0.0.1:1/path?token=***&***&a=***: cannot connect to 127.0.0.1:1: connection refused",
            refused.Message);
        Assert.Equal((HttpFailureKind.ConnectionRefused, "127.0.0.1:1", "POST", null, false),
            (refused.Failure.Kind, refused.Failure.Host, refused.Failure.Method, refused.Failure.Status,
                refused.Failure.MayHaveBeenProcessed));
        var proxied = await FailSecretlyAsync(Secret("http://nobody.invalid"), ("HTTP_PROXY", $"http://u:{Canary}@127.0.0.1:1"));
        Assert.Equal(HttpFailureKind.Proxy, proxied.Failure.Kind);
        Assert.Contains("the proxy: cannot connect to 127.0.0.1:1", proxied.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", HttpFailureKind.ConnectionLost)]
    [InlineData($"220 {Canary}\r\n", HttpFailureKind.Protocol)]
    [InlineData($"HTTP/1.1 200 OK\r\n{Canary}\r\n\r\n", HttpFailureKind.Protocol)]
    [InlineData($"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{Canary}", HttpFailureKind.ConnectionLost)]
    [InlineData($"HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{Canary}", HttpFailureKind.ResponseTooLarge)]
    [InlineData($"HTTP/1.1 200 OK\r\n\r\n{Canary}{Canary}{Canary}", HttpFailureKind.ResponseTooLarge)]
    [InlineData($"HTTP/1.1 302 Found\r\nLocation: gopher://{Canary}\r\n\r\n", HttpFailureKind.Redirect)]
    public async Task Responses(string raw, HttpFailureKind kind)
    {
        using var server = new HttpServer(_ => ServedAnswer.Raw(raw));
        var failure = await FailSecretlyAsync(Secret(server.Url, HttpMethod.Post));
        Assert.Equal((kind, true), (failure.Failure.Kind, failure.Failure.MayHaveBeenProcessed));
        Assert.Equal(kind == HttpFailureKind.ResponseTooLarge ? ErrorCode.LimitExceeded : ErrorCode.General, failure.Code);
    }

    [Fact]
    public async Task Certificates()
    {
        using var authority = TestCertificates.Authority();
        using var right = TestCertificates.SignedBy(authority, "127.0.0.1");
        using var wrong = TestCertificates.SignedBy(authority, "a.example", "127.0.0.9");
        using var old = TestCertificates.Signed(["127.0.0.1"], new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var trusted = authority.ExportCertificatePem() + "\n" + old.ExportCertificatePem();
        var tls = TlsOptions.Default.WithRoots(Encoding.ASCII.GetBytes(trusted));
        foreach (var (certificate, trust, kind, words) in new[]
        {
            (right, TlsOptions.Default, HttpFailureKind.UntrustedCertificate, "signed by an authority that is not trusted"),
            (wrong, tls, HttpFailureKind.WrongHostName, "is for a.example, 127.0.0.9, not for 127.0.0.1"),
            (old, tls, HttpFailureKind.ExpiredCertificate, "expired at 2021-01-01T00:00:00Z"),
        })
        {
            using var server = new HttpServer(_ => ServedAnswer.Found("a"), certificate);
            var failure = await FailSecretlyAsync(Secret(server.Url, HttpMethod.Post, trust));
            Assert.Equal((kind, false), (failure.Failure.Kind, failure.Failure.MayHaveBeenProcessed));
            Assert.Contains(words, failure.Message, StringComparison.Ordinal);
            Assert.Empty(server.Requests);
        }

        using var named = new HttpServer(_ => ServedAnswer.Found("a"), wrong);
        using var bench = new TransportBench();
        Assert.Equal((200, "a"),
            await bench.FetchAsync(new(HttpMethod.Get, HttpUrl.Parse(named.Url)) { Tls = tls.WithServerName("a.example") }));
        Assert.Equal(HttpFailureKind.WrongHostName,
            await bench.KindAsync(new(HttpMethod.Get, HttpUrl.Parse(named.Url)) { Tls = tls.WithServerName("b.example") }));
    }

    [Fact]
    public async Task A_server_without_encryption_is_no_https_server()
    {
        using var server = new HttpServer(_ => ServedAnswer.Raw("HTTP/1.1 400 Bad Request\r\n\r\n"));
        Assert.Equal(HttpFailureKind.Tls, (await FailSecretlyAsync(Secret($"https://127.0.0.1:{server.Port}"))).Failure.Kind);
    }

    [Fact]
    public async Task A_status_is_a_failure_for_those_who_want_none()
    {
        using var server = new HttpServer(_ => ServedAnswer.Status($"429 {Canary}", $"Retry-After: 9\r\nX-Debug: {Canary}\r\n"));
        using var bench = new TransportBench();
        using var response = await bench.SendAsync(Secret(server.Url));
        var failure = Assert.Throws<HttpTransportException>(response.RequireSuccess);
        Assert.Equal((HttpFailureKind.Status, 429, TimeSpan.FromSeconds(9)),
            (failure.Failure.Kind, failure.Failure.Status, failure.Failure.RetryAfter));
        Assert.Equal($"GET {server.Url}/path?token=***&***&a=***: the server answers 429 Too Many Requests", failure.Message);
        AssertNoSecret(failure, response, failure.Failure, new AccessToken(Canary, null), new HttpCredentials(Canary, Canary),
            HttpProxy.At($"http://u:{Canary}@h:1"), new HttpAttempt(HttpMethod.Get, Secret(server.Url).Url, [], null));
    }

    [Fact]
    public async Task Silence_before_the_head_and_within_the_content()
    {
        var clock = new FakeClock();
        using var bench = new TransportBench(clock: clock);
        using var server = new HttpServer(request => request.Target == "/stalled" ? ServedAnswer.Stalled : ServedAnswer.Silence);
        var waiting = bench.FailAsync(Get(server.Url));
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(30), Ct);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((HttpFailureKind.TimedOut, $"GET {server.Url}/: no response within 30 s"),
            ((await waiting).Failure.Kind, (await waiting).Message));

        // The head is there; each read has its own time.
        using var response = await bench.SendAsync(Get(server.Url + "/stalled"));
        var content = await response.OpenContentAsync(Ct);
        Assert.Equal(6, await content.ReadAtLeastAsync(new byte[6], 6, cancellationToken: Ct));
        clock.Advance(TimeSpan.FromHours(1));
        var reading = Assert.ThrowsAsync<HttpTransportException>(async () => await content.ReadExactlyAsync(new byte[1], Ct));
        await clock.WaitForTimerAsync(TimeSpan.FromMinutes(1), Ct);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((HttpFailureKind.TimedOut, $"GET {server.Url}/stalled: the content stopped for 60 s"),
            ((await reading).Failure.Kind, (await reading).Message));
    }

    [Fact]
    public async Task Cancellation_is_no_failure_of_the_network()
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new HttpServer(_ =>
        {
            cancellation.Cancel();
            return ServedAnswer.Silence;
        });
        using var bench = new TransportBench();
        var transport = new HttpTransport(bench.Connections, bytes => bytes.Clear());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.SendAsync(Get(server.Url), cancellation.Token));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_lost()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var bench = new TransportBench();
        var failing = bench.FailAsync(Post($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/", "a"));
        using (var client = await listener.AcceptTcpClientAsync(Ct))
        {
            await client.GetStream().ReadExactlyAsync(new byte[4], Ct);
            client.LingerState = new(true, 0);
        }

        Assert.Equal(HttpFailureKind.ConnectionLost, (await failing).Failure.Kind);
    }
}
