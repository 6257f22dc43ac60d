using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Testing.Aws;

namespace SecretsKit.Tests.Aws;

/// <summary>Where credentials of AWS come from, and which come first.</summary>
public sealed class AwsCredentialChainTests : IDisposable
{
    private const string StartUrl = "https://example.awsapps.com/start";

    private readonly FakeIdentityServer _server = new();
    private readonly ChainBench _bench;

    public AwsCredentialChainTests() => _bench = new(
        ("AWS_ENDPOINT_URL_STS", _server.Server.Url), ("AWS_ENDPOINT_URL_SSO", _server.Server.Url),
        ("AWS_ENDPOINT_URL_SSO_OIDC", _server.Server.Url));

    public void Dispose()
    {
        _bench.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task The_order_is_that_of_AWSs_own_clients()
    {
        _bench.Write(".aws/config", "[default]\naws_access_key_id = DEFAULT\naws_secret_access_key = s\n"
            + "[profile named]\naws_access_key_id = NAMED\naws_secret_access_key = s\n[profile asked]\n");
        _bench.Write(".aws/credentials", "[asked]\naws_access_key_id = ASKED\naws_secret_access_key = s\n");
        _bench.Set("AWS_ACCESS_KEY_ID", "VARIABLE");
        _bench.Set("AWS_SECRET_ACCESS_KEY", "s");
        _bench.Set("AWS_WEB_IDENTITY_TOKEN_FILE", _bench.Write("token", "jwt\n"));
        _bench.Set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/WEB");
        _bench.Set("AWS_PROFILE", "named");
        _bench.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", _server.Server.Url + "/container");
        _bench.Set("AWS_EC2_METADATA_DISABLED", null);
        _bench.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", _server.Server.Url);
        var found = new List<string> { (await _bench.GetAsync("asked")).AccessKeyId };
        foreach (var name in (string[])["AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_PROFILE"])
        {
            found.Add((await _bench.GetAsync()).AccessKeyId);
            _bench.Set(name, null);
        }

        found.Add((await _bench.GetAsync()).AccessKeyId);
        File.Delete(Path.Combine(_bench.Home, ".aws/config"));
        found.Add((await _bench.GetAsync()).AccessKeyId);
        _bench.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", null);
        found.Add((await _bench.GetAsync()).AccessKeyId);
        Assert.Equal(["ASKED", "VARIABLE", "WEB1", "NAMED", "DEFAULT", "CONTAINER2", "INSTANCE3"], found);
    }

    [Fact]
    public async Task Variables_have_a_session_token_too()
    {
        _bench.Set("AWS_ACCESS_KEY_ID", "VARIABLE");
        _bench.Set("AWS_SECRET_ACCESS_KEY", "canary");
        _bench.Set("AWS_SESSION_TOKEN", "canary-token");
        var credentials = await _bench.GetAsync();
        Assert.Equal(("canary", "canary-token"), (credentials.RevealSecretKey(), credentials.RevealSessionToken()));
        Assert.Null(credentials.Expires);
        Assert.DoesNotContain("canary", credentials.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_of_profiles_are_assumed_one_after_another()
    {
        _bench.Write(".aws/config", """
            # a comment
            [profile last]
            role_arn = arn:aws:iam::123456789012:role/LAST
            source_profile = middle
            external_id = e 1
            role_session_name = me
            duration_seconds = 1800
            [profile middle]
            role_arn=arn:aws:iam::123456789012:role/MIDDLE
            source_profile=base
            s3 =
                max_concurrent_requests = 20
            """);
        _bench.Write(".aws/credentials", "[base]\naws_access_key_id = BASE\naws_secret_access_key = s ; comment\n");
        Assert.Equal("LAST2", (await _bench.GetAsync("last")).AccessKeyId);
        var requests = _server.Server.Requests;
        Assert.Contains("Credential=BASE/", requests[0].Header("Authorization"), StringComparison.Ordinal);
        Assert.Contains("Credential=MIDDLE1/", requests[1].Header("Authorization"), StringComparison.Ordinal);
        Assert.Equal(
            "Action=AssumeRole&DurationSeconds=1800&ExternalId=e%201&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FLAST"
            + "&RoleSessionName=me&Version=2011-06-15",
            Encoding.UTF8.GetString(requests[1].Body));
    }

    [Theory]
    [InlineData("Environment", "VARIABLE")]
    [InlineData("EcsContainer", "CONTAINER1")]
    [InlineData("Ec2InstanceMetadata", "INSTANCE1")]
    public async Task A_role_may_take_credentials_of_a_source(string source, string key)
    {
        _bench.Write(".aws/config", $"[profile p]\nrole_arn = arn:aws:iam::123456789012:role/R\ncredential_source = {source}\n");
        _bench.Set("AWS_ACCESS_KEY_ID", "VARIABLE");
        _bench.Set("AWS_SECRET_ACCESS_KEY", "s");
        _bench.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", _server.Server.Url + "/container");
        _bench.Set("AWS_EC2_METADATA_DISABLED", null);
        _bench.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", _server.Server.Url + "/");
        Assert.StartsWith("R", (await _bench.GetAsync("p")).AccessKeyId, StringComparison.Ordinal);
        Assert.Contains($"Credential={key}/", _server.Server.Requests[^1].Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_writes_credentials()
    {
        _bench.Write(".aws/config", "[default]\ncredential_process = echo '{\"Version\":1,\"AccessKeyId\":\"PROGRAM\","
            + "\"SecretAccessKey\":\"s\",\"SessionToken\":\"t\",\"Expiration\":\"2100-01-01T00:00:00Z\"}'\n");
        var credentials = await _bench.GetAsync();
        Assert.Equal(("PROGRAM", "t", 2100), (credentials.AccessKeyId, credentials.RevealSessionToken(), credentials.Expires?.Year));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Single_sign_on_uses_the_token_that_a_login_left(bool hasSession)
    {
        Login(hasSession, "2100-01-01T00:00:00Z");
        Assert.Equal("SSO1", (await _bench.GetAsync("sso")).AccessKeyId);
        Assert.Equal(
            "/federation/credentials?account_id=123456789012&role_name=reader", Assert.Single(_server.Server.Requests).Target);
    }

    [Fact]
    public async Task A_token_of_single_sign_on_that_has_ended_is_renewed()
    {
        Login(hasSession: true, "2020-01-01T00:00:00Z", ",\"refreshToken\":\"canary-refresh\",\"clientId\":\"c\",\"clientSecret\":\"s\"");
        Assert.Equal("SSO1", (await _bench.GetAsync("sso")).AccessKeyId);
        Assert.Equal(
            """{"clientId":"c","clientSecret":"s","grantType":"refresh_token","refreshToken":"canary-refresh"}""",
            Encoding.UTF8.GetString(_server.Server.Requests[0].Body));
    }

    [Fact]
    public async Task A_token_file_is_read_anew_for_each_session()
    {
        _server.Expiration = "2001-01-01T00:00:00Z";
        _bench.Set("AWS_WEB_IDENTITY_TOKEN_FILE", _bench.Write("token", "first\n"));
        _bench.Set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/WEB");
        _bench.Set("AWS_ROLE_SESSION_NAME", "me");
        var identity = _bench.Identity();
        await identity.GetAsync(TestContext.Current.CancellationToken);
        _bench.Write("token", "second\n");
        await identity.GetAsync(TestContext.Current.CancellationToken);
        var tokens = _server.Server.Requests.Select(request => Encoding.UTF8.GetString(request.Body).Split("WebIdentityToken=")[1]);
        Assert.Equal(["first", "second"], tokens);
        Assert.All(_server.Server.Requests, request => Assert.Null(request.Header("Authorization")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_container_shows_its_token(bool isFile)
    {
        _server.ContainerToken = "canary-container";
        _bench.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", _server.Server.Url + "/container");
        _bench.Set(isFile ? "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE" : "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            isFile ? _bench.Write("token", "canary-container\n") : "canary-container");
        Assert.Equal("CONTAINER1", (await _bench.GetAsync()).AccessKeyId);
    }

    [Fact]
    public async Task An_instance_is_asked_by_the_second_version_of_its_protocol_alone()
    {
        _bench.Set("AWS_EC2_METADATA_DISABLED", null);
        _bench.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", _server.Server.Url);
        Assert.Equal("INSTANCE1", (await _bench.GetAsync()).AccessKeyId);
        Assert.Equal(["PUT", "GET", "GET"], _server.Server.Requests.Select(request => request.Method));
        _server.Otherwise = request => request.Method == "PUT" ? Testing.Http.ServedAnswer.Status("403 Forbidden") : null;
        await Assert.ThrowsAsync<Providers.Failures.ProviderException>(async () => await _bench.GetAsync());
        Assert.Equal("PUT", _server.Server.Requests[^1].Method);
    }

    private void Login(bool hasSession, string end, string more = "")
    {
        const string Rest = "sso_account_id = 123456789012\nsso_role_name = reader\n";
        const string Server = $"sso_region = eu-central-1\nsso_start_url = {StartUrl}\n";
        _bench.Write(".aws/config", hasSession
            ? $"[profile sso]\nsso_session = mine\n{Rest}[sso-session mine]\n{Server}" : $"[profile sso]\n{Server}{Rest}");
        var name = Convert.ToHexStringLower(Sha1.Hash(Encoding.UTF8.GetBytes(hasSession ? "mine" : StartUrl)));
        _bench.Write($".aws/sso/cache/{name}.json", $$"""{"accessToken":"canary-sso-token","expiresAt":"{{end}}"{{more}}}""");
    }
}
