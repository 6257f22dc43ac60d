using System.Globalization;
using System.Text;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Testing;
using SecretsKit.Testing.Aws;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Aws;

/// <summary>What goes wrong between here and KMS: what is sent again, what is said, and that nothing secret is said.</summary>
public sealed class AwsKmsFaultTests : IDisposable
{
    private static readonly byte[] Part = Encoding.ASCII.GetBytes("canary-data-key-with-32-bytes...");

    private readonly FakeKms _kms = new(KmsFixture.Arn);
    private readonly TestFolder _home = new();

    public void Dispose()
    {
        _kms.Dispose();
        _home.Dispose();
    }

    [Theory]
    [InlineData("ThrottlingException", "400 Bad Request")]
    [InlineData("LimitExceededException", "400 Bad Request")]
    [InlineData("", "429 Too Many Requests")]
    [InlineData("KMSInternalException", "500 Internal Server Error")]
    [InlineData("", "503 Service Unavailable")]
    public async Task What_passes_is_sent_again(string code, string status)
    {
        _kms.Next(_ => FakeKms.Fault(code, status: status));
        _kms.Next(_ => FakeKms.Fault(code, status: status));
        Assert.NotEqual("", await WrapAsync());
        Assert.Equal(3, _kms.Server.Requests.Count);
    }

    [Fact]
    public async Task Throttling_that_lasts_ends_after_three_attempts()
    {
        for (var i = 0; i < 3; i++)
        {
            _kms.Next(_ => FakeKms.Fault("ThrottlingException", "Rate exceeded"));
        }

        var failure = await Assert.ThrowsAsync<KeyServiceException>(async () => await WrapAsync());
        Assert.Equal(KeyWrapFault.Unavailable, failure.Fault);
        Assert.Equal(
            "failed to encrypt sops data key with AWS KMS: operation error KMS: Encrypt, exceeded maximum number of attempts, 3, "
            + "https response error StatusCode: 400, RequestID: , api error ThrottlingException: Rate exceeded",
            failure.Message);
        Assert.Equal(3, _kms.Server.Requests.Count);
    }

    [Theory]
    [InlineData("AccessDeniedException")]
    [InlineData("UnrecognizedClientException")]
    [InlineData("DisabledException")]
    public async Task A_refusal_is_final(string code)
    {
        _kms.Next(_ => FakeKms.Fault(code));
        var failure = await Assert.ThrowsAsync<KeyServiceException>(async () => await WrapAsync());
        Assert.Equal(KeyWrapFault.Refused, failure.Fault);
        Assert.Contains(code, failure.Message, StringComparison.Ordinal);
        Assert.Single(_kms.Server.Requests);
    }

