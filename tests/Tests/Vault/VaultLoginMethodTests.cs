using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;
using SecretsKit.Testing.Vault.Fake;
using SecretsKit.Testing.Vault.Fake.Auth;

namespace SecretsKit.Tests.Vault;

/// <summary>Every way to log in that a store's manifest can name, against a server that checks them.</summary>
public sealed class VaultLoginMethodTests : IDisposable
{
    private const string Canary = "canary-93417";
    private const string Reader = """{"policy":"path \"secret/*\" { capabilities = [\"read\", \"list\"] }"}""";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<IDisposable> _disposables = [];
    private readonly GivenReferences _references = new();
    private FakeVault _vault = new();
    private VaultFixture _fixture = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AppRole_with_the_role_in_the_manifest_or_in_a_Secret()
    {
        AppRole();
        await ReadsAsync("""{"appRole":{"roleId":" app-role ","secretRef":{"name":"s","key":"id"}}}""");
        _references["default/s/role"] = "app-role\n";
        await ReadsAsync("""{"appRole":{"path":"approle/","roleRef":{"name":"s","key":"role"},"secretRef":{"name":"s","key":"id"}}}""");
        string[] bodies = [.. Logins("auth/approle/login").Select(body => body.ToJsonString())];
        Assert.Equal(
            [
                """{"role_id":"app-role","secret_id":"canary-93417"}""",
                """{"role_id":"app-role\n","secret_id":"canary-93417"}""",
            ],
            bodies);
    }

    [Theory]
    [InlineData("userpass", "userPass")]
    [InlineData("ldap", "ldap")]
    public async Task A_user_with_a_password(string type, string field)
    {
        Enable(type);
        _vault.Do("POST", $"auth/{type}/users/operator", $$"""{"password":"{{Canary}}","token_policies":"reader"}""");
        _references["default/s/password"] = Canary;
        await ReadsAsync("{\"" + field + "\":{\"username\":\" operator \",\"secretRef\":{\"name\":\"s\",\"key\":\"password\"}}}");
        Assert.Equal(1, _vault.Count($"auth/{type}/login/operator"));
    }

    [Theory]
    [InlineData("""{"kubernetes":{"role":"app","serviceAccountRef":{"name":"app","audiences":["vault"]}}}""", "default/app vault 600")]
    [InlineData("""{"kubernetes":{"mountPath":"kubernetes","role":"app","secretRef":{"name":"s"}}}""", "")]
    public async Task A_service_account_of_Kubernetes(string auth, string token)
    {
        Enable("kubernetes");
        _vault.Do("POST", "auth/kubernetes/config",
            """{"kubernetes_host":"https://k","kubernetes_ca_cert":"x","disable_local_ca_jwt":true}""");
        _vault.Do("POST", "auth/kubernetes/role/app", """
            {"bound_service_account_names":["app"],"bound_service_account_namespaces":["default"],"audience":"vault",
            "token_policies":["reader"]}
            """);
        _vault.ReviewToken = (_, _) => new() { ["status"] = new JsonObject { ["authenticated"] = true } };
        var jwt = Jwt(new JsonObject
        {
            ["aud"] = new JsonArray("vault"),
            ["kubernetes.io"] = new JsonObject
            {
                ["namespace"] = "default",
                ["serviceaccount"] = new JsonObject { ["name"] = "app", ["uid"] = "u" },
            },
        });
        _references.AddAccount("default/app");
        (_references.Token, _references["default/s/token"]) = (jwt, jwt);
        await ReadsAsync(auth);
        Assert.Equal(token.Length > 0 ? [token] : [], _references.Tokens);
        Assert.Equal("app", (string?)Logins("auth/kubernetes/login").Single()["role"]);
    }

