using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Generators;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Tests.Generators;

/// <summary>Generators of tokens: what they ask their servers for, and what they make of the answers.</summary>
public sealed class TokenGeneratorTests : IDisposable
{
    private const string Ends = "2030-01-01T00:00:00Z";

    private readonly HttpConnections _connections = new(new HostEnvironment([], "/"), TimeProvider.System);
    private readonly FakeClock _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
    private readonly GivenReferences _references = new();
    private readonly HttpServer _server;

    public TokenGeneratorTests() => _server = new(request => Answers(request) is { } answer
        ? ServedAnswer.Found(Encoding.UTF8.GetBytes(answer)) : ServedAnswer.Status("404 Not Found"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Func<ServedRequest, string?> Answers { get; set; } = static _ => null;

    private static string Jwt => "e30." + Base64Url.EncodeToString("""{"exp":1893456000}"""u8) + ".canary";

    public void Dispose()
    {
        _server.Dispose();
        _connections.Dispose();
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(",\"repositories\":[\"a\",\"b\"],\"permissions\":{\"contents\":\"read\"}",
        """{"permissions":{"contents":"read"},"repositories":["a","b"]}""")]
    public async Task An_app_of_GitHub_signs_for_a_token_of_its_installation(string limits, string body)
    {
        using var key = RSA.Create(2048);
        _references["team/app/key"] = key.ExportRSAPrivateKeyPem();
        Answers = static _ => """{"token":"canary-token","expires_at":"2030-01-01T00:00:00Z"}""";
        var made = await GenerateAsync("GithubAccessToken", """
            {"url":"@URL@","appID":"12","installID":"3/4","auth":{"privateKey":{"secretRef":{"name":"app","key":"key"}}}@LIMITS@}
            """.Replace("@LIMITS@", limits, StringComparison.Ordinal));
        Assert.Equal([("token", "canary-token")], Rows(made));
        var request = Assert.Single(_server.Requests);
        Assert.Equal(("POST", "/app/installations/3%2F4/access_tokens"), (request.Method, request.Target));
        Assert.Equal(("application/vnd.github.v3+json", body), (request.Header("Accept"), Encoding.UTF8.GetString(request.Body)));
        var parts = request.Header("Authorization")!["Bearer ".Length..].Split('.');
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1));
        Assert.Equal(
            """{"iss":"12","exp":1800000300,"iat":1799999990}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])));
    }

    [Fact]
    public async Task A_robot_of_Quay_shows_a_token_of_a_service_account()
    {
        _references.AddAccount("team/robot");
        Answers = static _ => $$"""{"token":"{{Jwt}}"}""";
        var made = await GenerateAsync(
            "QuayAccessToken",
            """{"url":"@URL@","robotAccount":"org+bot","serviceAccountRef":{"name":"robot","audiences":["quay"]}}""");
        Assert.Equal(["team/robot quay 600"], _references.Tokens);
        var authority = _server.Url["http://".Length..];
        Assert.Equal([("auth", Basic($"org+bot:{Jwt}")), ("expiry", Ends), ("registry", authority)], Rows(made));
        var request = Assert.Single(_server.Requests);
        Assert.Equal(("GET", "/oauth2/federation/robot/token"), (request.Method, request.Target));
        Assert.Equal("Basic " + Basic("org+bot:canary-account-token"), request.Header("Authorization"));
    }

    [Fact]
    public async Task A_service_of_Cloudsmith_exchanges_a_token_of_a_service_account()
    {
        _references.AddAccount("team/ci");
        Answers = static _ => $$"""{"token":"{{Jwt}}"}""";
        var made = await GenerateAsync(
            "CloudsmithAccessToken",
            """{"apiUrl":"@URL@/","orgSlug":"my org","serviceSlug":"svc","serviceAccountRef":{"name":"ci"}}""");
        Assert.Equal([("auth", Basic($"token:{Jwt}")), ("expiry", Ends)], Rows(made));
        var request = Assert.Single(_server.Requests);
        Assert.Equal(("POST", "/openid/my%20org/"), (request.Method, request.Target));
        Assert.Equal("""{"oidc_token":"canary-account-token","service_slug":"svc"}""", Encoding.UTF8.GetString(request.Body));
    }

    [Theory]
    [InlineData("/my/team/aws", "/site%2F1/secrets/dynamic/aws/generate?folder=my%2Fteam")]
    [InlineData("db key", "/site%2F1/secrets/dynamic/db%20key/generate")]
    public async Task BeyondTrust_makes_credentials_by_a_dynamic_secret(string folderPath, string target)
    {
        _references["team/bt/t"] = "canary-token\n";
        Answers = static _ => """
            {"secret":{"accessKeyId":"AKIA","secretAccessKey":"canary","sessionToken":"s","leaseId":"l","expiration":"2030-01-01T00:00:00Z",
             "ttl":3600,"type":"aws","credentialType":"assumedRole"}}
            """;
        var made = await GenerateAsync("BeyondtrustWorkloadCredentialsDynamicSecret", """
            {"provider":{"auth":{"apikey":{"token":{"name":"bt","key":"t"}}},"server":{"apiUrl":"@URL@","siteId":"site/1"},
             "folderPath":"@PATH@"}}
            """.Replace("@PATH@", folderPath, StringComparison.Ordinal));
        Assert.Equal(
            [("accessKeyId", "AKIA"), ("expiration", Ends), ("leaseId", "l"), ("secretAccessKey", "canary"), ("sessionToken", "s"),
                ("ttl", "3600")],
            Rows(made));
        var request = Assert.Single(_server.Requests);
        Assert.Equal(("POST", target), (request.Method, request.Target));
        Assert.Equal(
            ("Bearer canary-token", "2026-02-16"), (request.Header("Authorization"), request.Header("bt-secrets-api-version")));
    }

    [Fact]
    public async Task A_deploy_token_of_GitLab_is_made_and_revoked_where_it_was_made()
    {
        _references["team/gl/t"] = "canary-access\n";
        Answers = request => request.Method == "POST" ? """{"id":77,"username":"gitlab+deploy","token":"canary-deploy"}""" : "";
        var spec = """
            {"url":"@URL@","projectID":"a/b","name":"n","scopes":["read_registry"],"username":"u","expiresAt":"2030-01-01T00:00:00Z",
             "auth":{"token":{"secretRef":{"name":"gl","key":"t"}}}}
            """;
        var made = await Revocable("GitlabDeployToken", spec).GenerateRevocableAsync(Ct);
        Assert.Equal([("token", "canary-deploy"), ("username", "gitlab+deploy")], Rows(made.Data));
        Assert.Equal(
            $$"""{"groupID":"","projectID":"a/b","tokenID":77,"url":"{{_server.Url}}"}""",
            Encoding.UTF8.GetString(GoJson.Format(Core.Data.Value.Of(made.State), GoJsonOptions.Raw)));
        await Revocable("GitlabDeployToken", spec.Replace("a/b", "moved", StringComparison.Ordinal)).RevokeAsync(made.State, Ct);
        Assert.Equal(
            ["POST /api/v4/projects/a%2Fb/deploy_tokens", "DELETE /api/v4/projects/a%2Fb/deploy_tokens/77"],
            _server.Requests.Select(request => $"{request.Method} {request.Target}"));
        Assert.All(_server.Requests, request => Assert.Equal("canary-access", request.Header("PRIVATE-TOKEN")));
        Assert.Equal(
            """{"name":"n","scopes":["read_registry"],"username":"u","expires_at":"2030-01-01T00:00:00Z"}""",
            Encoding.UTF8.GetString(_server.Requests[0].Body));

        // One that is gone already is revoked.
        Answers = static _ => null;
        await Revocable("GitlabDeployToken", spec).RevokeAsync(made.State, Ct);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_of_Grafana_belongs_to_an_account_that_is_made_once(bool isThere)
    {
        _references["team/gf/p"] = "canary-password";
        Answers = request => (request.Method, request.Target) switch
        {
            ("GET", _) => isThere
                ? """{"serviceAccounts":[{"id":1,"name":"ci-2","login":"x"},{"id":2,"name":"ci","login":"sa-ci"}]}"""
                : """{"serviceAccounts":[]}""",
            ("POST", "/api/serviceaccounts") => """{"id":2,"login":"sa-ci"}""",
            ("POST", _) => """{"id":9,"key":"canary-key"}""",
            _ => "{}",
        };
        var spec = """
            {"url":"@URL@","serviceAccount":{"name":"ci","role":"Viewer"},"secondsToLive":600,
             "auth":{"basic":{"username":"admin","password":{"name":"gf","key":"p"}}}}
            """;
        var made = await Revocable("Grafana", spec).GenerateRevocableAsync(Ct);
        Assert.Equal([("login", "sa-ci"), ("token", "canary-key")], Rows(made.Data));
        await Revocable("Grafana", spec).RevokeAsync(made.State, Ct);
        string[] expected =
        [
            "GET /api/serviceaccounts/search?query=ci", .. isThere ? Array.Empty<string>() : ["POST /api/serviceaccounts"],
            "POST /api/serviceaccounts/2/tokens", "DELETE /api/serviceaccounts/2/tokens/9",
        ];
        Assert.Equal(expected, _server.Requests.Select(request => $"{request.Method} {request.Target}"));
        Assert.All(_server.Requests, request => Assert.Equal("Basic " + Basic("admin:canary-password"), request.Header("Authorization")));
        var asked = JsonNode.Parse(_server.Requests[^2].Body)!;
        Assert.Equal(600, asked["secondsToLive"]!.GetValue<int>());
        Assert.True(Guid.TryParse(asked["name"]!.GetValue<string>(), out _));
    }

    [Fact]
    public async Task A_token_of_Grafana_may_be_asked_for_with_a_token()
    {
        _references["team/gf/t"] = "canary-admin";
        Answers = request => request.Method == "GET"
            ? """{"serviceAccounts":[{"id":2,"name":"ci","login":"sa-ci"}]}""" : """{"id":9,"key":"k"}""";
        await GenerateAsync(
            "Grafana",
            """{"url":"@URL@/grafana/","serviceAccount":{"name":"ci","role":"Viewer"},"auth":{"token":{"name":"gf","key":"t"}}}""");
        Assert.Equal("/grafana/api/serviceaccounts/2/tokens", _server.Requests[1].Target);
        Assert.All(_server.Requests, request => Assert.Equal("Bearer canary-admin", request.Header("Authorization")));
    }

    [Theory]
    [InlineData("""{"robotAccount":"b","serviceAccountRef":{"name":"ci"},"url":"@URL@"}""", "QuayAccessToken", 401,
        ProviderFault.Unauthenticated)]
    [InlineData("""{"robotAccount":"b","serviceAccountRef":{"name":"ci"},"url":"@URL@"}""", "QuayAccessToken", 404,
        ProviderFault.NotFound)]
    [InlineData("""{"robotAccount":"b","serviceAccountRef":{"name":"ci"},"url":"@URL@"}""", "QuayAccessToken", 200,
        ProviderFault.InvalidResponse)]
    [InlineData("""{"orgSlug":"o","serviceSlug":"s","serviceAccountRef":{"name":"ci"},"apiUrl":"@URL@"}""", "CloudsmithAccessToken", 403,
        ProviderFault.Denied)]
    public async Task A_refusal_is_a_failure_without_what_was_sent(string spec, string kind, int status, ProviderFault fault)
    {
        _references.AddAccount("team/ci");
        using var server = new HttpServer(request => status == 200
            ? ServedAnswer.Found("""{"token":"canary.no.jwt"}""")
            : ServedAnswer.Kept($"canary-words {request.Header("Authorization")}", $"{status} No"));
        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => GenerateAsync(kind, spec.Replace("@URL@", server.Url, StringComparison.Ordinal)));
        Assert.Equal(fault, failure.Failure.Fault);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("QuayAccessToken", """{"robotAccount":"b","serviceAccountRef":{"name":"ci"},"url":"@URL@"}""")]
    [InlineData("GithubAccessToken",
        """{"url":"@URL@","appID":"1","installID":"2","auth":{"privateKey":{"secretRef":{"name":"app","key":"key"}}}}""")]
    public async Task This_machine_is_no_server_of_a_manifest(string kind, string spec)
    {
        using var key = RSA.Create(2048);
        _references["team/app/key"] = key.ExportPkcs8PrivateKeyPem();
        _references.AddAccount("team/ci");
        var failure = await Assert.ThrowsAsync<ProviderException>(
            () => GenerateAsync(kind, spec, allowsLocal: false));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData("GitlabDeployToken",
        """{"name":"n","scopes":["a"],"auth":{"token":{"secretRef":{"name":"g","key":"t"}}}}""", "exactly one")]
    [InlineData("GitlabDeployToken",
        """{"name":"n","scopes":["a"],"projectID":"1","groupID":"2","auth":{"token":{"secretRef":{"name":"g","key":"t"}}}}""",
        "exactly one")]
    [InlineData("Grafana", """{"url":"https://g.example","serviceAccount":{"name":"a","role":"Viewer"},"auth":{}}""", "token or basic")]
    [InlineData("QuayAccessToken", """{"robotAccount":"b","url":"https://u:p@quay.example","serviceAccountRef":{"name":"ci"}}""", "a URL")]
    [InlineData("BeyondtrustWorkloadCredentialsDynamicSecret",
        """{"provider":{"auth":{"apikey":{"token":{"name":"a","key":"b"}}},"server":{"siteId":"s"},"folderPath":"a/../b"}}""",
        "the folder and the name")]
    [InlineData("BeyondtrustWorkloadCredentialsDynamicSecret",
        """{"provider":{"auth":{"apikey":{}},"server":{"siteId":"s"},"folderPath":"a"}}""", "required")]
    [InlineData("ECRAuthorizationToken", """{"region":"eu west"}""", "no region")]
    [InlineData("ECRAuthorizationToken", """{"region":"eu-west-1","scope":"all"}""", "private or public")]
    [InlineData("STSSessionToken", """{"region":"eu-west-1","auth":{"jwt":{}}}""", "jwt auth cannot be used")]
    [InlineData("GCRAccessToken", """{"auth":{}}""", "projectID")]
    [InlineData("ACRAccessToken", """{"registry":"r.azurecr.io","auth":{}}""", "expected one of")]
    [InlineData("ACRAccessToken", """{"registry":"evil.example","auth":{"managedIdentity":{}}}""", "a registry of this cloud")]
    [InlineData("ACRAccessToken", """{"registry":"evil.example/x.azurecr.io","auth":{"managedIdentity":{}}}""", "a registry of this cloud")]
    [InlineData("ACRAccessToken",
        """{"registry":"r.azurecr.io","environmentType":"AzureStackCloud","auth":{"managedIdentity":{}}}""", "expected PublicCloud")]
    public void Wrong_settings_are_named_before_anything_is_asked(string kind, string spec, string problem)
    {
        var failure = Assert.Throws<ProviderException>(() => Create(kind, spec));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_no_header_can_hold_is_not_sent()
    {
        _references["team/gf/t"] = "canary\nX-Other: 1";
        var failure = await Assert.ThrowsAsync<ProviderException>(() => GenerateAsync(
            "Grafana",
            """{"url":"@URL@","serviceAccount":{"name":"ci","role":"Viewer"},"auth":{"token":{"name":"gf","key":"t"}}}"""));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    private static (string, string)[] Rows(SecretMap made) => [.. made.Names.Order().Select(name => (name, made[name]!.RevealText()))];

    private static string Basic(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private IRevocableGenerator Revocable(string kind, string spec) =>
        Assert.IsType<IRevocableGenerator>(Create(kind, spec), exactMatch: false);

    private async Task<SecretMap> GenerateAsync(string kind, string spec, bool allowsLocal = true) =>
        await Create(kind, spec, allowsLocal).GenerateAsync(Ct);

    private ISecretGenerator Create(string kind, string spec, bool allowsLocal = true)
    {
        var host = new ProviderHost(
            new HostEnvironment([], "/"), _connections, new ProcessRunner(), RandomNumberGenerator.Fill, _clock);
        return SecretGenerators.Create(
            kind,
            GoJson.Parse(Encoding.UTF8.GetBytes(spec.Replace("@URL@", _server.Url, StringComparison.Ordinal))).AsMap!,
            new("g", IsClusterStore: false, "team", _references, host) { AllowsLocalAddresses = allowsLocal });
    }
}
