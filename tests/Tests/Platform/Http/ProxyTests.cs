using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Platform.Http;

/// <summary>Proxies, as the environment names them.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task A_proxy_is_asked_for_the_whole_URL()
    {
        using var proxy = new HttpServer(_ => ServedAnswer.Found("a: 1"));
        Assert.True((await GetterBench.GetAsync(GetterBench.Request("http://charts.invalid/x?y"), ("HTTP_PROXY", proxy.Url))).IsFound);
        Assert.Equal("http://charts.invalid/x?y", Assert.Single(proxy.Requests).Target);
    }

    [Fact]
    public async Task A_proxy_gets_its_password_and_the_server_its_own()
    {
        using var proxy = new HttpServer(request => request.Header("Proxy-Authorization") is null
            ? ServedAnswer.Status("407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"x\"\r\n")
            : ServedAnswer.Found("a: 1"));
        var request = GetterBench.Request("http://charts.invalid/x") with { Credentials = new("user", "password") };
        Assert.True((await GetterBench.GetAsync(request,
            ("http_proxy", proxy.Url.Replace("//", "//me:s%40cret@", StringComparison.Ordinal)))).IsFound);
        Assert.Equal("Basic " + Convert.ToBase64String("me:s@cret"u8), proxy.Requests[^1].Header("Proxy-Authorization"));
        Assert.Equal("Basic " + Convert.ToBase64String("user:password"u8), proxy.Requests[^1].Header("Authorization"));
    }

    [Fact]
    public async Task Https_goes_through_a_tunnel()
    {
        using var certificate = TestCertificates.SelfSigned("charts.invalid");
        using var server = new HttpServer(_ => ServedAnswer.Found("a: 1"), certificate);
        using var proxy = new HttpServer(_ => ServedAnswer.Tunnel(server.Port));
        var request = GetterBench.Request("https://charts.invalid/x") with
        {
            Tls = TlsOptions.Default.WithRoots(System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())),
        };
        Assert.True((await GetterBench.GetAsync(request, ("HTTPS_PROXY", $"127.0.0.1:{proxy.Port}"))).IsFound);
        Assert.Equal(("CONNECT", "charts.invalid:443"), (proxy.Requests[0].Method, proxy.Requests[0].Target));
        Assert.Equal("/x", server.Requests[0].Target);
    }

    [Fact]
    public async Task A_proxy_that_refuses_or_is_not_there_is_named_as_such()
    {
        using var proxy = new HttpServer(_ => ServedAnswer.Status("403 No"));
        Assert.Equal("Get \"https://charts.invalid/x\": Forbidden",
            await GetterBench.FailureAsync(GetterBench.Request("https://charts.invalid/x"), ("HTTPS_PROXY", proxy.Url)));
        foreach (var scheme in (string[])["http", "https"])
        {
            Assert.Equal(
                $"Get \"{scheme}://charts.invalid/x\": proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused",
                await GetterBench.FailureAsync(GetterBench.Request(scheme + "://charts.invalid/x"),
                    ("HTTPS_PROXY", "http://u:secret@127.0.0.1:1"), ("HTTP_PROXY", "http://u:secret@127.0.0.1:1")));
        }
    }

    [Theory]
    [InlineData("http://a.example/", "", true)]
    [InlineData("http://a.example/", "*", false)]
    [InlineData("http://a.example/", "a.example", false)]
    [InlineData("http://x.a.example/", "a.example", false)]
    [InlineData("http://xa.example/", "a.example", true)]
    [InlineData("http://a.example/", ".a.example", true)]
    [InlineData("http://x.a.example/", ".a.example", false)]
    [InlineData("http://x.a.example/", "*.a.example", false)]
    [InlineData("http://A.Example/", "b.example, a.EXAMPLE", false)]
    [InlineData("http://a.example:81/", "a.example:80", true)]
    [InlineData("http://a.example/", "a.example:80", false)]
    [InlineData("http://10.1.2.3/", "10.0.0.0/8", false)]
    [InlineData("http://10.1.2.3/", "10.1.0.9/16", false)]
    [InlineData("http://11.1.2.3/", "10.0.0.0/8", true)]
    [InlineData("http://10.1.2.3/", "10.1.2.3", false)]
    [InlineData("http://10.1.2.3:81/", "10.1.2.3:80", true)]
    [InlineData("http://[fd00::1]/", "fd00::/8", false)]
    [InlineData("http://[fd00::1]/", "[fd00::1]:80", false)]
    [InlineData("http://localhost/", "", false)]
    [InlineData("http://127.1.2.3/", "", false)]
    [InlineData("http://[::1]/", "", false)]
    public void Exceptions_are_those_of_Go_programs(string url, string exceptions, bool isProxied)
    {
        var rules = new ProxyRules(new([new("HTTP_PROXY", "http://p.example:3128"), new("no_proxy", exceptions)], "/"));
        Assert.Equal(isProxied, rules.For(new(url)) is not null);
    }

    [Theory]
    [InlineData("p.example:3128", "http://p.example:3128/")]
    [InlineData("https://p.example", "https://p.example/")]
    [InlineData("socks5h://p.example:1080", "socks5://p.example:1080/")]
    public void Addresses_may_leave_the_scheme_out(string value, string proxy) =>
        Assert.Equal(proxy, new ProxyRules(new([new("HTTPS_PROXY", value)], "/")).For(new("https://a.example"))!.AbsoluteUri);

    [Fact]
    public void An_address_that_is_none_is_refused_without_quoting_it()
    {
        var failure = Assert.Throws<SecretsKitException>(() => new ProxyRules(new([new("HTTP_PROXY", "ftp://u:secret@p")], "/")));
        Assert.Equal("HTTP_PROXY: this is not the address of a proxy", failure.Message);
        Assert.Null(new ProxyRules(new([new("HTTP_PROXY", "http://p"), new("REQUEST_METHOD", "GET")], "/")).For(new("http://a.example")));
    }
}
