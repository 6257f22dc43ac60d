using System.Text;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Vault.Authentication;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;
using SecretsKit.Testing.Vault;
using SecretsKit.Testing.Vault.Fake;

namespace SecretsKit.Tests.Vault;

/// <summary>
/// One login for all stores of an identity, however many mappings there are, also when it ends in between; and no more connections than
/// requests are allowed at once.
/// </summary>
public sealed class VaultStoreSharingTests : IDisposable
{
    private const string SecretId = "canary-secret-id-93417";
    private const string Value = "canary-value-93417";
    private const string Auth = """{"appRole":{"roleId":"app-role","secretRef":{"name":"s","key":"id"}}}""";

    private readonly FakeClock _clock = new();
    private readonly FakeVault _vault;
    private readonly VaultFixture _fixture;
    private readonly GivenReferences _references = new() { ["default/s/id"] = SecretId, ["team-b/s/id"] = SecretId };

    public VaultStoreSharingTests()
    {
        (_vault, _fixture) = (new(_clock), new(_clock));
        _vault.Do("POST", "sys/auth/approle", """{"type":"approle"}""");
        _vault.Do("POST", "sys/policies/acl/reader", """{"policy":"path \"secret/*\" { capabilities = [\"read\", \"list\"] }"}""");
        foreach (var role in (string[])["app", "other"])
        {
            _vault.Do("POST", $"auth/approle/role/{role}", """{"token_policies":["reader"],"token_ttl":"1h","token_max_ttl":"4h"}""");
            _vault.Do("POST", $"auth/approle/role/{role}/role-id", $$"""{"role_id":"{{role}}-role"}""");
            _vault.Do("POST", $"auth/approle/role/{role}/custom-secret-id", $$"""{"secret_id":"{{SecretId}}"}""");
        }

        _vault.Do("POST", "secret/data/app", "{\"data\":{\"k\":\"" + Value + "\"}}");
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private int Logins => _vault.Count("auth/approle/login");

    [Fact]
    public async Task Thousands_of_mappings_of_one_identity_log_in_once()
    {
        var stores = Enumerable.Range(0, 50).Select(index => Store(ns: index % 2 == 0 ? "default" : "team-b")).ToList();
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(index => ReadAsync(stores[index % stores.Count])));
        Assert.Equal(1, Logins);
        foreach (var store in stores.Skip(1))
        {
            await store.DisposeAsync();
        }

        Assert.Equal(0, _vault.Count("auth/token/revoke-self"));
        await ReadAsync(stores[0]);
        await stores[0].DisposeAsync();
        Assert.Equal((1, 1), (Logins, _vault.Count("auth/token/revoke-self")));
    }

