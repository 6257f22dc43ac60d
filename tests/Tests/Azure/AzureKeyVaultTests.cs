using System.Text;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Azure.Keys;
using SecretsKit.Testing.Azure;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Azure;

/// <summary>Keys of Azure vaults: what is asked, how failures read, and that no secret is in them.</summary>
public sealed class AzureKeyVaultTests : IDisposable
{
    private static readonly AzureKeyVaultMasterKey Key = new(FakeAzureKeys.Vault, "sops", "1");

    private readonly FakeAzureKeys _fake = new(FakeAzureKeys.Client);
    private readonly AzureKeyVaultKeyService _service;

    public AzureKeyVaultTests() => _service = new(_fake.Host) { Tls = _fake.Tls };

    // status, body, headers, outcome, words of the message
    public static TheoryData<string, string, string, UnwrapOutcome, string> Faults => new()
    {
        { "403 Forbidden", "{\"error\":{\"code\":\"Forbidden\",\"innererror\":{\"code\":\"AccessDenied\"}}}", "", UnwrapOutcome.Denied,
            "RESPONSE 403: 403 Forbidden\nERROR CODE: Forbidden\n" },
        { "403 Forbidden", "{\"error\":{\"code\":\"canary-plaintext is not a code\"}}", "", UnwrapOutcome.Denied,
            "RESPONSE 403: 403 Forbidden\nERROR CODE UNAVAILABLE\n" },
        { "404 Not Found", "{}", "", UnwrapOutcome.Malformed, "RESPONSE 404: 404 Not Found" },
        { "404 Not Found", "{\"error\":{\"code\":\"KeyNotFound\"}}", "", UnwrapOutcome.NoMatch, "ERROR CODE: KeyNotFound" },
        { "429 Too Many Requests", "{\"error\":{\"code\":\"Throttled\"}}", "Retry-After: 3000\r\n", UnwrapOutcome.Unavailable,
            "RESPONSE 429: 429 Too Many Requests\nERROR CODE: Throttled" },
        { "500 Internal Server Error", "canary-plaintext", "", UnwrapOutcome.Unavailable, "500 Internal Server Error" },
        { "302 Found", "", "Location: https://elsewhere.example/\r\n", UnwrapOutcome.Malformed, "302 Found" },
        { "200 OK", "{\"value\":\"canary-pl", "", UnwrapOutcome.Malformed, "not a JSON object" },
        { "200 OK", "[]", "", UnwrapOutcome.Malformed, "not a JSON object" },
        { "200 OK", "{\"value\":12}", "", UnwrapOutcome.Malformed, "no plaintext" },
        { "200 OK", "{\"value\":\"%%%\"}", "", UnwrapOutcome.Malformed, "no plaintext" },
    };

    public void Dispose() => _fake.Dispose();

