using System.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Testing.Http;
using static SecretsKit.Tests.Platform.Http.Transport.TransportBench;

namespace SecretsKit.Tests.Platform.Http.Transport;

/// <summary>Redirects: followed only where that was asked for, and without anything that is meant for another server.</summary>
public sealed class TransportRedirectTests
{
    private static HttpRequest Request(string url, HttpRedirects redirects, HttpMethod? method = null, string? body = null,
        TlsOptions? tls = null) =>
        new(method ?? HttpMethod.Get, HttpUrl.Parse(url))
        {
            Redirects = redirects,
            Headers = { ["X-Vault-Token"] = "secret", ["Cookie"] = "secret", ["Accept"] = "text/plain", ["User-Agent"] = "Test/1" },
            Authenticator = new HttpCredentials("user", "secret"),
            Body = body is null ? null : HttpBody.FromBytes(Encoding.ASCII.GetBytes(body), "text/secret"),
            Tls = tls ?? TlsOptions.Default,
        };

    [Fact]
    public async Task They_are_responses_unless_they_shall_be_followed()
    {
        using var server = new HttpServer(request =>
            request.Target == "/here" ? ServedAnswer.Found("a")
                : ServedAnswer.Redirect(request.Target == "/near" ? "/here" : "http://127.0.0.1:1/"));
        using var bench = new TransportBench();
        Assert.Equal(302, (await bench.FetchAsync(Request(server.Url + "/near", HttpRedirects.Return))).Status);
        Assert.Equal((200, "a"), await bench.FetchAsync(Request(server.Url + "/near", HttpRedirects.FollowOnSameServer)));
        Assert.Equal(302, (await bench.FetchAsync(Request(server.Url + "/far", HttpRedirects.FollowOnSameServer))).Status);
        Assert.Equal(HttpFailureKind.ConnectionRefused, await bench.KindAsync(Request(server.Url + "/far", HttpRedirects.Follow)));
    }

    [Fact]
    public async Task Nothing_secret_goes_to_another_server_nor_from_there_back()
    {
        HttpServer? first = null;
        using var other = new HttpServer(_ => ServedAnswer.Redirect(first!.Url + "/back"));
        using var server = new HttpServer(request =>
            request.Target == "/back" ? ServedAnswer.Found("a") : ServedAnswer.Redirect(request.Target == "/" ? "/near" : other.Url));
        first = server;
        using var bench = new TransportBench();
        Assert.Equal((200, "a"), await bench.FetchAsync(Request(server.Url, HttpRedirects.Follow)));
        Assert.Equal(["Accept", "Authorization", "Cookie", "Host", "User-Agent", "X-Vault-Token"], server.Requests[0].Headers.Keys.Order());
        Assert.Equal(["Accept", "Authorization", "Cookie", "Host", "User-Agent", "X-Vault-Token"], server.Requests[1].Headers.Keys.Order());
        Assert.Equal(["Accept", "Host", "User-Agent"], other.Requests[0].Headers.Keys.Order());
        Assert.Equal(["Accept", "Host", "User-Agent"], server.Requests[2].Headers.Keys.Order());
    }

    [Fact]
    public async Task A_client_certificate_stays_with_its_server()
    {
        using var authority = TestCertificates.Authority();
        using var certificate = TestCertificates.SignedBy(authority, "127.0.0.1");
        using var own = TestCertificates.SignedBy(authority, "me");
        using var other = new HttpServer(_ => ServedAnswer.Found("a"), certificate, asksForCertificate: false, takesCertificate: true);
        using var server = new HttpServer(request =>
            ServedAnswer.Redirect(request.Target == "/" ? "/near" : other.Url), certificate, asksForCertificate: true);
        using var bench = new TransportBench();
        var tls = TlsOptions.Default.WithRoots(Encoding.ASCII.GetBytes(authority.ExportCertificatePem()))
            .WithClientCertificate(Encoding.ASCII.GetBytes(own.ExportCertificatePem()),
                Encoding.ASCII.GetBytes(TestCertificates.KeyPem(own)));
        Assert.Equal((200, "a"), await bench.FetchAsync(Request(server.Url, HttpRedirects.Follow, tls: tls)));
        Assert.Equal(["CN=me", "CN=me"], server.ClientCertificates);
        Assert.Equal([null], other.ClientCertificates);
    }

    [Theory]
    [InlineData(301, "POST", "GET", "")]
    [InlineData(302, "POST", "GET", "")]
    [InlineData(303, "PUT", "GET", "")]
    [InlineData(302, "PUT", "PUT", "secret")]
    [InlineData(307, "POST", "POST", "secret")]
    [InlineData(308, "POST", "POST", "secret")]
    public async Task Method_and_body_follow_the_standard(int status, string method, string next, string body)
    {
        using var server = new HttpServer(request =>
            request.Target == "/" ? ServedAnswer.Redirect("/next", status) : ServedAnswer.Found("a"));
        using var bench = new TransportBench();
        Assert.Equal((200, "a"), await bench.FetchAsync(Request(server.Url, HttpRedirects.Follow, new(method), "secret")));
        Assert.Equal((next, body), (server.Requests[1].Method, Encoding.ASCII.GetString(server.Requests[1].Body)));
    }

    [Fact]
    public async Task No_body_goes_to_another_server()
    {
        using var other = new HttpServer(_ => ServedAnswer.Found("a"));
        using var server = new HttpServer(_ => ServedAnswer.Redirect(other.Url, 307));
        using var bench = new TransportBench();
        Assert.Equal(HttpFailureKind.Redirect, await bench.KindAsync(Request(server.Url, HttpRedirects.Follow, HttpMethod.Post, "secret")));
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task They_end_and_never_leave_encryption()
    {
        using var loop = new HttpServer(_ => ServedAnswer.Redirect("/again"));
        using var bench = new TransportBench();
        Assert.Equal(HttpFailureKind.Redirect, await bench.KindAsync(Request(loop.Url, HttpRedirects.Follow)));
        Assert.Equal(11, loop.Requests.Count);
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        using var server = new HttpServer(_ => ServedAnswer.Redirect(loop.Url + "?token=secret"), certificate);
        var failure = await bench.FailAsync(Request(server.Url, HttpRedirects.Follow, tls: TlsOptions.Default.WithoutVerification()));
        Assert.Equal((HttpFailureKind.Redirect, $"GET {server.Url}/: the server redirects from https to http"),
            (failure.Failure.Kind, failure.Message));
        Assert.Equal(11, loop.Requests.Count);
    }

    [Fact]
    public async Task A_signed_location_is_not_shown()
    {
        using var server = new HttpServer(_ => ServedAnswer.Redirect("http://127.0.0.1:1/blob?signature=secret"));
        using var bench = new TransportBench();
        Assert.StartsWith("GET http://127.0.0.1:1/blob?signature=***: cannot connect",
            (await bench.FailAsync(Request(server.Url, HttpRedirects.Follow))).Message, StringComparison.Ordinal);
    }
}
