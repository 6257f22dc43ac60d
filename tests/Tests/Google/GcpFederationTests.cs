using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Aws;
using SecretsKit.Testing.Google;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Tests.Google;

/// <summary>Identities of a cluster and of AWS that Google takes for its own.</summary>
public sealed class GcpFederationTests : IAsyncLifetime
{
    private const string Pool = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q";
    private const string Aws = """{"region":"eu-west-1","awsCredentialsSecretRef":{"name":"aws"}}""";

    private readonly GivenReferences _references = new();
    private readonly List<GcpKmsBench> _benches = [];
    private FakeGoogle _google = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _google = await FakeGoogle.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _benches.ForEach(bench => bench.Dispose());
        await _google.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("canary-session")]
    public async Task Keys_of_AWS_sign_a_question_that_Google_asks_there(string session)
    {
        (_references["ns/aws/aws_access_key_id"], _references["ns/aws/aws_secret_access_key"]) = ("AKIAEXAMPLE", "canary-key\n");
        if (session.Length > 0)
        {
            _references["ns/aws/aws_session_token"] = session;
        }

        await ReadAsync($$"""{"audience":"{{Pool}}","awsSecurityCredentials":{{Aws}}}""");
        Assert.Equal(["sts.googleapis.com/v1/token", "secretmanager.googleapis.com/v1/projects/p/secrets/s/versions/latest:access"],
            _google.Requests.Select(request => request.Place));
        Assert.Equal("Bearer canary-federated", _google.Requests[1].Bearer);
        var form = _google.Form(0);
        Assert.Equal((Pool, "urn:ietf:params:aws:token-type:aws4_request", "https://www.googleapis.com/auth/cloud-platform"),
            (form["audience"], form["subject_token_type"], form["scope"]));
        AssertSigned(Unescaped(form["subject_token"]), "eu-west-1", session);
        Assert.DoesNotContain("canary-key", _google.Requests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_may_stand_for_an_identity_of_AWS()
    {
        (_references["ns/aws/aws_access_key_id"], _references["ns/aws/aws_secret_access_key"]) = ("AKIAEXAMPLE", "canary-key");
        await ReadAsync($$"""{"audience":"{{Pool}}","gcpServiceAccountEmail":"app@p.example","awsSecurityCredentials":{{Aws}}}""");
        Assert.Equal("iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/app@p.example:generateAccessToken",
            _google.Requests[1].Place);
        Assert.Equal("Bearer canary-of-the-account", _google.Requests[2].Bearer);
    }

    [Fact]
    public async Task A_login_for_a_registry_is_a_new_token_each_time()
    {
        _references.AddAccount("ns/reader", ("iam.gke.io/gcp-service-account", "app@p.example"));
        const string identity =
            """{"clusterLocation":"l","clusterName":"c","clusterProjectID":"p","serviceAccountRef":{"name":"reader"}}""";
        var generator = SecretGenerators.Create(
            "GCRAccessToken",
            GoJson.Parse(Encoding.UTF8.GetBytes($$"""{"projectID":"p","auth":{"workloadIdentity":{{identity}} } }""")).AsMap!,
            new("g", IsClusterStore: false, "ns", _references, Bench().Host));
        for (var made = 1; made <= 2; made++)
        {
            var login = await generator.GenerateAsync(Ct);
            Assert.Equal(
                ("oauth2accesstoken", "canary-of-the-account", "4102444800"),
                (login["username"]!.RevealText(), login["password"]!.RevealText(), login["expiry"]!.RevealText()));
            Assert.Equal(2 * made, _google.Requests.Count);
        }
    }

    [Theory]
    [InlineData("", Pool)]
    [InlineData(""","audiences":["mine"]""", "mine")]
    public async Task A_service_account_of_the_cluster_is_an_identity(string audiences, string asked)
    {
        _references.AddAccount("ns/reader", ("iam.gke.io/gcp-service-account", "app@p.example"));
        await ReadAsync($$$"""{"audience":"{{{Pool}}}","serviceAccountRef":{"name":"reader"{{{audiences}}}}}""");
        Assert.Equal([$"ns/reader {asked} 900"], _references.Tokens);
        Assert.Equal(("canary-account-token", "urn:ietf:params:oauth:token-type:jwt"),
            (_google.Form(0)["subject_token"], _google.Form(0)["subject_token_type"]));
        Assert.Equal("Bearer canary-federated", _google.Requests[1].Bearer);
        Assert.Equal("Bearer canary-of-the-account", _google.Requests[2].Bearer);
    }

    [Fact]
    public async Task A_workload_of_GKE_is_exchanged_for_its_account()
    {
        _references.AddAccount("ns/reader", ("iam.gke.io/gcp-service-account", "app@p.example"));
        await using var store = Create("""
            {"workloadIdentity":{"serviceAccountRef":{"name":"reader"},"clusterProjectID":"p","clusterLocation":"l","clusterName":"c"}}
            """);
        Assert.Equal("value", (await store.GetAsync(new("s"), Ct))!.RevealText());
        Assert.Equal(["ns/reader p.svc.id.goog 900"], _references.Tokens);
        Assert.Equal("securetoken.googleapis.com/v1/identitybindingtoken", _google.Requests[0].Place);
        Assert.Equal(
            "identitynamespace:p.svc.id.goog:https://container.googleapis.com/v1/projects/p/locations/l/clusters/c",
            (string?)_google.Json(0)["audience"]);
        Assert.Equal("canary-account-token", (string?)_google.Json(0)["subject_token"]);
        Assert.Equal(("Bearer canary-of-the-pool", "Bearer canary-of-the-account"),
            (_google.Requests[1].Bearer, _google.Requests[2].Bearer));
    }

    [Fact]
    public async Task A_file_in_a_ConfigMap_may_name_the_identity_of_the_instance_and_the_store_another_pool()
    {
        _references.ConfigMaps["ns/federation"] = new() { ["json"] = FileOf(new() { ["environment_id"] = "aws1" }) };
        await ReadAsync(
            $$$"""{"audience":"{{{Pool}}}","credConfig":{"name":"federation","key":"json"}}""",
            ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "canary-key"), ("AWS_DEFAULT_REGION", "eu-west-1"));
        Assert.Equal(Pool, _google.Form(0)["audience"]);
        AssertSigned(Unescaped(_google.Form(0)["subject_token"]), "eu-west-1", "");
    }

    [Fact]
    public async Task An_instance_of_EC2_has_region_and_keys()
    {
        using var instance = new FakeIdentityServer();
        using var folder = new SecretsKit.Testing.TestFolder();
        var json = FileOf(new()
        {
            ["environment_id"] = "aws1",
            ["regional_cred_verification_url"] = "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15",
        });
        var bench = Bench(("GOOGLE_APPLICATION_CREDENTIALS", folder.Write("c.json", json)),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.Server.Url));
        var attempt = new HttpAttempt(HttpMethod.Get, HttpUrl.Parse("https://secretmanager.googleapis.com/"), [], null);
        await GoogleCredentials.Of(bench.Host).Default(GoogleScopes.Platform, signsItself: false).AuthenticateAsync(attempt, Ct);
        Assert.Equal("Bearer canary-federated", attempt.Headers["Authorization"]);
        var subject = JsonNode.Parse(Unescaped(_google.Form(0)["subject_token"]))!;
        Assert.Equal("https://sts.eu-west-1.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15", (string?)subject["url"]);
        Assert.Contains("Credential=INSTANCE", subject["headers"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_whose_metadata_are_disabled_is_not_asked_for_its_region()
    {
        using var instance = new FakeIdentityServer();
        _references.ConfigMaps["ns/federation"] = new() { ["json"] = FileOf(new() { ["environment_id"] = "aws1" }) };
        await using var store = Create(
            Federation("""{"credConfig":{"name":"federation","key":"json"}}"""),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.Server.Url), ("AWS_EC2_METADATA_DISABLED", "true"));
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("s"), Ct));
        Assert.EndsWith("no region is set, and instance metadata are disabled", failure.Message, StringComparison.Ordinal);
        Assert.Empty(instance.Server.Requests);
    }

    [Fact]
    public async Task A_ConfigMap_leads_to_no_server_that_the_store_does_not_name()
    {
        _references.ConfigMaps["ns/federation"] = new() { ["json"] = FileOf(new() { ["url"] = "http://tokens.example/token" }) };
        await using var store = Create(Federation("""{"credConfig":{"name":"federation","key":"json"}}"""));
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("s"), Ct));
        Assert.EndsWith(".externalTokenEndpoint", failure.Failure.Resource, StringComparison.Ordinal);
        Assert.Empty(_google.Requests);
    }

    [Theory]
    [InlineData("{}", "exactly one of")]
    [InlineData($$$"""{"audience":"a","awsSecurityCredentials":{{{Aws}}},"serviceAccountRef":{"name":"x"}}""", "exactly one of")]
    [InlineData("""{"serviceAccountRef":{"name":"x"}}""", "audience")]
    [InlineData("""{"audience":"a","awsSecurityCredentials":{"awsCredentialsSecretRef":{"name":"x"}}}""", "region")]
    [InlineData("""{"audience":"a","awsSecurityCredentials":{"region":"r"}}""", "awsCredentialsSecretRef")]
    public void Settings_that_are_not_whole_are_refused_before_anything_is_asked(string federation, string words)
    {
        var failure = Assert.Throws<ProviderException>(() => Create(Federation(federation)));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eu-west-1", "", "must be present")]
    [InlineData("eu-west-1.evil.example/", "canary-key", "not the name of a region")]
    public async Task Keys_and_regions_that_are_none_are_named_and_not_shown(string region, string key, string words)
    {
        (_references["ns/aws/aws_access_key_id"], _references["ns/aws/aws_secret_access_key"]) = ("canary-id", key);
        var aws = Aws.Replace("eu-west-1", region, StringComparison.Ordinal);
        await using var store = Create(Federation($$"""{"audience":"{{Pool}}","awsSecurityCredentials":{{aws}}}"""));
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new("s"), Ct));
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(_google.Requests);
    }

    private static string Federation(string fields) => $$"""{"workloadIdentityFederation":{{fields}}}""";

    private static string Unescaped(string token) => Uri.UnescapeDataString(token.Replace('+', ' '));

    private static string FileOf(JsonObject source) => new JsonObject
    {
        ["type"] = "external_account",
        ["audience"] = "//of/the/file",
        ["subject_token_type"] = "urn:ietf:params:aws:token-type:aws4_request",
        ["token_url"] = "https://sts.googleapis.com/v1/token",
        ["credential_source"] = source,
    }.ToJsonString();

    // Recomputes the signature from the request as AWS would get it.
    private static void AssertSigned(string token, string region, string session)
    {
        var subject = JsonNode.Parse(token)!;
        var headers = subject["headers"]!.AsArray().ToDictionary(header => (string)header!["key"]!, header => (string)header!["value"]!);
        Assert.Equal("POST", (string?)subject["method"]);
        Assert.Equal($"https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15", (string?)subject["url"]);
        Assert.Equal((Pool, $"sts.{region}.amazonaws.com"), (headers["x-goog-cloud-target-resource"], headers["Host"]));
        Assert.Equal(headers.Keys.Order(StringComparer.Ordinal), headers.Keys);
        var time = headers["X-Amz-Date"];
        var (tokenLine, tokenName) = session.Length > 0 ? ($"x-amz-security-token:{session}\n", "x-amz-security-token;") : ("", "");
        var names = $"host;x-amz-date;{tokenName}x-goog-cloud-target-resource";
        var canonical = "POST\n/\nAction=GetCallerIdentity&Version=2011-06-15\n"
            + $"host:sts.{region}.amazonaws.com\nx-amz-date:{time}\n{tokenLine}x-goog-cloud-target-resource:{Pool}\n\n{names}\n"
            + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        var scope = $"{time[..8]}/{region}/sts/aws4_request";
        var key = ((string[])[time[..8], region, "sts", "aws4_request"]).Aggregate(
            Encoding.UTF8.GetBytes("AWS4canary-key"), (made, step) => HMACSHA256.HashData(made, Encoding.UTF8.GetBytes(step)));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        var signature = Convert.ToHexStringLower(
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{time}\n{scope}\n{hash}")));
        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/{scope}, SignedHeaders={names}, Signature={signature}", headers["Authorization"]);
    }

    private async Task ReadAsync(string federation, params (string Name, string Value)[] variables)
    {
        await using var store = Create(Federation(federation), variables);
        Assert.Equal("value", (await store.GetAsync(new("s"), Ct))!.RevealText());
    }

    private ISecretStore Create(string auth, params (string Name, string Value)[] variables) => SecretStores.Find("gcpsm")!.Create(
        GoJson.Parse(Encoding.UTF8.GetBytes($$"""{"projectID":"p","auth":{{auth}}}""")).AsMap!,
        new("store", IsClusterStore: false, "ns", _references, Bench(variables).Host));

    private GcpKmsBench Bench(params (string Name, string Value)[] variables)
    {
        var bench = new GcpKmsBench(
            [.. _google.Variables.Concat(variables).Select(variable => KeyValuePair.Create(variable.Name, variable.Value))],
            _google.Authority);
        _benches.Add(bench);
        return bench;
    }
}