    [Fact]
    public async Task A_wrong_clock_is_corrected_once()
    {
        var date = DateTimeOffset.UtcNow.AddHours(-3);
        _kms.Next(_ => FakeKms.Fault("RequestTimeTooSkewed", status: "403 Forbidden", headers: $"Date: {date:r}\r\n"));
        Assert.NotEqual("", await WrapAsync());
        var sent = DateTimeOffset.ParseExact(_kms.Server.Requests[1].Header("X-Amz-Date")!, "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(sent - date, TimeSpan.FromMinutes(-5), TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("{\"CiphertextBlob\":")]
    [InlineData("{\"CiphertextBlob\":7}")]
    [InlineData("[]")]
    [InlineData("<html>proxy</html>")]
    [InlineData("")]
    public async Task An_answer_that_is_none_is_an_error(string content)
    {
        _kms.Next(_ => ServedAnswer.Kept(content));
        var failure = await Assert.ThrowsAsync<KeyServiceException>(async () => await WrapAsync());
        Assert.Equal(KeyWrapFault.InvalidResult, failure.Fault);
    }

    [Fact]
    public async Task Without_credentials_nothing_is_asked()
    {
        using var fixture = new KmsFixture(_kms.Server.Url, _home.Path);
        using var part = new KeyPart(Part);
        var failure = await Assert.ThrowsAsync<KeyServiceException>(
            async () => await fixture.Service.WrapAsync(KmsFixture.Key(), part, CancellationToken.None));
        Assert.Contains("get identity: get credentials", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Hint);
        Assert.Empty(_kms.Server.Requests);
    }

    [Theory]
    [InlineData("echo")]
    [InlineData("refused echo")]
    [InlineData("signature")]
    [InlineData("cut off")]
    public async Task Nothing_secret_is_in_a_failure_even_if_the_service_repeats_it(string kind)
    {
        for (var i = 0; i < 3; i++)
        {
            _kms.Next(request => kind switch
            {
                "echo" => ServedAnswer.Kept(Encoding.UTF8.GetString(request.Body)),
                "refused echo" => ServedAnswer.Kept(Encoding.UTF8.GetString(request.Body), "400 Bad Request"),
                "signature" => FakeKms.Fault(
                    "InvalidSignatureException",
                    "The signature does not match.\n\nThe Canonical String should have been\n'POST x-amz-security-token:"
                    + request.Header("X-Amz-Security-Token") + "'"),
                _ => ServedAnswer.Raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"),
            });
        }

        var failure = await Assert.ThrowsAsync<KeyServiceException>(async () => await WrapAsync());
        foreach (var secret in (string[])[KmsFixture.Secret, KmsFixture.Token, "canary-data-key", Convert.ToBase64String(Part)])
        {
            Assert.DoesNotContain(secret, failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_profile_is_read_from_the_files_that_the_environment_names()
    {
        _home.Write("credentials", "[work]\naws_access_key_id = AKIAWORK\naws_secret_access_key = canary # comment\n");
        using var fixture = new KmsFixture(
            _kms.Server.Url, _home.Path, ("AWS_SHARED_CREDENTIALS_FILE", "credentials"), ("AWS_CONFIG_FILE", "none"));
        using var part = new KeyPart(Part);
        await fixture.Service.WrapAsync(KmsFixture.Key(profile: "work"), part, CancellationToken.None);
        Assert.Contains("Credential=AKIAWORK/", Assert.Single(_kms.Server.Requests).Header("Authorization"), StringComparison.Ordinal);
        var failure = await Assert.ThrowsAsync<KeyServiceException>(
            async () => await fixture.Service.WrapAsync(KmsFixture.Key(profile: "other"), part, CancellationToken.None));
        Assert.Contains("failed to get shared config profile, other", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_is_assumed_once_and_signs_the_calls()
    {
        _kms.Next(_ => ServedAnswer.Kept(
            "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>"
            + "<SessionToken>t</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>"
            + "</AssumeRoleResponse>"));
        using var fixture = new KmsFixture(_kms.Server.Url, _home.Path, KmsFixture.Keys);
        using var part = new KeyPart(Part);
        var key = KmsFixture.Key(role: "arn:aws:iam::123456789012:role/deployer");
        await fixture.Service.WrapAsync(key, part, CancellationToken.None);
        await fixture.Service.WrapAsync(key, part, CancellationToken.None);
        var requests = _kms.Server.Requests;
        Assert.Equal(3, requests.Count);
        Assert.Contains(
            "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fdeployer&RoleSessionName=sops%40",
            Encoding.UTF8.GetString(requests[0].Body), StringComparison.Ordinal);
        Assert.All(requests.Skip(1), request =>
            Assert.Contains("Credential=ASIAROLE/", request.Header("Authorization"), StringComparison.Ordinal));
    }

    [Fact]
    public void Names_of_sessions_follow_the_reference()
    {
        Assert.Equal("sops@buildhost01.example", Providers.Aws.Kms.KmsSessionName.Of("build-host01.example"));
        Assert.Equal(64, Providers.Aws.Kms.KmsSessionName.Of(new string('a', 80)).Length);
    }

    private async Task<string> WrapAsync()
    {
        using var fixture = new KmsFixture(_kms.Server.Url, _home.Path, KmsFixture.Keys);
        using var part = new KeyPart(Part);
        return await fixture.Service.WrapAsync(KmsFixture.Key(), part, CancellationToken.None);
    }
}
