using Microsoft.AspNetCore.Http;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Google.Kms;
using SecretsKit.Testing.Google;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Google;

/// <summary>What goes wrong with Google's KMS: one message in the words of the reference, nothing secret in it.</summary>
public sealed class GcpKmsFailureTests : IDisposable
{
    private const string Start = "failed to decrypt sops data key with GCP KMS key: ";

    private readonly FakeKms _kms = new();
    private readonly GcpKmsBench _bench;

    public GcpKmsFailureTests() => _bench = new(_kms.Variables);

    public void Dispose()
    {
        _bench.Dispose();
        _kms.Dispose();
    }

    [Theory]
    [InlineData(403, "PERMISSION_DENIED", UnwrapOutcome.Denied)]
    [InlineData(404, "NOT_FOUND", UnwrapOutcome.Denied)]
    [InlineData(400, "INVALID_ARGUMENT", UnwrapOutcome.Malformed)]
    [InlineData(500, "INTERNAL", UnwrapOutcome.Unavailable)]
    public async Task A_refusal_is_told_in_the_words_of_the_reference_and_asked_once(int status, string code, UnwrapOutcome outcome)
    {
        _kms.Instead.Enqueue(FakeKms.Error(status, code, "no such luck"));
        var attempt = await UnwrapAsync(_bench);
        Assert.Equal($"{Start}googleapi: Error {status}: no such luck", attempt.Detail);
        Assert.Equal(outcome, attempt.Outcome);
        Assert.Single(_kms.Requests);
    }

    [Fact]
    public async Task A_refused_token_that_cannot_be_renewed_is_no_reason_to_ask_again()
    {
        _kms.Instead.Enqueue(FakeKms.Error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."));
        var attempt = await UnwrapAsync(_bench);
        Assert.Equal($"{Start}googleapi: Error 401: Request had invalid authentication credentials.", attempt.Detail);
        Assert.Single(_kms.Requests);
    }

    [Theory]
    [InlineData(429, "RESOURCE_EXHAUSTED", "")]
    [InlineData(429, "RESOURCE_EXHAUSTED", "Retry-After: 0\r\n")]
    [InlineData(503, "UNAVAILABLE", "")]
    public async Task A_server_that_is_busy_is_asked_again(int status, string code, string headers)
    {
        _kms.Instead.Enqueue(FakeKms.Error(status, code, "later", headers));
        var attempt = await UnwrapAsync(_bench);
        Assert.Equal(UnwrapOutcome.Unwrapped, attempt.Outcome);
        Assert.Equal(2, _kms.Requests.Count);
    }

    [Theory]
    [InlineData("{\"plaintext\":\"Y2Fu")]
    [InlineData("{\"plaintext\":17}")]
    [InlineData("{\"plaintext\":\"canary-plaintext!\"}")]
    [InlineData("[]")]
    public async Task An_answer_that_is_none_is_reported_and_not_quoted(string content)
    {
        _kms.Instead.Enqueue(ServedAnswer.Kept(content));
        var attempt = await UnwrapAsync(_bench);
        Assert.Equal(UnwrapOutcome.Malformed, attempt.Outcome);
        Assert.Equal(Start + "the response of the key service has no plaintext", attempt.Detail);
    }

    [Fact]
    public async Task Credentials_that_are_not_JSON_are_not_quoted()
    {
        using var bench = new GcpKmsBench([.. _kms.Variables, new("GOOGLE_CREDENTIALS", "{canary-private-key")]);
        var attempt = await UnwrapAsync(bench);
        Assert.StartsWith("cannot create GCP KMS service: ", attempt.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", attempt.Detail, StringComparison.Ordinal);
        Assert.Empty(_kms.Requests);
    }

    [Fact]
    public async Task A_private_key_that_cannot_be_read_is_not_quoted()
    {
        const string Json = """
            {"type":"service_account","client_email":"a@b","private_key":"-----BEGIN PRIVATE KEY-----\ncanary-private-key\n-----END"}
            """;
        using var bench = new GcpKmsBench([.. _kms.Variables, new("GOOGLE_CREDENTIALS", Json)]);
        var failure = await Assert.ThrowsAsync<KeyServiceException>(async () =>
        {
            using var part = new KeyPart("canary-part"u8);
            await new GcpKmsKeyService(bench.Host).WrapAsync(new GcpKmsMasterKey(FakeKms.Owned), part, CancellationToken.None);
        });
        Assert.StartsWith("cannot create GCP KMS service: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_by_gRPC_has_the_text_of_its_status()
    {
        await using var server = await KestrelServer.StartAsync(Answer, certificate: null);
        using var bench = new GcpKmsBench([
            new("SOPS_GCP_KMS_ENDPOINT", $"http://127.0.0.1:{server.Port}"), new("GOOGLE_OAUTH_ACCESS_TOKEN", "canary-token")]);
        var attempt = await UnwrapAsync(bench);
        Assert.Equal(Start + "rpc error: code = PermissionDenied desc = 100% no, ä", attempt.Detail);
        Assert.Equal(UnwrapOutcome.Denied, attempt.Outcome);

        static Task Answer(HttpContext context)
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "7";
            context.Response.Headers["grpc-message"] = "100%25 no, %C3%A4";
            return Task.CompletedTask;
        }
    }

    private static async Task<KeyAttempt> UnwrapAsync(GcpKmsBench bench)
    {
        // What the fake makes of a part.
        byte[] part = [.. "canary-part-of-a-data-key-32-byt"u8];
        byte[] wrapped = [.. System.Security.Cryptography.SHA256.HashData(part), .. part.Select(letter => (byte)(letter ^ 0x5a))];
        var key = new WrappedKey(new GcpKmsMasterKey(FakeKms.Owned), Convert.ToBase64String(wrapped), null);
        var result = await new GcpKmsKeyService(bench.Host).UnwrapAsync(key, CancellationToken.None);
        result.Part?.Dispose();
        Assert.DoesNotContain("canary", result.Attempt.Detail, StringComparison.Ordinal);
        return result.Attempt;
    }
}