    [Theory]
    [InlineData("""{"jwt":{"path":"jwt","role":"ci","secretRef":{"name":"s","key":"jwt"}}}""", "")]
    [InlineData("""{"jwt":{"role":"ci","kubernetesServiceAccountToken":{"serviceAccountRef":{"name":"ci"}}}}""", "default/ci vault 600")]
    [InlineData("""
        {"jwt":{"role":"ci","kubernetesServiceAccountToken":{"serviceAccountRef":{"name":"ci"},"audiences":["x"],"expirationSeconds":900}}}
        """, "default/ci x 900")]
    public async Task A_token_of_another_issuer(string auth, string token)
    {
        Enable("jwt");
        _vault.Do("POST", "auth/jwt/config", new JsonObject
        {
            ["jwt_validation_pubkeys"] = new JsonArray(_key.ExportSubjectPublicKeyInfoPem()),
        }.ToJsonString());
        _vault.Do("POST", "auth/jwt/role/ci", """{"role_type":"jwt","user_claim":"sub","token_policies":["reader"]}""");
        var jwt = Jwt(new JsonObject { ["sub"] = "job-7" });
        _references.AddAccount("default/ci");
        (_references.Token, _references["default/s/jwt"]) = (jwt, jwt);
        await ReadsAsync(auth);
        Assert.Equal(token.Length > 0 ? [token] : [], _references.Tokens);
    }

    [Fact]
    public async Task A_certificate_of_the_connection()
    {
        using var authority = TestCertificates.Authority();
        using var client = TestCertificates.SignedBy(authority, "client.test");
        _vault.Dispose();
        _vault = new(null, TestCertificates.SignedBy(authority, "127.0.0.1"), takesCertificate: true);
        Enable("cert");
        _vault.Do("POST", "auth/cert/certs/web", """{"allowed_common_names":"client.test","token_policies":["reader"]}""");
        _references["default/s/crt"] = client.ExportCertificatePem();
        _references["default/s/key"] = TestCertificates.KeyPem(client);
        var bundle = Convert.ToBase64String(Encoding.UTF8.GetBytes(authority.ExportCertificatePem()));
        await ReadsAsync("""{"cert":{"vaultRole":"web","clientCert":{"name":"s","key":"crt"},"secretRef":{"name":"s","key":"key"}}}""",
            $",\"caBundle\":\"{bundle}\"");
        Assert.Equal("""{"name":"web"}""", Logins("auth/cert/login").Single().ToJsonString());
    }

