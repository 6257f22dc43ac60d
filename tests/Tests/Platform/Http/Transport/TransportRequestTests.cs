using System.Net;
using System.Net.Sockets;
using System.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Testing.Http;
using static SecretsKit.Tests.Platform.Http.Transport.TransportBench;

namespace SecretsKit.Tests.Platform.Http.Transport;

/// <summary>What is sent, what comes back, and how much of it is in memory.</summary>
public sealed class TransportRequestTests
{
    private const long Large = 1L << 30;

    // Beyond all buffers of sockets and handlers, and far below the whole.
    private const long Buffered = 64L << 20;

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    [InlineData("LIST")]
    public async Task Sends_any_method_with_headers_and_body_and_returns_headers(string method)
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept("yes", "201 Made", "X-Id: 7\r\nContent-Type: text/plain\r\n"));
        using var bench = new TransportBench();
        var request = new HttpRequest(new(method), HttpUrl.Parse(server.Url + "/a?b=c"))
        {
            Headers = { ["X-Vault-Namespace"] = "team", ["Accept"] = "application/json" },
            Body = HttpBody.FromBytes("{}"u8.ToArray(), "application/json"),
        };
        using var response = await bench.SendAsync(request);
        Assert.Equal((201, "Made", true, "7", "text/plain"),
            (response.Status, response.Reason, response.IsSuccess, response.Header("x-id"), response.Header("content-type")));
        Assert.Equal("yes", Encoding.UTF8.GetString(await response.ReadContentAsync(Ct)));
        var served = Assert.Single(server.Requests);
        Assert.Equal((method, "/a?b=c", "team", "application/json", "{}"),
            (served.Method, served.Target, served.Header("X-Vault-Namespace"), served.Header("Content-Type"),
                Encoding.UTF8.GetString(served.Body)));
    }

    [Fact]
    public async Task Connections_are_kept_and_shared_by_equal_settings()
    {
        using var authority = TestCertificates.Authority();
        using var certificate = TestCertificates.SignedBy(authority, "127.0.0.1");
        using var server = new HttpServer(_ => ServedAnswer.Kept("a"), certificate);
        using var bench = new TransportBench();
        for (var count = 0; count < 3; count++)
        {
            Assert.Equal((200, "a"), await bench.FetchAsync(Trusting(server.Url, authority.ExportCertificatePem())));
        }

        Assert.Equal((1, 1), (server.Connections, bench.Connections.PoolCount));
        Assert.Equal((200, "a"),
            await bench.FetchAsync(new(HttpMethod.Get, HttpUrl.Parse(server.Url)) { Tls = TlsOptions.Default.WithoutVerification() }));
        Assert.Equal((2, 2), (server.Connections, bench.Connections.PoolCount));
    }

    [Fact]
    public async Task Pools_that_nobody_uses_any_more_are_closed()
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept("a"));
        using var bench = new TransportBench();
        for (var count = 0; count < 40; count++)
        {
            var request = new HttpRequest(HttpMethod.Get,
                HttpUrl.Parse($"http://host{count}.invalid/")) { Proxy = HttpProxy.At($"http://user{count}@127.0.0.1:{server.Port}") };
            Assert.Equal((200, "a"), await bench.FetchAsync(request));
        }

        Assert.Equal(32, bench.Connections.PoolCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_large_body_is_sent_as_it_is_read(bool isLengthKnown)
    {
        const long Length = 32L << 20;
        using var server = new HttpServer(_ => ServedAnswer.Found("done"));
        using var bench = new TransportBench();
        var request = new HttpRequest(HttpMethod.Put, HttpUrl.Parse(server.Url))
        {
            Body = HttpBody.FromSource(_ =>
                ValueTask.FromResult<Stream>(new ZeroStream(Length)), "application/octet-stream", isLengthKnown ? Length : null),
        };
        Assert.Equal((200, "done"), await bench.FetchAsync(request));
        Assert.Equal(Length, server.Requests[0].BodyLength);
        Assert.Equal(isLengthKnown ? null : "chunked", server.Requests[0].Header("Transfer-Encoding"));
    }

    [Fact]
    public async Task A_body_is_not_read_ahead_of_the_server()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var bench = new TransportBench();
        using var source = new ZeroStream(Large);
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        var sending = bench.FailAsync(new(HttpMethod.Put, HttpUrl.Parse(url)) { Body = HttpBody.FromStream(source, "", Large) });
        using (var client = await listener.AcceptTcpClientAsync(Ct))
        {
            await client.GetStream().ReadExactlyAsync(new byte[1 << 20], Ct);
        }

        Assert.True((await sending).Failure.MayHaveBeenProcessed);
        Assert.InRange(source.Position, 1, Buffered);
    }

    [Fact]
    public async Task A_large_content_is_read_as_it_comes()
    {
        const long Length = 32L << 20;
        using var server = new HttpServer(_ => ServedAnswer.Zeros(Length));
        using var bench = new TransportBench();
        using var response = await bench.SendAsync(new(HttpMethod.Get, HttpUrl.Parse(server.Url)) { MaxResponseBytes = Length });
        var content = await response.OpenContentAsync(Ct);
        var (total, buffer) = (0L, new byte[64 * 1024]);
        for (int count; (count = await content.ReadAsync(buffer, Ct)) > 0;)
        {
            total += count;
        }

        Assert.Equal(Length, total);
    }

    [Fact]
    public async Task A_content_is_not_fetched_before_it_is_read()
    {
        var written = 0L;
        var ended = new TaskCompletionSource();
        using var server = new HttpServer(_ => new(async (stream, ct) =>
        {
            try
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Large}\r\n\r\n"), ct);
                for (var block = new byte[64 * 1024]; written < Large; written += block.Length)
                {
                    await stream.WriteAsync(block, ct);
                }
            }
            finally
            {
                ended.SetResult();
            }
        }));
        using var bench = new TransportBench();
        using (var response = await bench.SendAsync(new(HttpMethod.Get, HttpUrl.Parse(server.Url)) { MaxResponseBytes = Large }))
        {
            Assert.Equal(1, await (await response.OpenContentAsync(Ct)).ReadAsync(new byte[1], Ct));
        }

        await ended.Task.WaitAsync(Ct);
        Assert.InRange(written, 0, Buffered);
    }

    [Theory]
    [InlineData("X-A\r\nX-B", "value")]
    [InlineData("X A", "value")]
    [InlineData("X-A", "s3cret\r\nX-B: 1")]
    [InlineData("X-A", "s3cret\n")]
    public void Headers_cannot_smuggle_others_in(string name, string value)
    {
        var failure = Assert.Throws<ArgumentException>(() => new HttpHeaderList { [name] = value });
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_stream_of_a_body_throws_comes_out_as_it_is()
    {
        using var server = new HttpServer(_ => ServedAnswer.Found("done"));
        using var bench = new TransportBench();
        var request = new HttpRequest(HttpMethod.Put,
            HttpUrl.Parse(server.Url)) { Body = HttpBody.FromSource(_ => throw new FileNotFoundException("gone"), "") };
        Assert.Equal("gone", (await Assert.ThrowsAsync<FileNotFoundException>(() => bench.SendAsync(request))).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public async Task A_content_of_any_length_is_read_whole(int length)
    {
        var chunk = length > 0 ? $"{length:x}\r\n{new string('a', length)}\r\n" : "";
        using var server = new HttpServer(request => request.Target == "/chunks"
            ? ServedAnswer.Raw($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}0\r\n\r\n")
            : ServedAnswer.Found(new string('a', length)));
        using var bench = new TransportBench();
        Assert.Equal((200, new string('a', length)), await bench.FetchAsync(Get(server.Url)));
        Assert.Equal((200, new string('a', length)), await bench.FetchAsync(Get(server.Url + "/chunks")));
    }

    private static HttpRequest Trusting(string url, string pem) =>
        new(HttpMethod.Get, HttpUrl.Parse(url)) { Tls = TlsOptions.Default.WithRoots(Encoding.ASCII.GetBytes(pem)) };

    /// <summary>So many zeros.</summary>
    private sealed class ZeroStream(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            Array.Clear(buffer, offset, read);
            Position += read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
