using System.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Platform.Http;

/// <summary>Redirects: where they lead, and what goes along.</summary>
public sealed class RedirectTests
{
    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Leads_to_the_content(int status)
    {
        using var server = new HttpServer(request =>
            request.Target == "/b/c?d=e" ? ServedAnswer.Found("here") : ServedAnswer.Redirect("c?d=e", status));
        Assert.Equal("here", Encoding.UTF8.GetString((await GetterBench.GetAsync(server.Url + "/b/a")).Content));
    }

    [Fact]
    public async Task A_loop_ends()
    {
        using var server = new HttpServer(_ => ServedAnswer.Redirect("/again"));
        Assert.Equal("Get \"/again\": stopped after 10 redirects", await GetterBench.FailureAsync(server.Url));
        Assert.Equal(10, server.Requests.Count);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "Get \"file:///etc/passwd\": unsupported protocol scheme \"file\"")]
    [InlineData("http://u:pw@127.0.0.1:1/", "Get \"http://u:***@127.0.0.1:1/\": dial tcp 127.0.0.1:1: connect: connection refused")]
    public async Task Leads_nowhere_else(string location, string message)
    {
        using var server = new HttpServer(_ => ServedAnswer.Redirect(location));
        Assert.Equal(message, await GetterBench.FailureAsync(server.Url));
    }

    [Fact]
    public async Task Never_from_https_to_http()
    {
        using var plain = new HttpServer(_ => ServedAnswer.Found("a: 1"));
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        using var server = new HttpServer(_ => ServedAnswer.Redirect($"http://u:pw@127.0.0.1:{plain.Port}/x"), certificate);
        var request = GetterBench.Request(server.Url + "/x") with { Tls = TlsOptions.Default.WithoutVerification() };
        Assert.Equal($"Get \"{server.Url}/x\": redirected to http://u:***@127.0.0.1:{plain.Port}/x, which is not encrypted",
            await GetterBench.FailureAsync(request));
        Assert.Empty(plain.Requests);
    }

    [Fact]
    public async Task Credentials_stay_with_their_server()
    {
        using var other = new HttpServer(_ => ServedAnswer.Found("a: 1"));
        using var server = new HttpServer(request => request.Target switch
        {
            "/near" => ServedAnswer.Redirect("/far"),
            "/far" => ServedAnswer.Redirect(other.Url + "/x"),
            _ => ServedAnswer.Status("404 Not Found"),
        });
        await GetterBench.GetAsync(GetterBench.Request(server.Url + "/near") with { Credentials = new("user", "p@ss w") });
        var wanted = "Basic " + Convert.ToBase64String("user:p@ss w"u8);
        Assert.Equal([wanted, wanted], server.Requests.Select(request => request.Header("Authorization")));
        Assert.Null(Assert.Single(other.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Credentials_of_the_URL_are_sent_and_not_in_it()
    {
        using var server = new HttpServer(request => request.Target == "/" ? ServedAnswer.Redirect("/x") : ServedAnswer.Found(""));
        await GetterBench.GetAsync($"http://us%40er:p%3Aw@127.0.0.1:{server.Port}/");
        Assert.All(server.Requests, request =>
            Assert.Equal("Basic " + Convert.ToBase64String("us@er:p:w"u8), request.Header("Authorization")));
        Assert.Equal($"127.0.0.1:{server.Port}", server.Requests[0].Header("Host"));
    }
}
