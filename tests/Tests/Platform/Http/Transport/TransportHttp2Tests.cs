using SecretsKit.Platform.Http;
using SecretsKit.Testing.Http;
using static SecretsKit.Tests.Platform.Http.Transport.TransportBench;

namespace SecretsKit.Tests.Platform.Http.Transport;

/// <summary>HTTP/2: offered in the handshake, or wanted without one.</summary>
public sealed class TransportHttp2Tests
{
    [Fact]
    public async Task Is_used_where_the_server_offers_it_with_one_connection_for_all()
    {
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        using var server = new Http2Server("a"u8.ToArray(), certificate);
        using var bench = new TransportBench();
        HttpRequest Request() => new(HttpMethod.Get, HttpUrl.Parse(server.Url)) { Tls = TlsOptions.Default.WithoutVerification() };
        using (var response = await bench.SendAsync(Request()))
        {
            Assert.Equal((200, new Version(2, 0)), (response.Status, response.Version));
            Assert.Equal("a"u8.ToArray(), await response.ReadContentAsync(Ct));
        }

        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bench.FetchAsync(Request()))), answer =>
            Assert.Equal((200, "a"), answer));
        Assert.Equal((1, 21), (server.Connections, server.Requests));
    }

    [Fact]
    public async Task Is_spoken_without_encryption_where_it_is_wanted()
    {
        using var server = new Http2Server("a"u8.ToArray(), null);
        using var bench = new TransportBench();
        var request = new HttpRequest(HttpMethod.Post, HttpUrl.Parse(server.Url)) { Protocol = HttpProtocol.Http2,
            Body = HttpBody.FromBytes(new byte[10_000], "") };
        Assert.Equal((200, "a"), await bench.FetchAsync(request));
    }

    [Fact]
    public async Task Older_servers_are_served_as_before()
    {
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        using var server = new HttpServer(_ => ServedAnswer.Found("a"), certificate);
        using var bench = new TransportBench();
        using var response = await bench.SendAsync(new(HttpMethod.Get,
            HttpUrl.Parse(server.Url)) { Tls = TlsOptions.Default.WithoutVerification() });
        Assert.Equal((200, new Version(1, 1)), (response.Status, response.Version));
    }
}