    [Fact]
    public async Task Another_role_another_mount_or_another_secret_is_another_identity()
    {
        _references["default/other/id"] = "canary-another";
        await using var one = Store();
        await using var two = Store(Auth.Replace("app-role", "other-role", StringComparison.Ordinal));
        await using var three = Store(Auth.Replace("\"name\":\"s\"", "\"name\":\"other\"", StringComparison.Ordinal));
        await ReadAsync(one);
        await ReadAsync(two);
        await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(three));
        Assert.Equal(3, Logins);
    }

    [Fact]
    public async Task Stores_that_come_and_go_keep_their_login_where_the_program_goes_on()
    {
        for (var round = 0; round < 20; round++)
        {
            await using var store = Store(keepsLogins: true);
            await ReadAsync(store);
        }

        Assert.Equal((1, 0), (Logins, _vault.Count("auth/token/revoke-self")));
    }

    [Fact]
    public async Task A_token_is_renewed_before_its_end_and_replaced_at_the_end_of_its_life()
    {
        await using var store = Store();
        for (var minute = 0; minute < 5 * 60; minute += 20)
        {
            await ReadAsync(store);
            _clock.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.InRange(Logins, 2, 3);
        Assert.InRange(_vault.Count("auth/token/renew-self"), 3, 12);
    }

    [Fact]
    public async Task A_token_that_is_revoked_while_many_read_is_replaced_by_one_login()
    {
        await using var store = Store();
        await ReadAsync(store);
        _vault.RevokeAll();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => ReadAsync(store)));
        Assert.Equal(2, Logins);

        // Each read that was refused is repeated once: not more than those that were under way.
        Assert.InRange(_vault.Count("secret/data/app"), 301, 301 + (2 * VaultSessions.MaxConcurrentRequests) + 300);
    }

    [Fact]
    public async Task A_sealed_server_sees_no_storm_of_logins()
    {
        await using var store = Store();
        await ReadAsync(store);
        _vault.IsSealed = true;
        var failures = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ =>
            Assert.ThrowsAsync<ProviderException>(() => ReadAsync(store))));
        Assert.All(failures, failure => Assert.Equal(
            (ProviderFault.ServerFailed, "unseal the server"), (failure.Failure.Fault, failure.Hint)));
        Assert.Equal(1, Logins);
        _vault.IsSealed = false;
        await ReadAsync(store);
        Assert.Equal(1, Logins);
    }

    [Fact]
    public async Task Wrong_credentials_are_tried_once_for_all_who_wait()
    {
        _references["default/s/id"] = "canary-wrong";
        await using var store = Store();
        var failures = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ =>
            Assert.ThrowsAsync<ProviderException>(() => ReadAsync(store))));
        Assert.All(failures, failure => Assert.Equal(ProviderFault.Unauthenticated, failure.Failure.Fault));
        Assert.Equal(1, Logins);

        // A corrected Secret is another identity, which waits for nothing.
        _references["default/s/id"] = SecretId;
        _clock.Advance(TimeSpan.FromSeconds(61));
        await ReadAsync(store);
        Assert.Equal(2, Logins);
    }

    [Fact]
    public async Task A_thousand_reads_use_no_more_connections_than_requests_at_once()
    {
        await using var store = Store();
        await using var other = Store();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(index => ReadAsync(index % 2 == 0 ? store : other)));
        Assert.InRange(_vault.Connections, 1, VaultSessions.MaxConcurrentRequests);
    }

    [Fact]
    public async Task Secrets_are_in_requests_only_where_they_belong()
    {
        await using (var store = Store())
        {
            await ReadAsync(store);
            await store.FindAsync(new() { Name = "app" }, Ct);
            await store.ValidateAsync(Ct);
        }

        var token = _vault.Requests.Select(request => request.Header("X-Vault-Token")).First(text => text is not null)!;
        foreach (var request in _vault.Requests)
        {
            var isLogin = request.Target == "/v1/auth/approle/login";
            var body = Encoding.UTF8.GetString(request.Body);
            var others = string.Join('\n', request.Headers.Where(header => header.Key != "X-Vault-Token").Select(header => header.Value));
            Assert.DoesNotContain(token, request.Target + body + others, StringComparison.Ordinal);
            Assert.DoesNotContain(SecretId, request.Target + others, StringComparison.Ordinal);
            Assert.Equal(isLogin, body.Contains(SecretId, StringComparison.Ordinal));
            Assert.DoesNotContain(Value, request.Target + body + others, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task What_a_server_sends_back_of_secrets_is_in_no_message(int status)
    {
        await using var store = Store(retries: 0);
        await ReadAsync(store);
        _vault.Override = request => FakeTransit.Error($"{status} Failed",
            $"you sent {request.Header("X-Vault-Token")} and {Encoding.UTF8.GetString(request.Body)}");
        var read = await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(store));
        _clock.Advance(TimeSpan.FromHours(2));
        var login = await Assert.ThrowsAsync<ProviderException>(() => ReadAsync(store));
        foreach (var failure in (ProviderException[])[read, login])
        {
            Assert.DoesNotContain("canary", failure.ToString() + failure.Hint, StringComparison.Ordinal);
            Assert.DoesNotContain("s.", failure.Message.Replace("status", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    public void Dispose()
    {
        _vault.Dispose();
        _fixture.Dispose();
    }

    private ISecretStore Store(string auth = Auth, string ns = "default", bool keepsLogins = false, int? retries = null) => _fixture.Store(
        VaultFixture.WithAuth(_vault.Url, auth, ",\"path\":\"secret\""), _references,
        retries is null ? TimeSpan.Zero : TimeSpan.FromMilliseconds(1), retries ?? 0, ns: ns, keepsLogins: keepsLogins);

    private static async Task ReadAsync(ISecretStore store) =>
        Assert.Equal(Value, (await store.GetAsync(new("app") { Property = "k" }, Ct))?.RevealText());
}