    [Theory]
    [InlineData("", "https://sts.amazonaws.com/", "/us-east-1/sts/aws4_request")]
    [InlineData(",\"region\":\"eu-central-1\"", "https://sts.eu-central-1.amazonaws.com/", "/eu-central-1/sts/aws4_request")]
    [InlineData(",\"region\":\"cn-north-1\"", "https://sts.cn-north-1.amazonaws.com.cn/", "/cn-north-1/sts/aws4_request")]
    public async Task An_identity_of_AWS(string region, string address, string scope)
    {
        const string Arn = "arn:aws:iam::123456789012:role/app";
        Enable("aws");
        _vault.Do("POST", "auth/aws/role/app", $$"""{"bound_iam_principal_arn":"{{Arn}}","token_policies":["reader"]}""");
        _vault.AskAws = (url, body, headers) =>
        {
            var signature = (string)headers["Authorization"]![0]!;
            Assert.Equal("Action=GetCallerIdentity&Version=2011-06-15", body);
            Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/", signature, StringComparison.Ordinal);
            Assert.Contains("x-vault-aws-iam-server-id", signature, StringComparison.Ordinal);
            Assert.Contains(scope, signature, StringComparison.Ordinal);
            Assert.Equal("vault.example.com", (string?)headers["X-Vault-Aws-Iam-Server-Id"]![0]);
            return url == address ? Arn : null;
        };
        (_references["default/s/id"], _references["default/s/key"]) = ("AKIAEXAMPLE", Canary);
        await ReadsAsync("{\"iam\":{\"vaultRole\":\"app\",\"vaultAwsIamServerID\":\"vault.example.com\"" + region + ",\"secretRef\":{"
            + "\"accessKeyIDSecretRef\":{\"name\":\"s\",\"key\":\"id\"},\"secretAccessKeySecretRef\":{\"name\":\"s\",\"key\":\"key\"}}}}");
        Assert.DoesNotContain(Canary, Logins("auth/aws/login").Single().ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_account_of_Google_with_its_key()
    {
        Enable("gcp");
        _vault.Do("POST", "auth/gcp/role/app",
            """{"bound_service_accounts":"app@p.iam.gserviceaccount.com","token_policies":["reader"]}""");
        using var rsa = RSA.Create(2048);
        _references["default/s/json"] = new JsonObject
        {
            ["type"] = "service_account",
            ["client_email"] = "app@p.iam.gserviceaccount.com",
            ["private_key_id"] = "k1",
            ["private_key"] = rsa.ExportPkcs8PrivateKeyPem(),
        }.ToJsonString();
        await ReadsAsync("""{"gcp":{"role":"app","secretRef":{"secretAccessKeySecretRef":{"name":"s","key":"json"}}}}""");
        var claims = FakeJwt.Claims((string)Logins("auth/gcp/login").Single()["jwt"]!)!;
        Assert.Equal("vault/app", (string?)claims["aud"]);
        Assert.Equal(900, (long)claims["exp"]! - (long)claims["iat"]!);
    }

    [Fact]
    public async Task A_machine_of_Google_asks_its_metadata_server()
    {
        Enable("gcp");
        _vault.Do("POST", "auth/gcp/role/app", """{"bound_service_accounts":"machine@p","token_policies":["reader"]}""");
        var jwt = Jwt(new JsonObject { ["aud"] = "http://vault/app", ["sub"] = "machine@p" });
        using var metadata = new HttpServer(_ => ServedAnswer.Kept(jwt));
        _fixture.Dispose();
        _fixture = new(("GCE_METADATA_HOST", metadata.Url["http://".Length..]));
        await ReadsAsync("""{"gcp":{"role":"app"}}""");
        var asked = metadata.Requests.Single();
        Assert.Equal(
            "/computeMetadata/v1/instance/service-accounts/default/identity?audience=http%3A%2F%2Fvault%2Fapp&format=full", asked.Target);
        Assert.Equal("Google", asked.Header("Metadata-Flavor"));
    }

    [Fact]
    public async Task A_login_may_be_in_another_namespace_than_the_secrets()
    {
        foreach (var ns in (string[])["logins", "team-a"])
        {
            _vault.Do("POST", $"sys/namespaces/{ns}");
            _vault.Do("POST", "sys/policies/acl/reader", Reader, ns);
        }

        _vault.Do("POST", "sys/mounts/secret", """{"type":"kv-v2"}""", "team-a");
        _vault.Do("POST", "secret/data/app", """{"data":{"k":"value"}}""", "team-a");
        AppRole("logins");
        await ReadsAsync("""{"namespace":"logins","appRole":{"roleId":"app-role","secretRef":{"name":"s","key":"id"}}}""",
            ",\"namespace\":\"team-a\"");
        Assert.Equal(
            ["logins", "team-a", "team-a", "logins"], _vault.Requests.Select(request => request.Header("X-Vault-Namespace")));
    }

    [Theory]
    [InlineData("{}", "no valid auth method specified")]
    [InlineData("""{"appRole":{"secretRef":{"name":"s","key":"id"}}}""", "roleId")]
    [InlineData("""{"appRole":{"roleId":"x"}}""", "secretRef")]
    [InlineData("""{"kubernetes":{}}""", "role")]
    [InlineData("""{"ldap":{"secretRef":{"name":"s","key":"k"}}}""", "username")]
    [InlineData("""{"jwt":{"role":"ci"}}""", "kubernetesServiceAccountToken")]
    [InlineData("""{"cert":{}}""", "clientCert")]
    [InlineData("""{"tokenSecretRef":{"key":"k"}}""", "name")]
    [InlineData("""{"tokenSecretRef":{"name":"s","key":"k","namespace":"other"}}""", "match the namespace")]
    [InlineData("""{"gcp":{}}""", "role")]
    public void A_method_that_is_not_whole_is_refused_before_anything_is_asked(string auth, string words)
    {
        var failure = Assert.Throws<ProviderException>(() => _fixture.Store(VaultFixture.WithAuth(_vault.Url, auth), _references));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Empty(_vault.Requests);
    }

    [Theory]
    [InlineData("""{"appRole":{"roleId":"app-role","secretRef":{"name":"wrong","key":"id"}}}""", "invalid role or secret ID")]
    [InlineData("""{"tokenSecretRef":{"name":"wrong","key":"id"}}""", "permission denied")]
    public async Task Wrong_credentials_are_named_and_not_shown(string auth, string words)
    {
        AppRole();
        _references["default/wrong/id"] = "canary-wrong";
        await using var store = _fixture.Store(VaultFixture.WithAuth(_vault.Url, auth, ",\"path\":\"secret\""), _references);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app"), Ct));
        Assert.Equal(ProviderFault.Unauthenticated, failure.Failure.Fault);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Hint);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        var validation = await store.ValidateAsync(Ct);
        Assert.Equal(StoreReadiness.Failed, validation.Readiness);
    }

    public void Dispose()
    {
        _vault.Dispose();
        _fixture.Dispose();
        _key.Dispose();
        _disposables.ForEach(item => item.Dispose());
    }

    private void Enable(string type, string ns = "")
    {
        _vault.Do("POST", $"sys/auth/{type}", $$"""{"type":"{{type}}"}""", ns);
        _vault.Do("POST", "sys/policies/acl/reader", Reader, ns);
    }

    private void AppRole(string ns = "")
    {
        Enable("approle", ns);
        _vault.Do("POST", "auth/approle/role/app", """{"token_policies":["reader"]}""", ns);
        _vault.Do("POST", "auth/approle/role/app/role-id", """{"role_id":"app-role"}""", ns);
        _vault.Do("POST", "auth/approle/role/app/custom-secret-id", $$"""{"secret_id":"{{Canary}}"}""", ns);
        _references["default/s/id"] = Canary;
    }

    private string Jwt(JsonObject claims)
    {
        claims["exp"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600;
        return FakeJwt.Sign(claims, _key);
    }

    private IEnumerable<JsonObject> Logins(string path) => _vault.Requests.Where(request => request.Target == "/v1/" + path)
        .Select(request => JsonNode.Parse(request.Body)!.AsObject());

    // Reads, and looks whether the store logs in once, uses what it got, and gives it back.
    private async Task ReadsAsync(string auth, string more = "")
    {
        _vault.Do("POST", "secret/data/app", """{"data":{"k":"value"}}""");
        var before = _vault.Requests.Count;
        await using (var store = _fixture.Store(VaultFixture.WithAuth(_vault.Url, auth, ",\"path\":\"secret\"" + more), _references))
        {
            Assert.Equal("value", (await store.GetAsync(new("app") { Property = "k" }, Ct))?.RevealText());
            Assert.NotNull(await store.GetAsync(new("app"), Ct));
        }

        var sent = _vault.Requests.Skip(before).ToList();
        Assert.Equal(4, sent.Count);
        Assert.Equal("PUT", sent[0].Method);
        Assert.Null(sent[0].Header("X-Vault-Token"));
        Assert.Equal("/v1/auth/token/revoke-self", sent[^1].Target);
        Assert.All(sent, request => Assert.Equal("true", request.Header("X-Vault-Request")));
        Assert.All(sent.Skip(1), request => Assert.DoesNotContain(Canary, request.Target + Encoding.UTF8.GetString(request.Body),
            StringComparison.Ordinal));
    }
}
