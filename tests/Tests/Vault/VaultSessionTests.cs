using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Vault.Api;
using SecretsKit.Providers.Vault.Authentication;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Http.Replay;
using SecretsKit.Testing.Vault;

namespace SecretsKit.Tests.Vault;

/// <summary>One login for all, renewed, replaced once it is refused, revoked at the end.</summary>
public sealed class VaultSessionTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly VaultFixture _fixture;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _valid = new();
    private readonly HttpServer _server;
    private bool _isRenewable = true;
    private int _life = 600;
    private int _logins;

    public VaultSessionTests()
    {
        _fixture = new(_clock);
        _server = new(Answer);
    }

    [Fact]
    public async Task All_who_ask_share_one_login()
    {
        await using var session = Session();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync(session)));

        Assert.All(statuses, status => Assert.Equal(200, status));
        Assert.Equal(1, _logins);
    }

    [Fact]
    public async Task A_token_is_renewed_before_its_end()
    {
        await using var session = Session();
        await ReadAsync(session);
        _clock.Advance(TimeSpan.FromSeconds(_life - 30));

        Assert.Equal(200, await ReadAsync(session));
        Assert.Equal((1, 1), (_logins, Count("auth/token/renew-self")));
    }

    [Fact]
    public async Task A_token_that_cannot_be_renewed_is_replaced_before_its_end()
    {
        _isRenewable = false;
        await using var session = Session();
        await ReadAsync(session);
        _clock.Advance(TimeSpan.FromSeconds(_life - 30));

        Assert.Equal(200, await ReadAsync(session));
        Assert.Equal((2, 0), (_logins, Count("auth/token/renew-self")));
    }

    [Fact]
    public async Task A_short_token_is_used_for_more_than_one_request()
    {
        _life = 30;
        await using var session = Session();
        await ReadAsync(session);
        _clock.Advance(TimeSpan.FromSeconds(15));
        await ReadAsync(session);

        Assert.Equal((1, 0), (_logins, Count("auth/token/renew-self")));
    }

    [Fact]
    public async Task A_token_revoked_in_mid_flight_is_replaced_once()
    {
        await using var session = Session();
        await ReadAsync(session);
        _valid.Clear();

        Assert.Equal(200, await ReadAsync(session));
        Assert.Equal(2, _logins);

        _clock.Advance(TimeSpan.FromSeconds(11));
        _valid.Clear();
        _life = -1;
        Assert.Equal(403, await ReadAsync(session));
        Assert.Equal(3, _logins);
    }

    [Fact]
    public async Task Many_reads_that_are_refused_at_once_lead_to_one_login()
    {
        await using var session = Session();
        await ReadAsync(session);
        _valid.Clear();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ReadAsync(session))), status => Assert.Equal(200, status));
        Assert.Equal(2, _logins);
    }

    [Fact]
    public async Task A_server_that_refuses_every_token_sees_no_storm_of_logins()
    {
        _life = -1;
        await using var session = Session();
        for (var round = 0; round < 5; round++)
        {
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReadAsync(session))), status => Assert.Equal(403, status));
        }

        Assert.Equal(2, _logins);
        _clock.Advance(TimeSpan.FromSeconds(11));
        await ReadAsync(session);

        // One because the token has ended, one because the next is refused.
        Assert.Equal(4, _logins);
    }

    [Fact]
    public async Task A_refused_login_counts_for_some_seconds_so_that_no_account_is_locked()
    {
        using var server = new HttpServer(_ => FakeTransit.Error("400 Bad Request", "invalid username or password"));
        await using var session = new VaultSession(
            Api(server.Url), VaultLogin.UserPass("", "operator", Given("geheim-geheim")), _clock);
        for (var round = 0; round < 5; round++)
        {
            var failure = await Assert.ThrowsAsync<ProviderException>(async () => await ReadAsync(session));
            Assert.Equal(ProviderFault.Unauthenticated, failure.Failure.Fault);
        }

        Assert.Single(server.Requests);
        _clock.Advance(TimeSpan.FromSeconds(11));
        await Assert.ThrowsAsync<ProviderException>(async () => await ReadAsync(session));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task What_a_policy_forbids_is_not_asked_again()
    {
        await using var session = Session();
        Assert.Equal(403, await ReadAsync(session, "secret/data/forbidden"));
        Assert.Equal((1, 1), (_logins, Count("secret/data/forbidden")));
    }

    [Fact]
    public async Task The_token_is_revoked_at_the_end_and_only_if_there_is_one()
    {
        await Session().DisposeAsync();
        Assert.Empty(_server.Requests);

        var session = Session();
        await ReadAsync(session);
        await session.DisposeAsync();
        Assert.Empty(_valid);
        Assert.Equal(1, Count("auth/token/revoke-self"));
    }

    [Theory]
    [InlineData("{\"auth\":null}")]
    [InlineData("{\"auth\":{\"client_token\":5}}")]
    [InlineData("{\"auth\":{\"client_token\":\"a\\nb\"}}")]
    [InlineData("{}")]
    public async Task A_login_without_a_token_is_an_error(string content)
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept(content));
        await using var session = new VaultSession(
            Api(server.Url), VaultLogin.UserPass("", "operator", Given("geheim-geheim")), _clock);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await ReadAsync(session));

        Assert.Equal(ProviderFault.InvalidResponse, failure.Failure.Fault);
    }

    [Fact]
    public async Task A_refused_login_names_the_method_and_none_of_its_secrets()
    {
        using var server = new HttpServer(request =>
            FakeTransit.Error("400 Bad Request", "invalid username or password: " + Encoding.UTF8.GetString(request.Body)));
        await using var session = new VaultSession(
            Api(server.Url), VaultLogin.UserPass("", "operator", Given("geheim-geheim")), _clock);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await ReadAsync(session));

        Assert.Equal(ProviderFault.Unauthenticated, failure.Failure.Fault);
        Assert.Contains("login auth/userpass/login/operator: invalid username or password", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim-geheim", failure.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Logins_send_what_was_recorded()
    {
        (string Id, VaultLogin Login)[] logins =
        [
            ("approle/009-login", VaultLogin.AppRole("", Given("role-id"), Given("secret-id"))),
            ("userpass/004-login", VaultLogin.UserPass("userpass/", " operator ", Given("Correct-Horse-1"))),
            ("jwt/006-login", VaultLogin.Jwt("", "ci", Given("a.b.c"))),
            ("kubernetes/009-login", VaultLogin.Kubernetes("", "app", Given("d.e.f"))),
        ];
        var folder = Path.Combine(AppContext.BaseDirectory, "testdata", "vault", "exchanges");
        foreach (var (id, login) in logins)
        {
            var row = RecordedExchange.Load(Path.Combine(folder, id.Split('/')[0] + ".jsonl")).Single(row => row.Id == id);

            // Two of them were recorded with POST, which the server takes alike.
            row.Request["method"] = "PUT";
            using var server = new ReplayServer([row]);
            var body = await login.BodyAsync(CancellationToken.None);
            using var response = await Api(server.Url).SendAsync(new(HttpMethod.Put, login.Path) { Body = body }, CancellationToken.None);
            Assert.Empty(server.Mismatches);
            Assert.Empty(server.Unused);
            Assert.Equal(200, response.Status);
        }
    }

    public void Dispose()
    {
        _server.Dispose();
        _fixture.Dispose();
    }

    private static SecretReading Given(string text) => _ => new(SecretValue.OfText(text));

    private VaultApi Api(string url) => new(_fixture.Host.Http, new VaultServer(url));

    private VaultSession Session() => new(Api(_server.Url), VaultLogin.AppRole("", Given("role"), Given("secret-of-the-role")), _clock);

    private int Count(string path) => _server.Requests.Count(request => request.Target == "/v1/" + path);

    private async Task<int> ReadAsync(VaultSession session, string path = "secret/data/x")
    {
        using var response = await Api(_server.Url).SendAsync(
            new(HttpMethod.Get, path) { Authenticator = session }, TestContext.Current.CancellationToken);
        return response.Status;
    }

    private ServedAnswer Answer(ServedRequest request)
    {
        var token = request.Header("X-Vault-Token") ?? "";
        if (request.Target == "/v1/auth/approle/login")
        {
            return Auth($"s.token{Interlocked.Increment(ref _logins)}");
        }

        if (!_valid.TryGetValue(token, out var end) || end <= _clock.GetUtcNow())
        {
            return FakeTransit.Error("403 Forbidden", "permission denied");
        }

        switch (request.Target)
        {
            case "/v1/auth/token/renew-self":
                return Auth(token);
            case "/v1/auth/token/revoke-self":
                _valid.TryRemove(token, out _);
                return ServedAnswer.Raw("HTTP/1.1 204 No Content\r\n\r\n") with { KeepsOpen = true };
            case "/v1/secret/data/forbidden":
                return FakeTransit.Error("403 Forbidden", "1 error occurred:\n\t* permission denied\n\n");
            default:
                return ServedAnswer.Kept("{\"data\":{\"data\":{}}}");
        }
    }

    private ServedAnswer Auth(string token)
    {
        _valid[token] = _clock.GetUtcNow().AddSeconds(_life);
        return ServedAnswer.Kept(new JsonObject
        {
            ["auth"] = new JsonObject
            {
                ["client_token"] = token,
                ["lease_duration"] = Math.Max(_life, 1),
                ["renewable"] = _isRenewable,
                ["token_type"] = "service",
            },
        }.ToJsonString());
    }
}