    [Theory, MemberData(nameof(Faults))]
    public async Task A_fault_of_the_vault_is_one_clear_result(
        string status, string body, string headers, UnwrapOutcome outcome, string words)
    {
        _fake.Instead = request => request.Target.EndsWith("/token", StringComparison.Ordinal) ? null
            : ServedAnswer.Kept(body, status, headers);
        var result = await UnwrapAsync();
        Assert.Equal(outcome, result.Attempt.Outcome);
        Assert.Contains(words, result.Attempt.Detail, StringComparison.Ordinal);
        Assert.Contains(Key.Id, result.Attempt.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", result.Attempt.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_has_the_words_of_the_reference()
    {
        const string Line = "--------------------------------------------------------------------------------\n";
        _fake.Instead = request => request.Target.EndsWith("/token", StringComparison.Ordinal) ? null : ServedAnswer.Kept(
            """{"error": {"code":"Forbidden","message":"Caller \"app\" is not authorized.","innererror":{"code":"AccessDenied"},"a":[],"""
            + "\"b\":[1,{}]}}",
            "403 Forbidden");
        Assert.Equal(
            $"failed to decrypt sops data key with Azure Key Vault key '{Key.Id}': POST {Key.VaultUrl}/keys/sops/1/decrypt\n{Line}"
            + $"RESPONSE 403: 403 Forbidden\nERROR CODE: Forbidden\n{Line}"
            + """
            {
              "error": {
                "code": "Forbidden",
                "message": "Caller \"app\" is not authorized.",
                "innererror": {
                  "code": "AccessDenied"
                },
                "a": [],
                "b": [
                  1,
                  {}
                ]
              }
            }

            """ + Line,
            (await UnwrapAsync()).Attempt.Detail);
    }

    [Fact]
    public async Task A_response_without_end_is_refused()
    {
        _fake.Instead = request => request.Target.EndsWith("/token", StringComparison.Ordinal) ? null : ServedAnswer.Zeros(100_000_000);
        var result = await UnwrapAsync();
        Assert.Equal(UnwrapOutcome.Malformed, result.Attempt.Outcome);
        Assert.Contains("larger than", result.Attempt.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_token_serves_all_calls()
    {
        using var part = new KeyPart("a-data-key-of-thirty-two-bytes.."u8);
        var ct = TestContext.Current.CancellationToken;
        var wrapped = await _service.WrapAsync(Key, part, ct);
        var result = await _service.UnwrapAsync(new(Key, wrapped, null), ct);
        using var unwrapped = result.Part;
        Assert.True(part.FixedTimeEquals(unwrapped!));
        var form = Encoding.ASCII.GetString(Assert.Single(_fake.TokenRequests).Body);
        Assert.Equal("claims=%7B%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22CP1%22%5D%7D%7D%7D&" +
            "client_id=aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee&client_secret=canary-client-secret&grant_type=client_credentials&" +
            "scope=https%3A%2F%2Fvault.azure.net%2F.default%20openid%20offline_access%20profile", form);
        Assert.Equal(["/keys/sops/1/encrypt?api-version=2025-07-01", "/keys/sops/1/decrypt?api-version=2025-07-01"],
            _fake.Requests.Select(request => request.Target).Where(target => target.StartsWith("/keys", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_token_that_is_revoked_is_replaced_once()
    {
        await UnwrapAsync();
        _fake.Token = "canary-access-token-2";
        Assert.Equal(UnwrapOutcome.Malformed, (await UnwrapAsync()).Attempt.Outcome);
        Assert.Equal(2, _fake.TokenRequests.Count());
    }

    [Fact]
    public async Task The_vault_of_another_tenant_gets_no_token_of_ours()
    {
        _fake.VaultTenant = "99999999-1111-4222-8333-0123456789ab";
        _fake.Instead = request => request.Header("Authorization") is null ? null : ServedAnswer.Kept("{}", "401 Unauthorized",
            "WWW-Authenticate: Bearer authorization=\"https://evil.example/99999999-1111-4222-8333-0123456789ab\"\r\n");
        var result = await UnwrapAsync();
        Assert.Equal(UnwrapOutcome.Denied, result.Attempt.Outcome);
        Assert.Contains("the vault belongs to tenant 99999999-", result.Attempt.Detail, StringComparison.Ordinal);
        Assert.Single(_fake.TokenRequests);
    }

    [Fact]
    public async Task A_refused_secret_names_the_vendors_number_and_nothing_else()
    {
        _fake.Instead = request => request.Target.EndsWith("/token", StringComparison.Ordinal)
            ? ServedAnswer.Kept(
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: canary-plaintext\"}", "401 Unauthorized")
            : null;
        using var part = new KeyPart("a-data-key-of-thirty-two-bytes.."u8);
        var failure = await Assert.ThrowsAsync<KeyServiceException>(
            async () => await _service.WrapAsync(Key, part, TestContext.Current.CancellationToken));
        Assert.Contains("invalid_client, AADSTS7000215", failure.Message, StringComparison.Ordinal);
        Assert.Equal("the client secret is wrong: use its value, not its id", failure.Hint);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_version_is_asked_for()
    {
        var key = await _service.ResolveAsync(Key with { Version = "" }, TestContext.Current.CancellationToken);
        Assert.Equal("0123456789abcdef", ((AzureKeyVaultMasterKey)key).Version);
        var failure = await Assert.ThrowsAsync<SecretsKitException>(async () =>
            await _service.ResolveAsync(Key with { Name = "none", Version = "" }, TestContext.Current.CancellationToken));
        Assert.Contains("404 Not Found, KeyNotFound", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://myvault.vault.azure.net")]
    [InlineData("https://127.0.0.1")]
    [InlineData("https://localhost")]
    [InlineData("https://me@myvault.vault.azure.net")]
    [InlineData("https://myvault.vault.azure.net/elsewhere")]
    public async Task A_file_cannot_name_a_server_that_is_no_vault(string address)
    {
        var result = await _service.UnwrapAsync(new(Key with { VaultUrl = address }, "AAAA", null), TestContext.Current.CancellationToken);
        Assert.Equal(UnwrapOutcome.Malformed, result.Attempt.Outcome);
        Assert.Empty(_fake.Requests);
    }

    private async Task<UnwrapResult> UnwrapAsync() =>
        await _service.UnwrapAsync(new(Key, "AAAA", null), TestContext.Current.CancellationToken);
}
