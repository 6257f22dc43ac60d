using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Http.Replay;

namespace SecretsKit.Tests.Platform.Http;

/// <summary>The server that plays recordings matches what it should and reports the rest: tests of clients rest on it.</summary>
public sealed class ReplayServerTests : IDisposable
{
    private const string Login = """
        {"id":"a/001","client":"own","request":{"method":"PUT","path":"/v1/auth/login","query":"","headers":{},
         "body":{"id":"{{role_id_1}}"}},
         "response":{"status":200,"headers":{},"body":{"auth":{"client_token":"{{token_1}}","ttl":"{{number:ttl}}"}}}}
        """;

    private const string Read = """
        {"id":"a/002","client":"own","request":{"method":"GET","path":"/v1/x","query":"b=2&a=1",
         "headers":{"x-vault-token":"{{token_1}}"},"body":null},
         "response":{"status":404,"headers":{"retry-after":"{{seconds}}"},"body":{"errors":[]}}}
        """;

    private readonly HttpConnections _connections = new(new HostEnvironment([], "/"), TimeProvider.System);
    private readonly ReplayServer _server =
        new([RecordedExchange.Parse(Login.ReplaceLineEndings("")), RecordedExchange.Parse(Read.ReplaceLineEndings(""))]);

    [Fact]
    public async Task Answers_what_was_recorded_with_the_same_values_for_the_same_placeholders()
    {
        var login = await SendAsync("PUT", "/v1/auth/login", """{"id":"me"}""");
        var token = System.Text.Json.JsonDocument.Parse(login.Body).RootElement.GetProperty("auth").GetProperty("client_token")
            .GetString()!;
        var read = await SendAsync("GET", "/v1/x?a=1&b=2", token: token);

        Assert.Equal((200, 404, "1"), (login.Status, read.Status, read.RetryAfter));
        Assert.Equal("{\"errors\":[]}\n", read.Body);
        Assert.Equal("me", _server.Values["role_id_1"]);
        Assert.Empty(_server.Mismatches);
        Assert.Empty(_server.Unused);
    }

    [Theory]
    [InlineData("POST", "/v1/auth/login", """{"id":"me"}""", "method POST, recorded PUT")]
    [InlineData("PUT", "/v1/auth/other", """{"id":"me"}""", "path /v1/auth/other, recorded /v1/auth/login")]
    [InlineData("PUT", "/v1/auth/login", """{"id":"me","more":1}""", "body/more: not in the recording")]
    [InlineData("PUT", "/v1/auth/login", "{}", "body/id: missing")]
    [InlineData("PUT", "/v1/auth/login", """{"id":5}""", "body/id: want {{role_id_1}}, got 5")]
    [InlineData("PUT", "/v1/auth/login?x=1", """{"id":"me"}""", "query x=1, recorded ")]
    [InlineData("GET", "/v1/x?a=1&b=2", null, "header x-vault-token is absent, recorded {{token_1}}")]
    public async Task Reports_a_request_that_was_not_recorded(string method, string target, string? body, string difference)
    {
        var answer = await SendAsync(method, target, body);

        Assert.Equal(599, answer.Status);
        Assert.Contains(difference, Assert.Single(_server.Mismatches), StringComparison.Ordinal);
        Assert.Equal(["a/001", "a/002"], _server.Unused);
    }

    [Fact]
    public async Task Serves_an_exchange_once()
    {
        await SendAsync("PUT", "/v1/auth/login", """{"id":"me"}""");

        Assert.Equal(599, (await SendAsync("PUT", "/v1/auth/login", """{"id":"me"}""")).Status);
    }

    [Fact]
    public void Every_recording_can_be_read()
    {
        var exchanges = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "testdata", "vault", "exchanges")).Order()
            .SelectMany(RecordedExchange.Load).ToList();

        Assert.Equal(482, exchanges.Count);
        Assert.All(exchanges, exchange => Assert.StartsWith("/", exchange.Path, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _server.Dispose();
        _connections.Dispose();
    }

    private async Task<(int Status, string Body, string? RetryAfter)> SendAsync(
        string method, string target, string? body = null, string? token = null)
    {
        var ct = TestContext.Current.CancellationToken;
        var headers = new HttpHeaderList();
        headers["X-Vault-Token"] = token;
        var request = new HttpRequest(new(method), HttpUrl.Parse(_server.Url + target))
        {
            Headers = headers,
            Body = body is null ? null : HttpBody.FromBytes(Encoding.UTF8.GetBytes(body), "application/json"),
        };
        using var response = await new HttpTransport(_connections, SecretsKit.Platform.KernelRandom.Fill).SendAsync(request, ct);
        return (response.Status, Encoding.UTF8.GetString(await response.ReadContentAsync(ct)), response.Header("retry-after"));
    }
}
