using SecretsKit.Providers.Failures;
using SecretsKit.Testing.Aws;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Aws;

/// <summary>Credentials of AWS that cannot be had: one clear error for each kind, which shows no secret and says what to do.</summary>
public sealed class AwsCredentialFailureTests : IDisposable
{
    private const string Role = "role_arn = arn:aws:iam::123456789012:role/R\n";

    private readonly FakeIdentityServer _server = new();
    private readonly ChainBench _bench;

    public AwsCredentialFailureTests() => _bench = new(
        ("AWS_ENDPOINT_URL_STS", _server.Server.Url), ("AWS_ENDPOINT_URL_SSO", _server.Server.Url));

    public void Dispose()
    {
        _bench.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData("", "profile: failed to get shared config profile, p")]
    [InlineData(Role + "source_profile = other\n", "profile: profile p names the source_profile other, which is not there")]
    [InlineData(
        Role + "source_profile = q\n[profile q]\n" + Role + "source_profile = p\n", "profile: source_profile of q leads in a circle")]
    [InlineData(
        Role + "mfa_serial = arn\naws_access_key_id = I\naws_secret_access_key = canary\n",
        "profile: profile p wants a code of a device (mfa_serial), which is not asked for")]
    [InlineData(Role + "credential_source = Moon\n", "profile: profile p names the unknown credential_source Moon")]
    [InlineData(
        Role + "credential_source = Environment\n", "profile: profile p takes credentials of variables, which are not set")]
    [InlineData(
        Role + "credential_source = EcsContainer\n", "profile: profile p takes those of a container, and this is none")]
    [InlineData("web_identity_token_file = token\n", "web identity: a token file is named and no role")]
    [InlineData(Role + "web_identity_token_file = none\n", "token file: open none: no such file or directory")]
    [InlineData("sso_session = s\n", "profile: profile p names the sso-session s, which is not there")]
    [InlineData(
        "sso_session = s\n[sso-session s]\nsso_region = r\n",
        "single sign-on: profile p lacks one of sso_region, sso_start_url, sso_account_id and sso_role_name")]
    [InlineData(
        "sso_start_url = u\nsso_region = r\nsso_account_id = 1\nsso_role_name = n\n", "single sign-on: there is no login for u")]
    [InlineData("credential_process = echo canary; exit 3\n", "credential_process: the program ended with exit status 3")]
    [InlineData("credential_process = echo canary\n", "credential_process: the program wrote no credentials")]
    [InlineData("region = r\n", "default chain: no credentials were found, and instance metadata are disabled")]
    public async Task A_profile_that_is_not_right_says_what_is_wrong_with_it(string settings, string expected)
    {
        _bench.Write(".aws/config", settings.Length > 0 ? $"[profile p]\n{settings}" : "");
        var failure = await FailAsync("p");
        Assert.Equal(ProviderFault.Unauthenticated, failure.Failure.Fault);
        Assert.Equal($"AWS credentials: {expected}", failure.Message.Replace(_bench.Home + "/", "", StringComparison.Ordinal));
        Assert.Empty(_server.Server.Requests);
    }

    [Fact]
    public async Task A_login_that_has_ended_or_is_not_taken_any_more_has_to_be_renewed_by_a_person()
    {
        const string Name = "51e69892ab49df85c6230ccc57f8e1d1606caccc";
        _bench.Write(".aws/config", "[profile p]\nsso_start_url = u\nsso_region = r\nsso_account_id = 1\nsso_role_name = n\n");
        var file = $".aws/sso/cache/{Name}.json";
        _bench.Write(file, """{"accessToken":"canary-old","expiresAt":"2020-01-01T00:00:00Z"}""");
        Assert.Contains("the login for u has expired", (await FailAsync("p")).Message, StringComparison.Ordinal);
        _bench.Write(file, """{"accessToken":"canary-revoked","expiresAt":"2100-01-01T00:00:00Z"}""");
        var failure = await FailAsync("p");
        Assert.Contains("the login is not accepted any more", failure.Message, StringComparison.Ordinal);
        Assert.Contains("aws sso login", failure.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessDenied", "403 Forbidden", ProviderFault.Denied, "is not authorized to perform: sts:AssumeRole")]
    [InlineData("InvalidIdentityToken", "400 Bad Request", ProviderFault.Unauthenticated, "is not authorized to perform: sts:AssumeRole")]
    public async Task A_role_that_is_refused_is_named_with_what_the_service_says(
        string code, string status, ProviderFault fault, string words)
    {
        _server.Otherwise = _ => ServedAnswer.Kept(
            $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>User: me {words}</Message></Error></ErrorResponse>",
            status);
        _bench.Write(
            ".aws/config",
            $"[profile p]\n{Role}source_profile = b\n[profile b]\naws_access_key_id = I\naws_secret_access_key = canary\n");
        var failure = await FailAsync("p");
        Assert.Equal(fault, failure.Failure.Fault);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Single(_server.Server.Requests);
    }

    [Theory]
    [InlineData("http://example.com/x", "is not on this machine and not encrypted")]
    [InlineData("ftp://127.0.0.1/x", "the address is no URL")]
    [InlineData("SERVER/none", "404")]
    [InlineData("SERVER/container", "403")]
    public async Task A_container_that_gives_none_is_named(string address, string expected)
    {
        _server.ContainerToken = "canary-right";
        _bench.Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "canary-wrong");
        _bench.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", address.Replace("SERVER", _server.Server.Url, StringComparison.Ordinal));
        Assert.Contains(expected, (await FailAsync("")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_with_a_line_break_is_not_sent()
    {
        _bench.Set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "canary\r\nX-Other: 1");
        _bench.Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", _server.Server.Url + "/container");
        await FailAsync("");
        Assert.Empty(_server.Server.Requests);
    }

    [Fact]
    public async Task An_instance_without_a_role_is_named()
    {
        _bench.Set("AWS_EC2_METADATA_DISABLED", null);
        _bench.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", _server.Server.Url);
        _server.Otherwise = request => request.Method == "GET" ? ServedAnswer.Status("404 Not Found") : null;
        var failure = await FailAsync("");
        Assert.Contains("instance metadata", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ProviderFault.Unauthenticated, failure.Failure.Fault);
    }

    [Fact]
    public async Task A_machine_that_is_no_instance_says_so()
    {
        _bench.Set("AWS_EC2_METADATA_DISABLED", null);
        _bench.Set("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:9");
        Assert.Contains("this machine is no instance of EC2", (await FailAsync("")).Message, StringComparison.Ordinal);
    }

    private async Task<ProviderException> FailAsync(string profile)
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await _bench.GetAsync(profile));
        Assert.False(string.IsNullOrEmpty(failure.Hint), failure.Message);
        Assert.DoesNotContain("canary", failure + failure.Hint, StringComparison.Ordinal);
        return failure;
    }
}
