using System.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Testing.Http;
using static SecretsKit.Tests.Platform.Http.Transport.TransportBench;

namespace SecretsKit.Tests.Platform.Http.Transport;

/// <summary>Proxies: those of the environment, and named ones.</summary>
public sealed class TransportProxyTests
{
    private static readonly string Basic = "Basic " + Convert.ToBase64String("me:s@cret"u8);

    private static string WithUser(string url) => url.Replace("//", "//me:s%40cret@", StringComparison.Ordinal);

    [Fact]
    public async Task A_plain_request_carries_the_password_of_the_proxy_at_once()
    {
        using var proxy = new HttpServer(_ => ServedAnswer.Found("a"));
        using var bench = new TransportBench(variables: ("HTTP_PROXY", WithUser(proxy.Url)));
        using var body = new MemoryStream("b"u8.ToArray());
        Assert.Equal((200, "a"),
            await bench.FetchAsync(new(HttpMethod.Post,
                HttpUrl.Parse("http://h.invalid/x?y")) { Body = HttpBody.FromStream(body, "", 1) }));
        var request = Assert.Single(proxy.Requests);
        Assert.Equal(("http://h.invalid/x?y", Basic, null),
            (request.Target, request.Header("Proxy-Authorization"), request.Header("Authorization")));
    }

    [Fact]
    public async Task A_tunnel_is_opened_with_the_password_which_the_server_never_sees()
    {
        using var authority = TestCertificates.Authority();
        using var certificate = TestCertificates.SignedBy(authority, "h.invalid");
        using var server = new HttpServer(_ => ServedAnswer.Kept("a"), certificate);
        using var proxy = new HttpServer(request => request.Header("Proxy-Authorization") == Basic
            ? ServedAnswer.Tunnel(server.Port)
            : ServedAnswer.Status("407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"x\"\r\n"));
        using var bench = new TransportBench(variables: ("HTTPS_PROXY", WithUser(proxy.Url)));
        var tls = TlsOptions.Default.WithRoots(Encoding.ASCII.GetBytes(authority.ExportCertificatePem()));
        HttpRequest Request() => new(HttpMethod.Get, HttpUrl.Parse("https://h.invalid/x")) { Tls = tls };
        Assert.Equal((200, "a"), await bench.FetchAsync(Request()));
        Assert.Equal((200, "a"), await bench.FetchAsync(Request()));
        Assert.Equal((1, 2), (server.Connections, server.Requests.Count));
        Assert.All(server.Requests, request => Assert.Null(request.Header("Proxy-Authorization")));
        Assert.All(proxy.Requests, request => Assert.Equal(("CONNECT", "h.invalid:443"), (request.Method, request.Target)));
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_a_failure_of_the_proxy()
    {
        using var proxy = new HttpServer(_ => ServedAnswer.Status("403 No"));
        using var bench = new TransportBench(variables: ("HTTPS_PROXY", WithUser(proxy.Url)));
        var failure = await bench.FailAsync(Get("https://h.invalid/x"));
        Assert.Equal((HttpFailureKind.Proxy, 403, "GET https://h.invalid/x: the proxy answers 403 Forbidden"),
            (failure.Failure.Kind, failure.Failure.Status, failure.Message));
    }

    [Fact]
    public async Task A_named_proxy_counts_instead_of_the_environment()
    {
        using var proxy = new HttpServer(_ => ServedAnswer.Found("proxied"));
        using var server = new HttpServer(_ => ServedAnswer.Found("direct"));
        using var bench = new TransportBench(variables: [("HTTP_PROXY", "http://127.0.0.1:1"), ("NO_PROXY", "skipped.invalid")]);
        HttpRequest Request(string url, HttpProxy? named) => new(HttpMethod.Get, HttpUrl.Parse(url)) { Proxy = named };
        Assert.Equal((200, "direct"), await bench.FetchAsync(Request(server.Url, null)));
        Assert.Equal((200, "proxied"), await bench.FetchAsync(Request(server.Url, HttpProxy.At(proxy.Url))));
        Assert.Equal(HttpFailureKind.Proxy, await bench.KindAsync(Request("http://other.invalid/", null)));
        Assert.Equal(HttpFailureKind.NameResolution, await bench.KindAsync(Request("http://skipped.invalid/", null)));
        Assert.Equal(HttpFailureKind.NameResolution, await bench.KindAsync(Request("http://other.invalid/", HttpProxy.None)));
    }

    [Fact]
    public async Task A_handler_for_other_libraries_has_the_same_proxies_and_trust()
    {
        using var certificate = TestCertificates.SelfSigned("h.invalid");
        using var server = new HttpServer(_ => ServedAnswer.Found("a"), certificate);
        using var proxy = new HttpServer(_ => ServedAnswer.Tunnel(server.Port));
        using var bench = new TransportBench(variables: ("HTTPS_PROXY", proxy.Url));
        var tls = TlsOptions.Default.WithRoots(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        using var handler = bench.Connections.CreateHandler(tls);
        using var client = new HttpClient(handler);
        Assert.Equal("a", await client.GetStringAsync(new Uri("https://h.invalid/"), Ct));
        using var distrustful = new HttpClient(bench.Connections.CreateHandler(TlsOptions.Default));
        await Assert.ThrowsAsync<HttpRequestException>(() => distrustful.GetStringAsync(new Uri("https://h.invalid/"), Ct));
    }
}
