using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Data.Json;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing;
using SecretsKit.Testing.Aws;
using SecretsKit.Testing.Google;
using SecretsKit.Testing.Stores;
using SecretsKit.Testing.Vault.Fake;
using SecretsKit.Testing.Vault.Fake.Auth;

namespace SecretsKit.Tests.Vault;

/// <summary>Logins of pods: by their accounts in Kubernetes, and by the identities that clouds give for those.</summary>
public sealed class VaultWorkloadLoginTests : IDisposable
{
    private const string Arn = "arn:aws:iam::123456789012:role/app";

    private readonly GivenReferences _references = new();
    private readonly FakeVault _vault = new();
    private readonly FakeIdentityServer _sts = new();
    private readonly TestFolder _folder = new();
    private readonly List<VaultFixture> _fixtures = [];
    private string _signer = "";
    private byte[]? _roots;

    public VaultWorkloadLoginTests()
    {
        _vault.Do("POST", "sys/policies/acl/reader", """{"policy":"path \"secret/*\" { capabilities = [\"read\", \"list\"] }"}""");
        _vault.Do("POST", "secret/data/app", """{"data":{"k":"value"}}""");
        _vault.AskAws = (_, _, headers) =>
        {
            _signer = ((string)headers["Authorization"]![0]!).Split('=', '/')[1] + " " + (string?)headers["X-Amz-Security-Token"]?[0];
            return Arn;
        };
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _fixtures.ForEach(fixture => fixture.Dispose());
        _folder.Dispose();
        _sts.Dispose();
        _vault.Dispose();
    }

    [Theory]
    [InlineData("", "sts.amazonaws.com")]
    [InlineData("mine", "mine")]
    public async Task An_account_has_the_role_of_IAM_that_its_annotation_names(string audience, string asked)
    {
        Aws();
        _references.AddAccount("default/app", ("eks.amazonaws.com/role-arn", "arn:aws:iam::1:role/WEB"),
            ("eks.amazonaws.com/audience", audience));
        await ReadAsync("""{"iam":{"vaultRole":"app","jwt":{"serviceAccountRef":{"name":"app","audiences":["more"]}}}}""",
            ("AWS_STS_ENDPOINT", _sts.Server.Url));
        Assert.Equal([$"default/app {asked},more 600"], _references.Tokens);
        Assert.Equal("WEB1 t", _signer);
        Assert.Equal(
            "Action=AssumeRoleWithWebIdentity&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2FWEB"
            + "&RoleSessionName=external-secrets-provider-vault&Version=2011-06-15&WebIdentityToken=canary-account-token",
            Encoding.UTF8.GetString(Assert.Single(_sts.Server.Requests).Body));
    }

    [Fact]
    public async Task Another_role_is_assumed_on_top()
    {
        Aws();
        _references.AddAccount("default/app", ("eks.amazonaws.com/role-arn", "arn:aws:iam::1:role/WEB"));
        await ReadAsync("""
            {"iam":{"vaultRole":"app","role":"arn:aws:iam::2:role/TOP","externalID":"e","jwt":{"serviceAccountRef":{"name":"app"}}}}
            """, ("AWS_STS_ENDPOINT", _sts.Server.Url));
        Assert.Equal("TOP2 t", _signer);
        Assert.Matches(
            "^Action=AssumeRole&ExternalId=e&RoleArn=arn%3Aaws%3Aiam%3A%3A2%3Arole%2FTOP&RoleSessionName=aws-go-sdk-[0-9]{19}"
            + "&Version=2011-06-15$", Encoding.UTF8.GetString(_sts.Server.Requests[1].Body));
    }

    [Fact]
    public async Task An_account_without_a_role_is_named_and_the_annotation_that_it_lacks()
    {
        Aws();
        _references.AddAccount("default/app");
        var failure = await FailAsync("""{"iam":{"vaultRole":"app","jwt":{"serviceAccountRef":{"name":"app"}}}}""");
        Assert.Equal(
            "Vault: AssumeRoleWithWebIdentity default/app: an IAM role must be associated with service account app (namespace: default)",
            failure.Message);
        Assert.Equal("annotate the service account with eks.amazonaws.com/role-arn", failure.Hint);
    }

