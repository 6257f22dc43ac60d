using System.IO.Compression;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Platform.Http;

/// <summary>Requests and answers, against a server that does what each test wants.</summary>
public sealed class HttpGetterTests
{
    [Fact]
    public async Task Fetches_a_content_and_says_who_asks()
    {
        using var server = new HttpServer(_ => ServedAnswer.Found("port: 99\n"));
        var answer = await GetterBench.GetAsync(
            GetterBench.Request(server.Url + "/a/b.yaml?x=%2f&y=a b#part") with { Accept = "application/gzip" });
        Assert.Equal(("port: 99\n", "200 OK"), (Encoding.UTF8.GetString(answer.Content), answer.StatusText));
        var request = Assert.Single(server.Requests);
        Assert.Equal(("GET", "/a/b.yaml?x=%2f&y=a%20b"), (request.Method, request.Target));
        Assert.Equal(("Test/1.0", "application/gzip", $"127.0.0.1:{server.Port}"),
            (request.Header("User-Agent"), request.Header("Accept"), request.Header("Host")));
        Assert.Equal(["Accept", "Host", "User-Agent"], request.Headers.Keys.Order());
    }

    [Theory]
    [InlineData("/a/../b", "/a/../b")]
    [InlineData("/%7Euser/%41%2F", "/%7Euser/%41%2F")]
    [InlineData("/a//b?c=d?e", "/a//b?c=d?e")]
    [InlineData("/?q=\"x\"", "/?q=\"x\"")]
    [InlineData("?q", "/?q")]
    [InlineData("/a \"b\"/ü{c}", "/a%20%22b%22/%C3%BC%7Bc%7D")]
    public async Task The_path_is_sent_as_it_was_written_where_that_can_be_sent(string path, string target)
    {
        using var server = new HttpServer(_ => ServedAnswer.Found(""));
        await GetterBench.GetAsync(server.Url + path);
        Assert.Equal(target, server.Requests[0].Target);
    }

    [Theory]
    [InlineData("404 File not found", "404 File not found")]
    [InlineData("500 Internal Server Error", "500 Internal Server Error")]
    [InlineData("204 No Content", "204 No Content")]
    [InlineData("304 Not Modified", "304 Not Modified")]
    [InlineData("302 Found", "302 Found")]
    [InlineData("599", "599")]
    public async Task A_status_is_an_answer(string status, string text)
    {
        using var server = new HttpServer(_ => ServedAnswer.Status(status));
        var answer = await GetterBench.GetAsync(server.Url);
        Assert.Equal((text, false, 0), (answer.StatusText, answer.IsFound, answer.Content.Length));
    }

    [Fact]
    public async Task Nobody_listening_is_told_with_the_address()
    {
        Assert.Equal("Get \"http://127.0.0.1:1/x.yaml\": dial tcp 127.0.0.1:1: connect: connection refused",
            await GetterBench.FailureAsync("http://127.0.0.1:1/x.yaml"));
        Assert.Equal("Get \"http://nobody.invalid/x\": dial tcp: lookup nobody.invalid: no such host",
            await GetterBench.FailureAsync("http://nobody.invalid/x"));
    }

    [Theory]
    [InlineData("http://", "Get \"http://\": http: no Host in request URL")]
    [InlineData("http:x", "Get \"http:x\": http: no Host in request URL")]
    [InlineData("http://h:99999999/", "Get \"http://h:99999999/\": http: no Host in request URL")]
    [InlineData("http://[::1/x", "parse \"http://[::1/x\": missing ']' in host")]
    [InlineData("http://u:s3cr%zz@h/x", "parse \"http://u:***@h/x\": net/url: invalid userinfo")]
    [InlineData("ftp://h/x", "Get \"ftp://h/x\": unsupported protocol scheme \"ftp\"")]
    public void What_is_no_URL_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SecretsKitException>(() => GetterBench.Request(text)).Message);

    [Theory]
    [InlineData("", "EOF")]
    [InlineData("220 mail.example.com ready\r\n", "net/http: HTTP/1.x transport connection broken: malformed HTTP response")]
    [InlineData("HTTP/1.1 abc\r\n\r\n", "net/http: HTTP/1.x transport connection broken: malformed HTTP response")]
    public async Task What_is_no_answer_is_told_without_quoting_it(string raw, string cause)
    {
        using var server = new HttpServer(_ => ServedAnswer.Raw(raw));
        Assert.Equal($"Get \"{server.Url}/x\": {cause}", await GetterBench.FailureAsync(server.Url + "/x"));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nport: 9")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nport:\r\n")]
    public async Task A_content_that_breaks_off_is_no_content(string raw)
    {
        using var server = new HttpServer(_ => ServedAnswer.Raw(raw));
        Assert.Equal("unexpected EOF", await GetterBench.FailureAsync(server.Url));
    }

    [Fact]
    public async Task Content_has_a_limit_whether_the_server_tells_its_length_or_not()
    {
        using var server = new HttpServer(request =>
            request.Target == "/endless" ? ServedAnswer.Endless : ServedAnswer.Found(new byte[1025]));
        Assert.Equal($"Get \"{server.Url}/endless\": the content is larger than 1024 bytes",
            await GetterBench.FailureAsync(server.Url + "/endless"));
        Assert.Equal($"Get \"{server.Url}/long\": the content is larger than 1024 bytes",
            await GetterBench.FailureAsync(server.Url + "/long"));
        Assert.Equal(1025, (await GetterBench.GetAsync(GetterBench.Request(server.Url + "/long", 1025))).Content.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_keeps_silent_is_left_after_the_time_allowed(bool afterTheHead)
    {
        using var server = new HttpServer(_ => afterTheHead ? ServedAnswer.Stalled : ServedAnswer.Silence);
        var message = await GetterBench.FailureAsync(
            GetterBench.Request(server.Url) with { Timeout = TimeSpan.FromMilliseconds(afterTheHead ? 1000 : 100) });
        Assert.Equal(afterTheHead ? "context deadline exceeded (Client.Timeout or context cancellation while reading body)"
            : $"Get \"{server.Url}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)", message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancellation_ends_any_wait(bool afterTheHead)
    {
        using var cancellation = new CancellationTokenSource();
        using var server = new HttpServer(_ =>
        {
            cancellation.CancelAfter(TimeSpan.FromMilliseconds(20));
            return afterTheHead ? ServedAnswer.Stalled : ServedAnswer.Silence;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            GetterBench.GetAsync(GetterBench.Request(server.Url), cancellation.Token));
    }

    [Fact]
    public async Task Compressed_content_is_opened_where_it_was_asked_for_and_else_left_alone()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(new byte[100_000]);
        }

        using var server = new HttpServer(_ => ServedAnswer.Found(packed.ToArray(), "Content-Encoding: gzip\r\n"));
        Assert.Equal(packed.ToArray(), (await GetterBench.GetAsync(server.Url)).Content);
        Assert.Null(server.Requests[0].Header("Accept-Encoding"));
        Assert.Equal(100_000,
            (await GetterBench.GetAsync(GetterBench.Request(server.Url,
                100_000) with { Compression = HttpCompression.Gzip })).Content.Length);
        Assert.Equal("gzip", server.Requests[1].Header("Accept-Encoding"));
        Assert.EndsWith("is larger than 99999 bytes",
            await GetterBench.FailureAsync(GetterBench.Request(server.Url, 99_999) with { Compression = HttpCompression.Gzip }),
                StringComparison.Ordinal);
    }
}