    [Fact]
    public async Task The_token_file_of_this_pods_account_is_enough()
    {
        Aws();
        await ReadAsync("""{"iam":{"vaultRole":"app"}}""",
            ("AWS_WEB_IDENTITY_TOKEN_FILE", _folder.Write("token", "canary-web-token\n")), ("AWS_ROLE_ARN", "arn:aws:iam::1:role/POD"),
            ("AWS_ROLE_SESSION_NAME", "pod"), ("AWS_ENDPOINT_URL_STS", _sts.Server.Url));
        Assert.Equal("POD1 t", _signer);
        Assert.Contains("&WebIdentityToken=canary-web-token", Encoding.UTF8.GetString(_sts.Server.Requests.Single().Body),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_of_pod_identities_is_enough()
    {
        Aws();
        _sts.ContainerToken = "canary-pod-token";
        await ReadAsync("""{"iam":{"vaultRole":"app"}}""",
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", _sts.Server.Url + "/container"),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", _folder.Write("token", "canary-pod-token")));
        Assert.Equal("CONTAINER1 t", _signer);
    }

    [Fact]
    public async Task A_workload_of_GKE_has_its_account_sign_a_token_for_the_role()
    {
        await using var google = await FakeGoogle.StartAsync();
        _roots = google.Authority;
        _vault.Do("POST", "sys/auth/gcp", """{"type":"gcp"}""");
        _vault.Do("POST", "auth/gcp/role/app", """{"bound_service_accounts":"app@p.example","token_policies":["reader"]}""");
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        google.SignedJwt = FakeJwt.Sign(new JsonObject
        {
            ["aud"] = "vault/app", ["sub"] = "app@p.example", ["exp"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600,
        }, key);
        _references.AddAccount("default/app", ("iam.gke.io/gcp-service-account", "app@p.example"));
        await ReadAsync("""
            {"gcp":{"role":"app","workloadIdentity":{"serviceAccountRef":{"name":"app"},"clusterProjectID":"p","clusterLocation":"l",
            "clusterName":"c"}}}
            """, google.Variables);
        Assert.Equal(["default/app p.svc.id.goog 900"], _references.Tokens);
        var sign = google.Requests[^1];
        Assert.Equal("iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/app@p.example:signJwt", sign.Place);
        var claims = JsonNode.Parse((string)JsonNode.Parse(sign.Body)!["payload"]!)!;
        Assert.Equal(("vault/app", "app@p.example"), ((string?)claims["aud"], (string?)claims["sub"]));
    }

    [Fact]
    public async Task The_token_of_this_programs_own_account_is_read_for_each_login()
    {
        Kubernetes();
        _folder.Write("token", Token());
        await ReadAsync("""{"kubernetes":{"role":"app"}}""");
        Assert.Empty(_references.Tokens);
        _folder.Write("token", "canary-old-token");
        var failure = await FailAsync("""{"kubernetes":{"role":"app"}}""");
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder.Path, "token"));
        failure = await FailAsync("""{"kubernetes":{"role":"app"}}""");
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains("the token of this program's own account cannot be read", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no such file or directory", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_own_account_can_be_kept_from_stores_of_namespaces()
    {
        Kubernetes();
        _folder.Write("token", Token());
        var fixture = new VaultFixture(TimeProvider.System, _roots);
        _fixtures.Add(fixture);
        foreach (var isClusterStore in (bool[])[false, true])
        {
            var context = new StoreContext("s", isClusterStore, "default", _references, fixture.Host)
            {
                AccountFolder = _folder.Path,
                RefusesOwnAccount = true,
            };
            var settings = VaultFixture.WithAuth(_vault.Url, """{"kubernetes":{"role":"app"}}""", ",\"path\":\"secret\"");
            ISecretStore Make() => SecretStores.Find("vault")!.Create(GoJson.Parse(Encoding.UTF8.GetBytes(settings)).AsMap!, context);
            if (isClusterStore)
            {
                await using var store = Make();
                Assert.Equal("value", (await store.GetAsync(new("app") { Property = "k" }, Ct))?.RevealText());
            }
            else
            {
                var failure = Assert.Throws<ProviderException>(Make);
                Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
            }
        }
    }

    [Fact]
    public async Task A_Secret_that_the_account_lists_serves_where_no_token_is_made()
    {
        const string Auth = """{"kubernetes":{"role":"app","serviceAccountRef":{"name":"app"}}}""";
        Kubernetes();
        _references.Token = "";
        _references.AddAccount("default/app");
        _references.AccountSecrets["default/app"] = ["gone", "pulls", "app-token-x"];
        _references["default/pulls/.dockerconfigjson"] = "{}";
        var failure = await FailAsync(Auth);
        Assert.Contains("no token is made", failure.Message, StringComparison.Ordinal);
        _references["default/app-token-x/token"] = Token();
        await ReadAsync(Auth);
    }

    private void Aws()
    {
        _vault.Do("POST", "sys/auth/aws", """{"type":"aws"}""");
        _vault.Do("POST", "auth/aws/role/app", $$"""{"bound_iam_principal_arn":"{{Arn}}","token_policies":["reader"]}""");
    }

    private void Kubernetes()
    {
        _vault.Do("POST", "sys/auth/kubernetes", """{"type":"kubernetes"}""");
        _vault.Do("POST", "auth/kubernetes/config",
            """{"kubernetes_host":"https://k","kubernetes_ca_cert":"x","disable_local_ca_jwt":true}""");
        _vault.Do("POST", "auth/kubernetes/role/app", """
            {"bound_service_account_names":["app"],"bound_service_account_namespaces":["default"],"token_policies":["reader"]}
            """);
        _vault.ReviewToken = (_, _) => new() { ["status"] = new JsonObject { ["authenticated"] = true } };
    }

    private static string Token()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        return FakeJwt.Sign(new JsonObject
        {
            ["exp"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 600,
            ["kubernetes.io"] = new JsonObject
            {
                ["namespace"] = "default",
                ["serviceaccount"] = new JsonObject { ["name"] = "app", ["uid"] = "u" },
            },
        }, key);
    }

    private async Task ReadAsync(string auth, params (string Name, string Value)[] variables)
    {
        await using var store = Create(auth, variables);
        Assert.Equal("value", (await store.GetAsync(new("app") { Property = "k" }, Ct))?.RevealText());
    }

    private async Task<ProviderException> FailAsync(string auth)
    {
        await using var store = Create(auth);
        return await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("app"), Ct));
    }

    private ISecretStore Create(string auth, params (string Name, string Value)[] variables)
    {
        var fixture = new VaultFixture(TimeProvider.System, _roots, variables);
        _fixtures.Add(fixture);
        return SecretStores.Find("vault")!.Create(
            GoJson.Parse(Encoding.UTF8.GetBytes(VaultFixture.WithAuth(_vault.Url, auth, ",\"path\":\"secret\""))).AsMap!,
            new StoreContext("s", false, "default", _references, fixture.Host) { AccountFolder = _folder.Path });
    }
}
